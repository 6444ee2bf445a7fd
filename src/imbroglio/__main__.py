"""`python -m imbroglio` is the command `imbroglio`."""

from imbroglio.cli import main

if __name__ == "__main__":
    main(prog_name="imbroglio")
