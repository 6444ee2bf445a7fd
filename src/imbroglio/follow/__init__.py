"""Following sources: feeds and sitemaps are polled, their articles fetched, read and weighed into a case.

Flows in: a SOURCES.toml. Flows out: a case that grows. This is the one room that asks other machines, and only where a
user's own file names them: `address` says which may be asked, `fetch` bounds what they answer, `manners` says when, and
`poll` joins these; `memory` keeps what was fetched; `reading` and `run` pass it on to the pipeline.

It needs what `pip install 'imbroglio[follow]'` brings; `need_extra` says so where that is missing.
"""

from importlib.util import find_spec

from imbroglio.errors import ImbroglioError

__all__ = ["need_extra"]


def need_extra() -> None:
    """Raise an ImbroglioError with the remedy where a library that following needs is not installed."""
    missing = [name for name in ("feedparser", "httpcore2", "lxml", "protego") if find_spec(name) is None]
    if missing:
        raise ImbroglioError(
            f"Following sources needs {', '.join(missing)}, which {'is' if len(missing) == 1 else 'are'} not installed; "
            "install with: pip install 'imbroglio[follow]'"
        )
