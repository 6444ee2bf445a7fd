"""What the article screen keeps and drops, and why; that it never tires of a long or hostile text."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imbroglio.errors import KnowledgeError
from imbroglio.knowledge.screen_words import load_screen_words
from imbroglio.reading.article_screen import REASONS, ArticleScreen, Dropped, Kept, stretches

WAR = (
    "Government forces shelled the village of Tel Amra on Monday, killing four civilians, a monitoring group said. Rebel fighters "
    "answered with mortar fire on an army checkpoint south of the town. The army said that it had lost two soldiers."
)
FRONT = (
    "The offensive began at dawn, when government troops and allied militias advanced on the town from three sides under cover of artillery. "
    "Rebels of the Northern Front blew up two bridges and withdrew to the hills, where they hold a chain of villages along the river. "
    "Warplanes dropped barrel bombs on the bazaar and hit a hospital, and rescuers pulled the bodies of eleven people from the rubble. "
    "A spokesman for the defence ministry denied that aircraft had struck civilians and accused the insurgents of using them as shields. "
    "Both sides reported heavy losses: the army spoke of sixty militants killed, the rebels of a tank destroyed and prisoners taken. "
    "Thousands have fled across the border since the siege began in March, and aid convoys were turned back at a checkpoint on Tuesday. "
    "The United Nations called for a ceasefire and warned that the besieged districts have food for no more than a week. "
    "Snipers wounded four medics, and a mortar shell exploded in the courtyard of a school that sheltered displaced families. "
)
MATCH = (
    "The home side attacked from the first minute and shot twice against the post before the break. Their captain was shown a red card "
    "after a late tackle, and the coach said that the defence had fought well until the last quarter of an hour of the match."
)
RECIPE = (
    "Beat the eggs with the sugar until they are pale, then fold in the flour. Bake the cake for forty minutes and let it cool before "
    "it is cut. It keeps for three days in a tin, and it is best with a spoon of sour cream and the last berries from the garden."
)
FRENCH = (
    "Les forces du gouvernement ont bombardé lundi un village au sud de la ville, tuant quatre civils, selon des habitants. "
    "Les rebelles ont riposté par des tirs de mortier contre un poste de l'armée, qui dit avoir perdu deux soldats."
)


@pytest.fixture(scope="module")
def screen() -> ArticleScreen:
    """The screen as it ships."""
    return ArticleScreen()


@pytest.mark.parametrize(
    "text",
    [
        WAR,
        "Gunmen killed three soldiers in an ambush near Maiduguri.",
        "Al-Shabaab fighters seized the town from Somali troops on Friday.",
        "Two car bombs exploded in Baghdad, killing at least thirty people.",
        "Russian aircraft carried out air strikes on rebel positions in northern Syria.",
        "The two governments signed a ceasefire after a week of clashes on the border.",
        "The United States imposed sanctions on four commanders of the militia.",
    ],
)
def test_a_report_on_a_war_is_kept_however_short(screen: ArticleScreen, text: str) -> None:
    assert isinstance(screen.verdict(text), Kept)


@pytest.mark.parametrize("text", [MATCH, RECIPE])
def test_what_speaks_of_no_war_is_dropped_for_that(screen: ArticleScreen, text: str) -> None:
    verdict = screen.verdict(text)
    assert isinstance(verdict, Dropped)
    assert verdict.reason == "no-war"


def test_another_language_is_told_from_words_that_are_no_war(screen: ArticleScreen) -> None:
    assert screen.verdict(FRENCH) == Dropped("other-language")
    assert screen.verdict("قصفت القوات القرية يوم الاثنين وقتلت أربعة مدنيين") == Dropped("other-language")


def test_a_language_that_is_known_is_believed(screen: ArticleScreen) -> None:
    assert screen.verdict(WAR, "fr") == Dropped("other-language")
    assert isinstance(screen.verdict(WAR, "en"), Kept)


@pytest.mark.parametrize("text", ["", " \n\t ", "... 12 — 34 !", "\x00\x01"])
def test_a_text_without_words_is_dropped_for_that(screen: ArticleScreen, text: str) -> None:
    assert screen.verdict(text) == Dropped("no-words")


def test_a_war_deep_in_a_long_text_is_found(screen: ArticleScreen) -> None:
    long = " ".join([RECIPE] * 200)
    assert isinstance(screen.verdict(long), Dropped)
    assert isinstance(screen.verdict(f"{long} {' '.join([FRONT] * 4)} {long}"), Kept)


def test_the_users_own_armed_group_counts_as_one(tmp_path: Path) -> None:
    pack = tmp_path / "own.toml"
    pack.write_text('[pack]\nid = "own"\ntitle = "Own"\n\n[[actor]]\nid = "zorvani"\nname = "Zorvani"\nkind = "armed_group"\n', "utf-8")
    without, with_pack = ArticleScreen(), ArticleScreen(packs=[pack])
    words = "Zorvani took the hill by night".split()
    assert with_pack.weigh(words) > without.weigh(words)
    assert with_pack.mark != without.mark


def test_a_higher_threshold_keeps_less_and_bears_another_mark(screen: ArticleScreen) -> None:
    strict = ArticleScreen(threshold=1000.0)
    assert isinstance(strict.verdict(WAR), Dropped)
    assert strict.mark != screen.mark
    assert ArticleScreen().mark == screen.mark


def test_each_reason_is_told_in_a_sentence() -> None:
    assert set(REASONS) == {"other-language", "no-words", "no-war"}
    assert all(said.endswith(".") for said in REASONS.values())


@given(st.text(max_size=400))
def test_any_text_gets_a_verdict_and_always_the_same(text: str) -> None:
    shared = _shared()
    verdict = shared.verdict(text)
    assert verdict == shared.verdict(text)
    assert 0.0 <= verdict.score <= 1.0
    assert "".join(stretches(text)) == text


def _shared() -> ArticleScreen:
    if not _SHARED:
        _SHARED.append(ArticleScreen())
    return _SHARED[0]


_SHARED: list[ArticleScreen] = []


@pytest.mark.parametrize("text", ["a-" * 1_000_000, "'" * 2_000_000, "x" * 2_000_000, "the " * 500_000])
def test_a_hostile_text_is_judged_soon(screen: ArticleScreen, text: str) -> None:
    start = time.process_time()
    screen.verdict(text)
    assert time.process_time() - start < 5


def test_weights_that_are_no_numbers_are_told_with_their_line(tmp_path: Path) -> None:
    file = tmp_path / "screen.toml"
    file.write_text('[screen]\nthreshold = 0\nstart = 0\nlength = 0\ngroup = 0\nstate = 0\nstates = 0\n\n[words]\nwar = "much"\n', "utf-8")
    with pytest.raises(KnowledgeError, match="war"):
        load_screen_words(file)
