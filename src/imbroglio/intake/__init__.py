"""Intake: files, folders and standard input to Documents, and a Trouble for all that goes wrong.

Flows in: the names the user typed. Flows out: Documents whose text is kept as received, and Troubles.
Nothing is fetched, and no markup is kept.
"""

from imbroglio.intake.finishing import Dateline
from imbroglio.intake.limits import Limits
from imbroglio.intake.reports import count_inputs, iter_reports
from imbroglio.intake.sources import Source

__all__ = ["Dateline", "Limits", "Source", "count_inputs", "iter_reports"]
