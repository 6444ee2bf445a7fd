"""What a person decides: verdicts, appended and undone, never overwritten."""

from imbroglio.review.deciding import who_decides
from imbroglio.review.naming import ref_at
from imbroglio.review.statements import accept, add, amend, reject
from imbroglio.review.verdicts import join_incidents, keep_apart, merge, part_incident, redo, split, undo

__all__ = [
    "accept",
    "add",
    "amend",
    "join_incidents",
    "keep_apart",
    "merge",
    "part_incident",
    "redo",
    "ref_at",
    "reject",
    "split",
    "undo",
    "who_decides",
]
