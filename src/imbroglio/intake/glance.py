"""A page at a glance: all of its words and its language, without a tree and before anything is extracted.

Flows in: a page's decoded text with its tags. Flows out: a Glance. It takes a fifteenth of the time that the main text takes,
so that in an archive most pages can be left alone after it. It holds the main text and all that stands around it: what
is not in a Glance is not in the report.
"""

from __future__ import annotations

import html as html_module
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from imbroglio.intake.language import detect_language

# JSON-LD may hold the text of a report that the page shows nowhere else.
_UNSEEN = re.compile(r"<(?:!--|(script)\b(?![^<>]{0,200}ld\+json)|(style)\b)", re.IGNORECASE)
_INLINE = re.compile(
    r"</?(?:a|abbr|b|cite|code|em|font|i|mark|q|s|small|span|strong|sub|sup|time|u)(?:\s[^<>]*)?>",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[^<>]*>")
_BLANKS = re.compile(r"[ \t\r\f\v\u00a0]+")
_LINES = re.compile(r"\s*\n\s*")
_LONG = 60  # signs of a line that is no menu's


@dataclass(frozen=True, slots=True)
class Glance:
    """What a page shows: all of it, and its longer lines, among which no menu is."""

    text: str
    long: str

    def stretches(self, size: int) -> Iterator[str]:
        """The longer lines in runs of about `size` signs: what stands together is of one matter, mostly."""
        held = ""
        for line in self.long.split("\n"):
            held += f"{line}\n"
            if len(held) >= size:
                yield held
                held = ""
        if held.strip():
            yield held

    @property
    def language(self) -> str:
        """The language of the longer lines, where there are any."""
        return detect_language(self.long or self.text)


Screen = Callable[[Glance], str | None]
"""Says of a page why it need not be read, in a word or two to count by; None where it may have to be."""


def glance_at(html: str) -> Glance:
    """Look at a page.

    >>> glance_at("<ul><li>Home</ul><script>if (a<b) x()</script><p>Troops <b>crossed</b> the river.").text
    'Home\\nTroops crossed the river.'
    """
    shown = _TAG.sub("\n", _INLINE.sub("", _leave_out(html)))
    text = _LINES.sub("\n", _BLANKS.sub(" ", html_module.unescape(shown))).strip()
    return Glance(text, "\n".join(line for line in text.split("\n") if len(line) >= _LONG))


def _leave_out(html: str) -> str:
    """A page without scripts, styles and comments; from one that is not closed on, all is kept."""
    kept: list[str] = []
    at = 0
    while found := _UNSEEN.search(html, at):
        kept.append(html[at : found.start()])
        name = found[1] or found[2]
        closing = re.compile(f"</{name}" if name else "-->", re.IGNORECASE).search(html, found.end())
        if closing is None:
            at = found.start()
            break
        at = closing.start() if name else closing.end()
    return "\n".join([*kept, html[at:]])
