"""Manners: robots.txt, the time between requests, and leaving alone whoever asks for it."""

from __future__ import annotations

from collections.abc import Iterator
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler

import pytest

from .conftest import Behave, World, answer, item, page, redirect, rss

SHELLS = "Shells fell on the old market of the town on Monday, and the bakery beside it burned down."
BRIDGE = "Engineers repaired the bridge on Tuesday after the militia had left the village on the river."


def in_turn(*behaves: Behave) -> Behave:
    """Behaves so at the first request, so at the second, and as the last from then on."""
    waiting: Iterator[Behave] = iter(behaves)
    last = behaves[-1]
    return lambda handler: next(waiting, last)(handler)


def test_what_robots_txt_bars_is_not_asked_and_said_once(world: World) -> None:
    world.offer(a=SHELLS, b=BRIDGE)
    world.site.paths["/robots.txt"] = answer("User-agent: imbroglio\nDisallow: /a\n", "text/plain")
    world.follow()
    events = world.follow()
    assert world.site.hits["/a"] == 0
    assert [d.url for d in world.documents()] == [f"{world.base}/b"]
    assert world.reasons() == {"/a": "robots"}
    assert [e.what for e in events] == ["polled"]


def test_a_page_that_robots_txt_no_longer_bars_is_fetched(world: World) -> None:
    world.offer(a=SHELLS)
    world.site.paths["/robots.txt"] = answer("User-agent: *\nDisallow: /a\n", "text/plain")
    world.follow()
    world.site.paths["/robots.txt"] = answer("", "text/plain")
    world.clock.time += 25 * 3600
    world.follow()
    assert len(world.documents()) == 1


def test_what_is_barred_keeps_nothing_else_waiting(world: World) -> None:
    world.offer(closed1=SHELLS, closed2=SHELLS, a=SHELLS, b=BRIDGE)
    world.site.paths["/robots.txt"] = answer("User-agent: *\nDisallow: /closed\n", "text/plain")
    for _ in range(2):
        events = world.follow(f'feed = "{world.base}/feed"\nmost = 2')
    assert [d.url for d in world.documents()] == [f"{world.base}/a", f"{world.base}/b"]
    assert events[0].message == "4 listed, 2 of them new or changed."


def test_a_feed_that_robots_txt_bars_is_not_asked(world: World) -> None:
    world.offer(a=SHELLS)
    world.site.paths["/robots.txt"] = answer("User-agent: *\nDisallow: /\n", "text/plain")
    world.follow()
    assert set(world.site.hits) == {"/robots.txt"}
    assert world.reasons() == {"/feed": "robots"}


def test_what_a_redirect_leads_to_has_its_robots_txt_too(world: World) -> None:
    world.offer(a=redirect("/closed/a"))
    world.site.paths["/closed/a"] = answer(page(SHELLS))
    world.site.paths["/robots.txt"] = answer("User-agent: *\nDisallow: /closed/\n", "text/plain")
    world.follow()
    assert world.site.hits["/closed/a"] == 0
    assert world.reasons() == {"/a": "robots"}


def test_robots_txt_is_asked_for_once_a_day(world: World) -> None:
    world.offer(a=SHELLS)
    for _ in range(3):
        world.follow()
    assert world.site.hits["/robots.txt"] == 1
    world.clock.time += 25 * 3600
    world.follow()
    assert world.site.hits["/robots.txt"] == 2


def test_a_site_whose_robots_txt_fails_is_not_asked_until_it_answers(world: World) -> None:
    world.offer(a=SHELLS)
    world.site.paths["/robots.txt"] = answer("", status=500)
    world.follow()
    world.follow()
    assert dict(world.site.hits) == {"/robots.txt": 1}
    assert world.reasons() == {"/feed": "robots-unknown"}
    del world.site.paths["/robots.txt"]  # 404: nothing is barred
    world.clock.time += 3601
    world.follow()
    assert len(world.documents()) == 1


def test_a_host_is_asked_no_more_often_than_it_likes(world: World) -> None:
    world.offer(a=SHELLS, b=BRIDGE)
    world.site.paths["/robots.txt"] = answer("User-agent: *\nCrawl-delay: 7\n", "text/plain")
    world.follow()
    assert world.clock.slept == [7.0, 7.0, 7.0]  # before the feed, and before each article


def test_without_a_word_from_the_host_the_users_own_delay_holds(world: World) -> None:
    world.offer(a=SHELLS, b=BRIDGE)
    world.settings = "delay = 3"
    world.follow()
    assert world.clock.slept == [3.0, 3.0, 3.0]


def test_while_one_host_rests_another_is_asked(world: World) -> None:
    world.names["second.example"] = ["127.0.0.1"]
    world.private = '"wire.example", "second.example"'
    world.offer(a=SHELLS, b=BRIDGE)
    world.site.paths["/other"] = answer(rss(item("/c"), item("/d")), "text/xml")
    world.site.paths |= {"/c": answer(page(SHELLS + " Again.")), "/d": answer(page(BRIDGE + " Again."))}
    world.follow(
        f'feed = "{world.base}/feed"\n[[source]]\nname = "Other"\nfeed = "http://second.example:{world.site.port}/other"'
    )
    hosts = [headers["Host"].partition(":")[0] for _, headers in world.site.asked]
    assert len(world.documents()) == 4
    # Eight requests, four to each host; one after the other, these would take twelve seconds.
    assert (hosts.count("wire.example"), hosts.count("second.example")) == (4, 4)
    assert sum(world.clock.slept) <= 8.0


def test_a_host_that_asks_to_wait_a_moment_is_waited_for(world: World) -> None:
    world.offer(
        a=in_turn(answer("slow down", status=429, Retry_After="30"), answer(page(SHELLS))), b=in_turn(answer(page(BRIDGE)))
    )
    world.follow()
    assert 30.0 in world.clock.slept
    assert [d.url for d in world.documents()] == [f"{world.base}/b"]
    world.follow()
    assert len(world.documents()) == 2


@pytest.mark.parametrize("form", ["seconds", "day"])
def test_a_host_that_asks_to_be_left_alone_is_left_alone_beyond_the_end_of_a_run(world: World, form: str) -> None:
    until = "3600" if form == "seconds" else formatdate(world.clock.now() + 3600, usegmt=True)
    world.offer(a=in_turn(answer("no", status=429, Retry_After=until), answer(page(SHELLS))), b=BRIDGE)
    world.follow()
    asked = world.site.hits.total()
    events = world.follow()
    assert world.site.hits.total() == asked
    assert {e.what for e in events} == {"later"}
    assert max(world.clock.slept) < 60
    world.clock.time += 3600
    world.follow()
    assert sorted(d.url or "" for d in world.documents()) == [f"{world.base}/a", f"{world.base}/b"]


def test_a_retry_after_without_a_bound_is_bounded(world: World) -> None:
    world.offer(a=in_turn(answer("no", status=503, Retry_After="999999999"), answer(page(SHELLS))))
    world.follow()
    world.clock.time += 24 * 3600 + 1
    world.follow()
    assert len(world.documents()) == 1


def test_a_host_that_fails_is_asked_less_and_less_often(world: World) -> None:
    world.site.paths["/feed"] = answer("", status=500)
    pauses = []
    for _ in range(4):
        before = world.clock.now()
        world.follow()
        pauses.append(world.clock.now() - before)
    assert pauses[1:] == [10.0, 20.0, 40.0]
    assert world.site.hits["/feed"] == 4


def test_a_page_that_fails_again_and_again_is_given_up(world: World) -> None:
    world.offer(a=answer("", status=500), b=BRIDGE)
    for _ in range(8):
        world.follow()
        world.clock.time += 24 * 3600
    assert world.site.hits["/a"] == 5
    assert len(world.documents()) == 1
    assert "tried 5 times" in world.troubles()[-1].message


@pytest.mark.parametrize("status", [401, 403, 404, 410, 451])
def test_a_page_that_is_not_given_out_is_not_asked_for_again(world: World, status: int) -> None:
    world.offer(a=answer("", status=status), b=BRIDGE)
    world.follow()
    world.follow()
    assert world.site.hits["/a"] == 1
    assert world.reasons() == {"/a": f"http-{status}"}


def test_a_page_that_failed_comes_with_a_later_poll_though_the_feed_has_not_changed(world: World) -> None:
    def hang_up(handler: BaseHTTPRequestHandler) -> None:
        handler.close_connection = True

    world.offer(a=in_turn(hang_up, answer(page(SHELLS))))
    world.site.paths["/feed"] = answer(rss(item("/a")), "text/xml", ETag='"f"')
    world.follow()
    world.follow()
    world.follow()
    assert len(world.documents()) == 1
    assert [("If-None-Match" in h) for h in world.site.headers_of("/feed")] == [False, False, True]


def test_a_server_that_says_unchanged_without_being_asked_is_asked_again(world: World) -> None:
    world.offer(a=in_turn(answer("", status=304), answer(page(SHELLS))))
    world.follow()
    world.follow()
    assert len(world.documents()) == 1


def test_one_request_at_a_time(world: World) -> None:
    """Connections are not kept open, and none is opened while another is."""
    world.offer(a=SHELLS, b=BRIDGE)
    world.follow()
    assert all(headers["Connection"] == "close" for _, headers in world.site.asked)
