"""Every exception that imbroglio raises for trouble in *use*, drawn as one tree.

    ImbroglioError
    ├── KnowledgeError      a data file (lexicon, pack, gazetteer, codebook) has a mistake: file, line, what
    ├── ModelFormError      JSON that is no statement, document or trouble of the published form
    ├── PipelineMissing     no English spaCy pipeline where one is needed
    ├── IntakeError         input that cannot be asked for (no such file, no such column)
    ├── CaseError           a case file that cannot be opened, or is newer than this version
    ├── DatasetError        a dataset that cannot be read or written, or that something else was read with
    ├── NotFound            an id, actor or place that the case does not hold
    ├── StatementFault      a person's statement that cannot be made so: the field, what is wrong with it
    ├── FollowError         a list of sources to follow that cannot be used: file, line, what; or its memory
    ├── ExportError         what cannot be written in that form, or to that place
    └── Conflict            what a person decides on has been changed by somebody else in the meantime
        └── Stale           the same, of statements, with what was meant and the statements as they are now

Trouble in a *text or file* is no exception: it is a `Trouble` (`imbroglio.model`) that is stored and shown.
Each class builds its own message, with the remedy; the command line prints it without a traceback.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


class ImbroglioError(Exception):
    """Root of all errors in use; its text is one plain sentence with the remedy."""


class KnowledgeError(ImbroglioError):
    """A knowledge file says something that cannot be used.

    Args:
        file: path or name of the data file.
        line: 1-based line of the mistake, or None where it cannot be told.
        problem: what is wrong, in plain words.
    """

    def __init__(self, file: str, line: int | None, problem: str) -> None:
        self.file, self.line, self.problem = file, line, problem
        where = file if line is None else f"{file}, line {line}"
        super().__init__(f"{where}: {problem}")


class ModelFormError(ImbroglioError):
    """JSON that does not have the published form."""


class PipelineMissing(ImbroglioError):
    """No spaCy English pipeline can be loaded."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"The language model '{name}' is not installed here. Install imbroglio with its dependencies "
            "(pip install .), or name an installed spaCy English pipeline in IMBROGLIO_PIPELINE."
        )


class IntakeError(ImbroglioError):
    """Input that was asked for and cannot be read at all."""


class CaseError(ImbroglioError):
    """A case file that cannot be used."""


class DatasetError(ImbroglioError):
    """A dataset that cannot be used."""


class NotFound(ImbroglioError):
    """Something asked for by name or id that is not there."""


class StatementFault(ImbroglioError):
    """A statement of a person that cannot be made so.

    Args:
        field: its field in the published form, such as "type" or "agent[0].text".
        problem: what is wrong with it and what to give instead, in plain words.
    """

    def __init__(self, field: str, problem: str) -> None:
        self.field, self.problem = field, problem
        super().__init__(f"{field}: {problem}")


class FollowError(ImbroglioError):
    """A list of sources to follow, or the memory of what was followed, that cannot be used.

    Args:
        file: path of the file.
        line: 1-based line of the mistake, or None where it cannot be told.
        problem: what is wrong, with the remedy.
    """

    def __init__(self, file: str, line: int | None, problem: str) -> None:
        self.file, self.line, self.problem = file, line, problem
        where = file if line is None else f"{file}, line {line}"
        super().__init__(f"{where}: {problem}")


class ExportError(ImbroglioError):
    """What cannot be written in the form, or to the place, that was asked for."""


class Conflict(ImbroglioError):
    """What a person decides on was decided on by somebody else since it was shown.

    Args:
        expected: the etag that was shown: the last verdict on it then.
        found: the etag that holds: the last verdict on it now.
    """

    def __init__(self, expected: str, found: str) -> None:
        self.expected, self.found = expected, found
        super().__init__(
            f"This has been changed since it was shown (it was at {expected}, and is at {found} now); nothing was done. "
            "Look at it again, and repeat what you meant."
        )


class Stale(Conflict):
    """A conflict on statements.

    Args:
        meant: what was to be done, as a verdict's action.
        current: the statements as they are now, in whatever form the caller shows them.
    """

    def __init__(self, expected: str, found: str, meant: str, current: Sequence[Any]) -> None:
        super().__init__(expected, found)
        self.meant, self.current = meant, list(current)
