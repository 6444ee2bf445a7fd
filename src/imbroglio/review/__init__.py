"""What a person decides: verdicts, appended and undone, never overwritten."""

from imbroglio.review.verdicts import merge, split, undo

__all__ = ["merge", "split", "undo"]
