"""Work for the tests of hands, found by worker processes by its name, and loaded at once."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import Any


def square_or_fall(known: str, task: int) -> int:
    """The square; but every fourth task kills its process the first time."""
    path = Path(known) / str(task)
    if task % 4 == 1 and not path.exists():
        path.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return task * task


def fall(known: Any, task: int) -> int:
    """Ends its process."""
    os._exit(3)


def as_it_is(known: Any, task: int) -> int:
    """The task."""
    return task
