"""The demonstration's reports: short dispatches that overlap and disagree, for `imbroglio demo`.

Flows in: nothing. Flows out: the path of a JSON Lines file that `imbroglio read` takes. The reports were
written for this demonstration and their outlets are invented; see README.md in this folder.
"""

from __future__ import annotations

from pathlib import Path

__all__ = ["demo_reports"]


def demo_reports() -> Path:
    """The bundled reports, one JSON object a line (`id`, `title`, `date`, `source`, `url`, `text`)."""
    return Path(__file__).with_name("reports.jsonl")
