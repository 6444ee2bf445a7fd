"""Every exception that imbroglio raises for trouble in *use*, drawn as one tree.

    ImbroglioError
    ├── KnowledgeError      a data file (lexicon, pack, gazetteer, codebook) has a mistake: file, line, what
    ├── ModelFormError      JSON that is no statement, document or trouble of the published form
    ├── PipelineMissing     no English spaCy pipeline where one is needed
    ├── IntakeError         input that cannot be asked for (no such file, no such column)
    ├── CaseError           a case file that cannot be opened, or is newer than this version
    └── NotFound            an id, actor or place that the case does not hold

Trouble in a *text or file* is no exception: it is a `Trouble` (`imbroglio.model`) that is stored and shown.
Each class builds its own message, with the remedy; the command line prints it without a traceback.
"""

from __future__ import annotations


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


class NotFound(ImbroglioError):
    """Something asked for by name or id that is not there."""
