"""SOURCES.toml: what may stand in it, and what is said of a mistake."""

from __future__ import annotations

from pathlib import Path

import pytest

from imbroglio.errors import FollowError
from imbroglio.follow.address import split_url
from imbroglio.follow.settings import load_settings, settings_of

ROOT = Path(__file__).parents[2]
HEAD = '[follow]\ncontact = "desk@example.org"\n'
SOURCE = '[[source]]\nname = "Wire"\nfeed = "https://www.wire.example/rss"\n'


def test_what_is_not_said_has_a_careful_value() -> None:
    settings = settings_of(HEAD + SOURCE, "s.toml")
    [source] = settings.sources
    assert (source.every, source.most, source.hosts, source.source) == (30.0, 20, ("wire.example",), None)
    assert (settings.manners.delay, settings.manners.private_hosts) == (2.0, frozenset())
    assert settings.manners.ports_of("www.wire.example") == {80, 443}


def test_hosts_are_those_named_and_those_below_them() -> None:
    text = HEAD + SOURCE + 'hosts = ["bbc.example", "10.1.2.3"]\n'
    [source] = settings_of(text, "s.toml").sources
    allowed = ["https://bbc.example/", "https://www.bbc.example/", "http://10.1.2.3/"]
    refused = ["https://notbbc.example/", "https://bbc.example.evil.test/", "https://wire.example/", "http://9.10.1.2.3/"]
    assert [source.allows(split_url(u)) for u in allowed + refused] == [True] * 3 + [False] * 4


def test_only_ports_that_the_file_names_are_asked() -> None:
    text = HEAD + SOURCE.replace(".example/", ".example:8443/") + 'hosts = ["a.example:8080", "b.example"]\n'
    manners = settings_of(text, "s.toml").manners
    assert manners.ports_of("www.wire.example") == {80, 443, 8443}
    assert manners.ports_of("a.example") == {80, 443, 8080}
    assert manners.ports_of("b.example") == {80, 443}


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("[follow\n", 1, "no TOML"),
        (SOURCE, None, "contact ="),
        ('[follow]\ndelay = 2\n' + SOURCE, 1, "'contact' has to be"),
        ('[follow]\ncontact = "me"\n' + SOURCE, 2, "'contact' has to be"),
        ('[follow]\ncontact = "a@b.example\\nX-Evil: 1"\n' + SOURCE, 2, "'contact' has to be"),
        (HEAD, None, "names no source"),
        (HEAD + "private_addresses = true\n" + SOURCE, 3, "'private_addresses' is no field here"),
        (HEAD + "delay = 0\n" + SOURCE, 3, "'delay' has to be a number from 0.5"),
        (HEAD + "megabytes = 1.5\n" + SOURCE, 3, "'megabytes' has to be a whole number"),
        (HEAD + 'private_hosts = "a"\n' + SOURCE, 3, "'private_hosts' has to be a list"),
        (HEAD + 'private_hosts = ["http://a/"]\n' + SOURCE, 3, "is no host"),
        (HEAD + "[sources]\n" + SOURCE, 3, "none of [follow] and [[source]]"),
        (HEAD + '[source]\nname = "x"\n', 3, "begin it with [[source]]"),
        (HEAD + '[[source]]\nfeed = "https://a.example/"\n', 3, "a source needs a name"),
        (HEAD + '[[source]]\nname = "x"\n', 3, "either feed = or sitemap ="),
        (HEAD + SOURCE + 'sitemap = "https://a.example/"\n', 6, "not both"),
        (HEAD + '[[source]]\nname = "x"\nfeed = "ftp://a.example/"\n', 5, "only http and https"),
        (HEAD + '[[source]]\nname = "x"\nfeed = "https://me:pw@a.example/"\n', 5, "user's name or password"),
        (HEAD + '[[source]]\nname = "x"\nfeed = 7\n', 5, "has to be an address"),
        (HEAD + SOURCE + "every = true\n", 6, "'every' has to be a number"),
        (HEAD + SOURCE + "most = 0\n", 6, "from 1 to 1000"),
        (HEAD + SOURCE + "source = 1\n", 6, "who publishes"),
        (HEAD + SOURCE + 'since = "2026-01-31"\n', 6, "without quotation marks"),
        (HEAD + SOURCE + "since = 2026-01-31T08:00:00Z\n", 6, "without quotation marks"),
        (HEAD + SOURCE + "evry = 5\n", 6, "'evry' is no field here; there are name, feed,"),
        (HEAD + SOURCE + SOURCE.replace("/rss", "/two"), 7, "the name 'Wire' stands twice"),
        (HEAD + SOURCE + SOURCE.replace("Wire", "Two"), 8, "stands twice; keep one"),
    ],
)
def test_a_mistake_is_said_with_its_line_and_the_remedy(text: str, line: int | None, says: str) -> None:
    with pytest.raises(FollowError) as caught:
        settings_of(text, "s.toml")
    assert caught.value.line == line
    assert says in str(caught.value)
    assert str(caught.value).startswith("s.toml" if line is None else f"s.toml, line {line}: ")


def test_a_file_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(FollowError, match="cannot be opened"):
        load_settings(tmp_path / "none.toml")
    (tmp_path / "latin.toml").write_bytes(b"# caf\xe9")
    with pytest.raises(FollowError, match="UTF-8"):
        load_settings(tmp_path / "latin.toml")


def test_the_example_can_be_loaded() -> None:
    assert len(load_settings(ROOT / "examples" / "sources.toml").sources) == 3
