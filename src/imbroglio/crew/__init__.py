"""Readers at work: here, in a pool of worker processes, or in a child process that can be killed.

Flows in: reports to read. Flows out: what was read, or a Trouble that names the report. Workers return values and never write.
"""

from imbroglio.crew.kept import GivenUp, Kept, MakeWork, Token, Work
from imbroglio.crew.pool import Crew, DocumentReader, Layers, MakeReader, Reading, read_one
from imbroglio.crew.timed import TimedCrew

__all__ = [
    "Crew",
    "DocumentReader",
    "GivenUp",
    "Kept",
    "Layers",
    "MakeReader",
    "MakeWork",
    "Reading",
    "TimedCrew",
    "Token",
    "Work",
    "read_one",
]
