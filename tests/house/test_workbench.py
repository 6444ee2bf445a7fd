"""What the pages of the workbench must never hold, since text of reports passes through them; and what their build is fixed to."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WORKBENCH = ROOT / "workbench"
SOURCES = sorted(
    p for p in (WORKBENCH / "src").rglob("*") if p.suffix in (".svelte", ".ts") and not p.name.endswith((".test.ts", ".d.ts"))
)
NEVER = {
    "text becomes markup": r"\{@html|\.(?:inner|outer)HTML\b|insertAdjacentHTML|document\.write|\bsrcdoc\b|createContextualFragment",
    "text becomes code": r"\beval\(|\bnew Function\(|set(?:Timeout|Interval)\(\s*['\"`]|javascript:",
    "another machine is asked": r"(?:fetch|import|Worker|EventSource|WebSocket)\(\s*['\"`](?:https?:)?//",
}


@pytest.mark.parametrize("why", NEVER)
def test_the_pages_hold_nothing_by_which(why: str) -> None:
    found = [
        f"{p.relative_to(WORKBENCH)}: {line.strip()[:100]}"
        for p in SOURCES
        for line in p.read_text("utf-8").splitlines()
        if re.search(NEVER[why], line)
    ]
    assert found == []


def test_no_page_has_a_style_that_the_policy_forbids() -> None:
    found = [p.name for p in SOURCES if p.suffix == ".svelte" and re.search(r"<[a-z][^>]*\sstyle\s*=", p.read_text("utf-8"))]
    assert found == []
    page = (WORKBENCH / "index.html").read_text("utf-8")
    assert not re.search(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=|https?://", page)


def test_what_the_pages_are_built_with_is_fixed() -> None:
    package = json.loads((WORKBENCH / "package.json").read_text("utf-8"))
    named = {**package.get("dependencies", {}), **package.get("devDependencies", {})}
    assert {name for name, version in named.items() if not re.fullmatch(r"\d+\.\d+\.\d+", version)} == set()
    locked = json.loads((WORKBENCH / "package-lock.json").read_text("utf-8"))["packages"]
    assert {name for name, version in named.items() if locked[f"node_modules/{name}"]["version"] != version} == set()
    assert {name for name, held in locked.items() if name and not held.get("integrity")} == set()
    fetched = {held["resolved"].split("/")[2] for name, held in locked.items() if name and "resolved" in held}
    assert fetched <= {"registry.npmjs.org"}
