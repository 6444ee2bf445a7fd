"""Files that lie in a store: the same reports as from disk, and no fault that is not named."""

from __future__ import annotations

import builtins
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fsspec
import pytest
from archives import write_parquet, write_warc

from imbroglio.errors import IntakeError
from imbroglio.intake import count_inputs, iter_reports
from imbroglio.intake.finishing import Seen
from imbroglio.intake.units import iter_unit, plan_units
from imbroglio.model import Document, Trouble

from .inputs import REPORT, documents, reasons


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Any]:
    """A store in memory with an archive, a Parquet file and JSON Lines, which lie in `tmp_path`, too."""
    memory = fsspec.filesystem("memory")
    write_warc(tmp_path / "a.warc.gz")
    write_parquet(
        tmp_path / "b.parquet", [{"id": f"b{i}", "text": f"{REPORT} b{i}"} for i in range(30)], group=10
    )
    (tmp_path / "c.jsonl").write_text(
        "\n".join(json.dumps({"id": f"c{i}", "text": f"{REPORT} c{i}"}) for i in range(30))
    )
    for path in tmp_path.iterdir():
        memory.pipe(f"/desk/2024/{path.name}", path.read_bytes())
    memory.pipe("/desk/2024/.hidden/d.jsonl", b'{"text": "hidden"}')
    yield memory
    memory.rm("/desk", recursive=True)


def moved(made: list[Document | Trouble], folder: str) -> list[tuple[Any, ...]]:
    """What was made, without the folder in which it lay."""
    return [
        (m.id, m.text, m.url, m.date, (m.origin or "").replace(folder, ""))
        if isinstance(m, Document)
        else (m.reason, m.where.replace(folder, ""))
        for m in made
    ]


@pytest.mark.parametrize(
    "named", ["memory://desk", "memory://desk/2024/", "memory://desk/2024/*.*", "memory://desk/2024/[abc].*"]
)
def test_a_store_is_read_like_a_folder(store: Any, tmp_path: Path, named: str) -> None:
    """By a folder or a pattern, in the same order; hidden files are left out."""
    there = moved(list(iter_reports([named])), "memory://desk/2024/")
    assert there == moved(list(iter_reports([str(tmp_path)])), f"{tmp_path}/")
    assert len(there) > 60


def test_units_of_a_store(store: Any, tmp_path: Path) -> None:
    """They are cut and keyed like those of a folder, and a file that is written anew has other keys."""
    seen = Seen()
    units = list(plan_units(["memory://desk"], reports=7))
    made = [m for unit in units for m in iter_unit(unit, seen=seen)]
    assert made == list(iter_reports(["memory://desk"]))
    assert [unit.key for unit in plan_units(["memory://desk"], reports=7)] == [unit.key for unit in units]
    store.pipe("/desk/2024/c.jsonl", b'{"text": "Anew."}\n')
    changed = list(iter_unit(units[-1]))
    assert reasons(changed) == ["changed"]


def test_addresses_of_files(tmp_path: Path) -> None:
    """file:// leads to the disk; a name twice is read once."""
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": REPORT}))
    address = f"file://{tmp_path}/a.jsonl"
    (document,) = iter_reports([address, address])
    assert isinstance(document, Document)
    assert document.origin == address
    assert count_inputs([address]) == 1


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/a.warc.gz",
        "https://x.example/a",
        "ftp://x.example/a",
        "simplecache::s3://b/a",
        "s3://b::memory://a",
        "github://a:b@c/d",
    ],
)
def test_other_addresses_are_not_read(address: str) -> None:
    """Nothing is fetched from the web, and no address leads on to another."""
    (trouble,) = iter_reports([address])
    assert isinstance(trouble, Trouble)
    assert trouble.fatal
    assert trouble.reason in ("missing", "unreadable")


def test_what_is_not_there_is_named(store: Any) -> None:
    made = list(
        iter_reports(["memory://nowhere/a.jsonl", "memory://nowhere/*.jsonl", "memory://desk/2024/c.jsonl"])
    )
    assert reasons(made) == ["missing", "missing"]
    assert len(documents(made)) == 30


def test_a_store_that_breaks_off_is_named(store: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each store has exceptions of its own; all other inputs go on."""

    class Fault(Exception):
        pass

    def fail(*_: object, **__: object) -> bytes:
        raise Fault("the line is dead")

    inner = fsspec.filesystem("memory").open("/desk/2024/c.jsonl").__class__
    monkeypatch.setattr(inner, "read", fail)
    made = list(iter_reports(["memory://desk/2024/c.jsonl", "memory://desk/2024/b.parquet"]))
    assert reasons(made)[0] == "unreadable"
    assert "the line is dead" in next(m.message for m in made if isinstance(m, Trouble))


def test_without_the_package_the_remedy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """For fsspec, and for the package of the store."""
    real = builtins.__import__

    def lacking(name: str, *args: Any, **kwargs: Any) -> Any:
        if name.split(".")[0] in ("fsspec", "s3fs"):
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", lacking)
    with pytest.raises(IntakeError, match=r"pip install 'imbroglio\[archive\]'"):
        list(iter_reports(["s3://bucket/a.warc.gz"]))


def test_addresses_inside_reports_are_never_opened(store: Any, tmp_path: Path) -> None:
    """An address is what the user types; what a row or a page says is text."""
    path = tmp_path / "d.jsonl"
    path.write_text(json.dumps({"text": "memory://desk/2024/c.jsonl", "url": "memory://desk/2024/c.jsonl"}))
    (document,) = iter_reports([str(path)])
    assert isinstance(document, Document)
    assert document.text == "memory://desk/2024/c.jsonl"
