"""WARC archives: what is read, what is counted, what is broken; whole and in units."""

from __future__ import annotations

import gzip
import io
import time
import zlib
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from archives import (
    FETCHED,
    Kept,
    answer,
    chunked,
    keep,
    pack,
    pack_as_one,
    record,
    record_by_hand,
    with_company,
    write_warc,
)
from fastwarc.stream_io import BrotliWriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from press_pages import LAYOUTS, SETTINGS, make_page, make_pages, semantic

from imbroglio.intake import Limits, iter_reports
from imbroglio.intake.finishing import Seen
from imbroglio.intake.records import iter_records
from imbroglio.intake.units import iter_unit, plan_units
from imbroglio.model import Document, Trouble

from .inputs import REPORT, documents, make_pdf, reasons

shared_folder = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
BODY = (
    f"<html><head><title>Orlin shelled</title></head><body><article><p>{REPORT}</p></article></body></html>"
)


def read(
    folder: Path, data: bytes, name: str = "a.warc", limits: Limits | None = None
) -> list[Document | Trouble]:
    """Write an archive and read it."""
    path = folder / name
    path.write_bytes(data)
    return list(iter_reports([str(path)], limits=limits or Limits()))


def one(folder: Path, http: bytes, **settings: object) -> list[Document | Trouble]:
    """Read an archive of one answer."""
    return read(folder, record(Kept("https://paper.example/a", http)), **settings)  # type: ignore[arg-type]


def page(n: int) -> bytes:
    """A page like no other."""
    return BODY.replace("Nine", f"{n + 20}").encode()


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz", "a"])
def test_an_archive_gives_its_pages_and_counts_the_rest(tmp_path: Path, name: str) -> None:
    """Main text without menus and comments, in every encoding; known by content, whatever it is called."""
    written = write_warc(tmp_path / name)
    passed: Counter[str] = Counter()
    made = list(iter_reports([str(tmp_path / name)], passed=passed))
    found = documents(made)
    assert [d.url for d in found] == [p.url for p in written]
    assert passed == {
        "warcinfo": 1, "request": len(written), "metadata": len(written), "response: image/jpeg": 1, "response: HTTP 404": 1,
    }  # fmt: skip
    for document, kept in zip(found, written, strict=True):
        whole = sum(" ".join(p.split()) in " ".join(document.text.split()) for p in kept.main)
        assert whole >= len(kept.main) - 1, (kept.layout, kept.language)
        assert "<" not in document.text
        assert document.source == "Valley Courier"
        assert (
            document.origin
            == f"{tmp_path / name}#{document.origin.rpartition('#')[2] if document.origin else ''}"
        )


def test_a_page_says_when_it_was_published_the_archive_when_it_was_fetched(tmp_path: Path) -> None:
    """The day of fetching is kept beside, and is never the day of publication."""
    kept = make_page(semantic, 0, 4, seed=1)
    dated, undated = documents(
        read(tmp_path, record(keep(kept)) + record(Kept("https://p.example/b", answer(BODY.encode()))))
    )
    assert (dated.date, dated.date_basis) == (date.fromisoformat(kept.day), "metadata")
    assert (undated.date, undated.date_basis) == (None, "")
    assert dict(undated.extra)["fetched"] == FETCHED
    assert (undated.url, undated.source, undated.title) == (
        "https://p.example/b",
        "p.example",
        "Orlin shelled",
    )


@pytest.mark.parametrize("row", range(len(SETTINGS)))
def test_pages_are_decoded_as_server_or_page_say(tmp_path: Path, row: int) -> None:
    """Encodings of many languages; nothing is lost, and nothing guessed where somebody says what it is."""
    kept = make_page(semantic, row, 5, seed=row)
    made = read(tmp_path, record(keep(kept)))
    (document,) = documents(made)
    assert "encoding-guessed" not in reasons(made)
    assert all(p in document.text for p in kept.main)
    assert document.language == kept.language


def test_the_server_is_believed_before_the_page(tmp_path: Path) -> None:
    text = "Обстрел деревни, сообщил губернатор. " * 5
    body = f'<html><head><meta charset="koi8-r"></head><body><p>{text}</p></body></html>'.encode(
        "windows-1251"
    )
    (document,) = documents(one(tmp_path, answer(body, "text/html; charset=windows-1251")))
    assert "сообщил губернатор" in document.text


def brotli(data: bytes) -> bytes:
    """Packed as browsers take it."""
    out = io.BytesIO()
    writer = BrotliWriter(out)
    writer.write(data)
    writer.close()
    return out.getvalue()


GZIP, BROTLI, CHUNKED = "Content-Encoding: gzip", "Content-Encoding: br", "Transfer-Encoding: chunked"
PACKED = {
    "gzip": (gzip.compress(BODY.encode()), [GZIP]),
    "deflate": (zlib.compress(BODY.encode()), ["Content-Encoding: deflate"]),
    "brotli": (brotli(BODY.encode()), [BROTLI]),
    "chunks": (chunked(BODY.encode(), 30), [CHUNKED]),
    "packed chunks": (chunked(gzip.compress(BODY.encode()), 30), [CHUNKED, GZIP]),
    "unpacked by the crawler": (BODY.encode(), [GZIP]),
    "chunks joined by the crawler": (BODY.encode(), [CHUNKED]),
    "both undone by the crawler": (BODY.encode(), [CHUNKED, GZIP]),
    "joined but not unpacked": (gzip.compress(BODY.encode()), [CHUNKED, GZIP]),
    "a way nobody knows": (BODY.encode(), ["Content-Encoding: sdch"]),
}


@pytest.mark.parametrize("name", PACKED)
def test_packed_answers_are_unpacked_and_lying_headers_do_no_harm(tmp_path: Path, name: str) -> None:
    body, headers = PACKED[name]
    (document,) = documents(one(tmp_path, answer(body, headers=headers)))
    assert document.text.strip() == REPORT


def test_what_is_no_page_is_counted(tmp_path: Path) -> None:
    """Pictures, PDFs, moved pages, robots.txt, empty answers: no troubles, and no reports."""
    kept = [
        Kept("https://p.example/a.pdf", answer(make_pdf([[REPORT]]), "application/pdf")),
        Kept(
            "https://p.example/moved", answer(b"", status="301 Moved Permanently", headers=["Location: /a"])
        ),
        Kept("https://p.example/robots.txt", answer(b"User-agent: *\nDisallow: /private\n", "text/plain")),
        Kept("https://p.example/style", answer(b"p { color: red }", "text/css")),
        Kept("https://p.example/x", b"no HTTP at all"),
        Kept("https://p.example/y", answer(b"\x00\x01\x02\x03" * 50, None)),
        Kept("dns:p.example", b"p.example. 300 IN A 192.0.2.7", "response", "text/dns"),
        Kept("https://p.example/a", answer(BODY.encode()), "revisit"),
        Kept("https://p.example/a.png", b"\x89PNG\r\n\x1a\n", "resource", "image/png"),
    ]
    path = tmp_path / "a.warc"
    path.write_bytes(b"".join(record(one) for one in kept))
    passed: Counter[str] = Counter()
    assert list(iter_reports([str(path)], passed=passed)) == []
    assert passed.total() == len(kept)


def test_texts_and_converted_records_are_read(tmp_path: Path) -> None:
    """Plain text from a server, pages kept as they are, and the text that somebody made of a page."""
    kept = [
        Kept("https://p.example/1", answer(f"{REPORT} One.".encode(), "text/plain; charset=utf-8")),
        Kept("https://p.example/2", BODY.encode(), "resource", "text/html"),
        Kept("https://p.example/3", f"{REPORT} Three.".encode(), "conversion", "text/plain"),
        Kept("https://p.example/4", answer(BODY.replace("Nine", "Ten").encode(), None)),
    ]
    made = read(tmp_path, b"".join(map(record, kept)))
    assert [d.text.strip() for d in documents(made)] == [
        f"{REPORT} One.",
        REPORT,
        f"{REPORT} Three.",
        REPORT.replace("Nine", "Ten"),
    ]


def hostile() -> dict[str, tuple[bytes, int, list[str]]]:
    """Archives of seven pages of which the third is broken: the bytes, how many can be read, and the reasons."""
    kept = [Kept(f"https://p.example/{n}", answer(page(n))) for n in range(7)]
    plain = [record_by_hand(k) for k in kept]
    packed = [pack([r]) for r in plain]
    third = kept[2]

    def put(records: Sequence[bytes], other: bytes) -> bytes:
        return b"".join([*records[:2], other, *records[3:]])

    broken = ["broken-record"]
    return {
        "length too long": (put(plain, record_by_hand(third, 10**6)), 6, broken),
        "length a little too long": (put(plain, record_by_hand(third, len(third.http) + 150)), 6, broken),
        "length too short": (put(plain, record_by_hand(third, 60)), 6, broken),
        "length negative": (put(plain, record_by_hand(third, -5)), 6, broken),
        "length no number": (put(plain, record_by_hand(third, "many")), 6, broken),
        "length beyond all": (put(plain, record_by_hand(third, 10**14)), 6, broken),
        "junk between": (b"".join([*plain[:2], b"junk\r\njunk\r\n\r\n", *plain[2:]]), 7, broken),
        "endless header": (put(plain, b"WARC/1.0\r\nX: " + b"y" * 200_000 + b"\r\n\r\n"), 6, broken),
        "cut off": (b"".join(plain)[:-200], 6, broken),
        "packed, length too long": (put(packed, pack([record_by_hand(third, 10**6)])), 6, broken),
        "packed, length too short": (put(packed, pack([record_by_hand(third, 60)])), 6, broken),
        "packed, cut off": (b"".join(packed)[:-60], 6, broken),
        "packed, bytes flipped": (put(packed, packed[2][:80] + b"\xff\xfe\xfd" + packed[2][83:]), 6, broken),
        "packed, sum wrong": (put(packed, packed[2][:-8] + b"\xff" * 8), 6, broken),
        "packed, cut off in the middle": (put(packed, packed[2][:90]), 6, broken),
        "packed, junk between": (b"".join([*packed[:2], b"junk junk", *packed[2:]]), 7, broken),
        "packed, filled up with zeros": (b"".join([*packed, b"\0" * 5000]), 7, []),
        "packed as one, cut off": (pack_as_one(plain)[:-12], 6, broken),
        "a bad answer": (put(plain, record(Kept("https://p.example/x", answer(gzip.compress(page(2))[:40] + b"\x00\xff" * 40, headers=[GZIP])))), 6, broken),
        "an address that is none": (put(plain, record(Kept("http://[broken", answer(page(2))))), 7, []),
    }  # fmt: skip


HOSTILE = hostile()


@pytest.mark.parametrize("name", HOSTILE)
def test_a_broken_record_is_a_trouble_with_its_place_and_all_others_go_on(tmp_path: Path, name: str) -> None:
    data, sound, expected = HOSTILE[name]
    made = read(tmp_path, data)
    assert len(documents(made)) == sound
    assert reasons(made) == expected
    for trouble in made:
        if isinstance(trouble, Trouble):
            assert trouble.where.startswith(f"{tmp_path / 'a.warc'}#")
            assert trouble.fatal


@pytest.mark.parametrize("name", [*HOSTILE, "sound", "sound, packed", "sound, packed as one"])
@pytest.mark.parametrize("reports", [1, 2, 3, 50])
def test_an_archive_in_units_is_the_archive(tmp_path: Path, name: str, reports: int) -> None:
    """Wherever it is cut, and whatever is broken in it: the same reports, troubles and counts in the same order."""
    company = [record(k) for k in with_company(make_pages(2)[:5])]
    sound = {
        "sound": b"".join(company),
        "sound, packed": pack(company),
        "sound, packed as one": pack_as_one(company * 9),
    }
    path = tmp_path / "a.warc"
    path.write_bytes(sound[name] if name in sound else HOSTILE[name][0])
    whole: Counter[str] = Counter()
    parts: Counter[str] = Counter()
    seen = Seen()
    units = list(plan_units([str(path)], reports=reports))
    assert len({unit.key for unit in units}) == len(units)
    made = [m for unit in units for m in iter_unit(unit, seen=seen, passed=parts)]
    assert made == list(iter_reports([str(path)], passed=whole))
    assert parts == whole
    if reports < 3 and name != "packed as one, cut off":
        assert len(units) > 1


def test_large_records_are_passed_in_bounded_memory(tmp_path: Path) -> None:
    """A record of 100 MB, plain and packed, and an answer that unpacks to 200 MB."""
    large = record_by_hand(Kept("https://p.example/big", answer(b"a" * 100_000_000)))
    bomb = record(
        Kept("https://p.example/bomb", answer(gzip.compress(b"<p>a</p>" * 25_000_000, 9), headers=[GZIP]))
    )
    sound = [record(Kept(f"https://p.example/{n}", answer(page(n)))) for n in range(2)]
    began = time.monotonic()
    for data in (b"".join([sound[0], large, bomb, sound[1]]), pack([sound[0], large, bomb, sound[1]])):
        made = read(tmp_path, data)
        assert reasons(made) == ["too-large", "too-large"]
        assert len(documents(made)) == 2
    assert time.monotonic() - began < 60


def test_a_crawler_that_cut_a_page_off_is_quoted(tmp_path: Path) -> None:
    data = record_by_hand(Kept("https://p.example/a", answer(BODY.encode())))
    made = read(tmp_path, data.replace(b"WARC-Type", b"WARC-Truncated: length\r\nWARC-Type", 1))
    assert reasons(made) == ["truncated"]
    assert len(documents(made)) == 1


def test_the_same_page_twice_is_one_report(tmp_path: Path) -> None:
    made = read(
        tmp_path,
        record(Kept("https://a.example/", answer(BODY.encode())))
        + record(Kept("https://b.example/", answer(BODY.encode()))),
    )
    assert reasons(made) == ["duplicate"]


def test_an_archive_comes_by_standard_input(tmp_path: Path) -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    data = pack([record(Kept("https://a.example/", answer(BODY.encode())))])
    (document,) = iter_reports(["-"], stdin=Pipe(data))
    assert isinstance(document, Document)


def test_without_the_extra_the_remedy_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All other files go on."""
    monkeypatch.setattr("imbroglio.intake.warc._is_installed", lambda: False)
    (tmp_path / "b.txt").write_text(REPORT)
    write_warc(tmp_path / "a.warc.gz")
    trouble, document = iter_reports([str(tmp_path)])
    assert isinstance(trouble, Trouble)
    assert trouble.reason == "missing-extra"
    assert "pip install 'imbroglio[archive]'" in trouble.message
    assert isinstance(document, Document)


SOUND = b"".join(record(Kept(f"https://p.example/{n}", answer(page(n)))) for n in range(5))
SOUND_PACKED = pack([record(Kept(f"https://p.example/{n}", answer(page(n)))) for n in range(5)])


@given(
    data=st.sampled_from([SOUND, SOUND_PACKED]),
    at=st.integers(0, min(len(SOUND), len(SOUND_PACKED)) - 1),
    put=st.binary(max_size=40),
    lost=st.integers(0, 60),
)
def test_whatever_is_broken_the_records_before_it_and_long_after_it_are_found(
    data: bytes, at: int, put: bytes, lost: int
) -> None:
    """Bytes overwritten, put in or lost at any place: nothing raises, and what is read is the same without the blocks."""
    broken = data[:at] + put + data[at + lost :]
    found = list(iter_records(io.BytesIO(broken), 1 << 20))
    assert [(r.place, r.fault) for r in iter_records(io.BytesIO(broken), 0)] == [
        (r.place, r.fault) for r in found
    ]
    before = list(iter_records(io.BytesIO(data), 1 << 20))
    ends = [r.place.offset for r in before[1:]] + [len(data)]
    for n, (whole, end) in enumerate(zip(before, ends, strict=True)):
        if end <= at and not (n + 1 < len(ends) and ends[n] == at):
            assert (whole.place, whole.block) in [(r.place, r.block) for r in found]
    far = [r.block for r in before if r.place.offset > at + lost + 700]
    assert all(block in [r.block for r in found] for block in far)


@shared_folder
@given(
    data=st.binary(max_size=300),
    start=st.sampled_from([b"WARC/1.0\r\n", b"\x1f\x8b\x08\0", b"WARC/1.1\r\nContent-Length: 5\r\n\r\n"]),
)
def test_no_bytes_make_it_fail(tmp_path: Path, data: bytes, start: bytes) -> None:
    (tmp_path / "a.warc.gz").write_bytes(start + data)
    for made in iter_reports([str(tmp_path / "a.warc.gz")]):
        assert isinstance(made, Trouble | Document)


def test_every_layout_is_covered() -> None:
    """The bench's pages are at least forty, of many layouts, languages and encodings."""
    pages = make_pages()
    assert len(pages) >= 40
    assert len({p.layout for p in pages}) == len(LAYOUTS)
    assert len({p.language for p in pages}) >= 7
    assert len({p.charset for p in pages}) >= 7


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize(
    "piece",
    [
        b"\nWARC/1.",
        b"\nWARC/1.0\r\n\r\n",
        b"WARC/1.0\r\nContent-Length: 15999999\r\n\r\n",
        b"WARC/1.0\r\nContent-Length: 0\r\n\r\n",
        b"\r\n",
        b"\x1f\x8b\x08",
        b"\0",
    ],
)
def test_no_archive_makes_it_slow(piece: bytes, packed: bool) -> None:
    """However its makers lie about beginnings and lengths."""
    data = piece * (2_000_000 // len(piece))
    began = time.process_time()
    for _ in iter_records(io.BytesIO(gzip.compress(data, 1) if packed else data), 1 << 24):
        pass
    assert time.process_time() - began < 15
