"""The front door: commands over the pipeline and the case. Nothing imports this package.

Flows in: what the user typed. Flows out: tables on the terminal, or JSON and CSV for a program. A mistake in
use is answered with one plain sentence and exit code 2, never with a traceback. Each command imports what it
needs when it runs, so that `imbroglio --help` is there at once.
"""

from imbroglio.cli.front import main

__all__ = ["main"]
