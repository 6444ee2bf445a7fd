"""What is installed only with an extra: found when it is needed, with the remedy where it is not there.

Flows in: a module's name. Flows out: the module. Refuses to fail without naming what to install.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from imbroglio.errors import ImbroglioError


def import_extra(name: str, extra: str = "archive") -> Any:
    """A module of an extra. Raises ImbroglioError where it is not installed."""
    try:
        return import_module(name)
    except ImportError:
        raise ImbroglioError(
            f"Datasets need '{name.partition('.')[0]}', which is not installed; install it with: pip install 'imbroglio[{extra}]'"
        ) from None
