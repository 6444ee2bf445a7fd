"""Put the built workbench into the wheel: build it where it is not built yet and a Node is there, else say what is missing.

An editable install (`make`) does without: `make workbench` builds in place.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class WorkbenchHook(BuildHookInterface[Any]):
    """Called by hatchling before it gathers the files of the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build what is missing. Never fails for want of Node: reading and all commands but `open` work without."""
        if version == "editable" or not (Path(self.root) / "workbench" / "package.json").is_file():
            return
        sys.path.insert(0, str(Path(self.root) / "tools"))
        import build_workbench

        if build_workbench.BUILT.is_file():
            return
        try:
            build_workbench.build(build_workbench.get_node())
        except (build_workbench.NoNode, subprocess.CalledProcessError, OSError) as fault:
            self.app.display_warning(
                f"imbroglio is installed without its workbench: {fault} All commands but 'imbroglio open' work. "
                "To have it, install Node 20.19 or newer and install imbroglio again."
            )
