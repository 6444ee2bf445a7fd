"""Bytes to text: by mark, as UTF-8, by what the input declares, and by a guess only where nothing else holds.

Flows in: raw bytes. Flows out: `Decoded`, the text and, where the encoding was guessed, its name. Refuses
nothing; whether bytes are text at all is asked before (`looks_binary`).
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from imbroglio.intake.draft import remark
from imbroglio.model import Trouble

GUESS_SAMPLE = 256 * 1024
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with UTF-16's
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Encodings in which a text file is never met, and which the statistics like for short ones.
_MAINFRAME = ("cp037", "cp273", "cp424", "cp500", "cp875", "cp1026", "cp1140")
# Pages that declare the narrower encoding use the characters of the wider one.
_MET = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "tis-620": "cp874", "iso8859-11": "cp874",
    "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949",
}  # fmt: skip
_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the encoding it was in, and whether that was a guess."""

    text: str
    encoding: str
    guessed: bool = False
    lost: int = 0

    def trouble(self, where: str) -> tuple[Trouble, ...]:
        """What the reader of the report should know about the decoding; mostly nothing."""
        if not self.guessed:
            return ()
        lost = f"; {self.lost} characters could not be read" if self.lost else ""
        message = f"it is not UTF-8; its encoding was guessed to be {self.encoding}{lost}. Save it as UTF-8."
        return (remark(where, "encoding-guessed", message),)


def find_utf16(head: bytes) -> str | None:
    """UTF-16 without a mark: nearly every second byte of English is zero then.

    >>> find_utf16("Shelling resumed.".encode("utf-16-be"))
    'utf-16-be'
    """
    sample = head[: len(head) & ~1][:4096]
    if len(sample) < 8:
        return None
    half = len(sample) // 2
    zeros_even, zeros_odd = sample[0::2].count(0) / half, sample[1::2].count(0) / half
    if zeros_odd > 0.7 and zeros_even < 0.05:
        return "utf-16-le"
    if zeros_even > 0.7 and zeros_odd < 0.05:
        return "utf-16-be"
    return None


def find_wide(head: bytes) -> str | None:
    """The UTF-16 or UTF-32 encoding of a file that begins with `head`, or None."""
    for mark, name in _MARKS[1:]:
        if head.startswith(mark):
            return name
    return find_utf16(head)


def is_utf8(head: bytes) -> bool:
    r"""Whether the first bytes of a file are UTF-8; a character that is cut off at their end does no harm.

    >>> is_utf8("café".encode()[:-1]), is_utf8(b"caf\xe9 burned")
    (True, False)
    """
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return find_wide(head) is None


def looks_binary(head: bytes) -> bool:
    """Whether bytes are no text: zero bytes outside UTF-16 and UTF-32, or many control characters."""
    if find_wide(head):
        return False
    return b"\0" in head or len(_CONTROL.findall(head)) > len(head) * 0.1


def decode(data: bytes, *declared: str | None) -> Decoded:
    """Decode bytes to text.

    Args:
        data: the raw bytes; a byte order mark is taken off.
        declared: the encodings that are named for them (by a server, a web page, an e-mail); the first that fits holds.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _decode_as(data[len(mark) :], name, guessed=False)
    if wide := find_utf16(data):
        return _decode_as(data, wide, guessed=False)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    for stated in declared:
        for known in _as_met(stated) if stated else ():
            if (text := _try(data, known)) is not None:
                return Decoded(text, known)
    return _decode_as(data, _guess(data), guessed=True)


def _as_met(declared: str) -> tuple[str, ...]:
    """The encodings that go by a name on the web (WHATWG's table), likeliest first.

    >>> _as_met("ISO-8859-1")
    ('cp1252', 'ISO-8859-1')
    """
    try:
        met = _MET.get(codecs.lookup(declared).name)
    except (LookupError, ValueError):
        return ()
    return (met, declared) if met else (declared,)


def _try(data: bytes, encoding: str) -> str | None:
    try:
        text = data.decode(encoding)
    except (LookupError, UnicodeError):
        return None
    return text if isinstance(text, str) else None  # codecs such as "hex" give bytes


def _decode_as(data: bytes, encoding: str, guessed: bool) -> Decoded:
    text = data.decode(encoding, "replace")
    lost = text.count("\ufffd")
    return Decoded(text, encoding, guessed or lost > 0, lost)


def _guess(data: bytes) -> str:
    """The likeliest encoding of bytes that are no UTF-8."""
    sample = data[:GUESS_SAMPLE]
    high = sum(1 for b in sample if b >= 0x80)
    if not high:  # the fault lies beyond the sample: UTF-8 with broken places is likeliest
        return "utf-8"
    valid = len(sample.decode("utf-8", "ignore"))
    if high > 20 and valid > len(sample) - high * 0.7:
        return "utf-8"  # most high bytes do form UTF-8 characters; only some places are broken
    # English with a few accents, dashes and curly quotes is Windows-1252; statistics have too little there.
    if high < len(sample) * 0.1 and _try(sample, "cp1252") is not None:
        return "cp1252"
    from charset_normalizer import from_bytes  # slow to import and rarely needed

    best = from_bytes(sample, cp_exclusion=list(_MAINFRAME)).best()
    return best.encoding if best else "cp1252"


def replace_surrogates(text: str) -> tuple[str, int | None]:
    r"""Each lone surrogate as U+FFFD, one to one so that offsets hold, and where the first one stood.

    >>> replace_surrogates("a\ud83d b")
    ('a� b', 1)
    """
    first = _SURROGATE.search(text)
    if first is None:
        return text, None
    return _SURROGATE.sub("\ufffd", text), first.start()
