"""Connectors: what stands between two names, as data with mistakes told by line."""

from __future__ import annotations

from itertools import pairwise

import pytest

from imbroglio.errors import KnowledgeError
from imbroglio.knowledge.connectors import load_connectors, read_connectors

HEAD = 'kind = "relation"\ntype = "alias"\nconnectors = [\n'


def test_all_files_load_and_the_longest_comes_first() -> None:
    known = load_connectors()
    assert {c.type for some in known.values() for c in some} == {"alias", "renamed", "split-from"}
    assert all(len(a.words) >= len(b.words) for some in known.values() for a, b in pairwise(some))
    (formerly,) = [c for c in known["formerly"] if c.words == ("formerly", "known", "as")]
    assert (formerly.type, formerly.left, formerly.right) == ("renamed", "target", "agent")


@pytest.mark.parametrize("entry", ["also known as", "aka : left=agent", "aka : left=agent right=agent", " : left=agent right=target"])
def test_a_mistake_is_told_by_line(entry: str) -> None:
    with pytest.raises(KnowledgeError, match="a connector is written") as caught:
        read_connectors(f'{HEAD}  "{entry}",\n]\n', "relation/alias.toml")
    assert caught.value.line == 4
