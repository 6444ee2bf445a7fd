"""One reader for all tests of this folder: it loads a parser, which takes seconds."""

from __future__ import annotations

import pytest

from imbroglio.knowledge.gazetteer import Gazetteer
from imbroglio.reading.reader import Reader


@pytest.fixture(scope="session")
def reader() -> Reader:
    """The reader as it ships."""
    return Reader(Gazetteer.open())
