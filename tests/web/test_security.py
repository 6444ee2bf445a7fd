"""Who may ask the workbench, what its pages may do, and what it never says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from imbroglio.errors import CaseError, Conflict, ImbroglioError, NotFound
from imbroglio.web import app as app_module
from imbroglio.web.app import make_app
from imbroglio.web.security import BODY_LIMIT, UPLOADS, Keys, check_tiles
from web.conftest import ORIGIN, TOKEN, visit

BEARER = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    """The application on an empty case, with routes that fail in every way."""
    made = make_app(tmp_path_factory.mktemp("empty") / "empty.imbroglio", token=TOKEN, create=True)
    faults = {
        "wrong": ImbroglioError("Name a place."), "gone": NotFound("There is no such place."), "held": CaseError("It is held."),
        "stale": Conflict("v1", "v2"), "bug": KeyError("secret of the inside"),
    }  # fmt: skip

    def fail(name: str) -> None:
        raise faults[name]

    made.router.routes.insert(0, _route("/api/fail/{name}", fail))
    yield made
    made.state.workbench.close()


def _route(path: str, endpoint: object) -> object:
    from fastapi.routing import APIRoute

    return APIRoute(path, endpoint)  # type: ignore[arg-type]


@pytest.fixture
def stranger(app: FastAPI) -> TestClient:
    """Somebody without the address."""
    return TestClient(app, base_url=ORIGIN, raise_server_exceptions=False)


@pytest.fixture
def visitor(app: FastAPI) -> TestClient:
    """The person who started it."""
    return visit(app)


# ---- the token -----------------------------------------------------------------------------------------------


def test_the_address_is_exchanged_for_a_cookie_and_a_clean_address(stranger: TestClient) -> None:
    answer = stranger.get(f"/incidents?place=al-Bab&token={TOKEN}", follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/incidents?place=al-Bab"
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert TOKEN not in cookie
    assert stranger.get("/api/status").status_code == 200


@pytest.mark.parametrize("path", ["//evil.example/", "/\\evil.example/", "/\\/evil.example", "///evil.example"])
def test_the_address_leads_to_no_other_host(stranger: TestClient, path: str) -> None:
    answer = stranger.get(f"{ORIGIN}{path}?token={TOKEN}", follow_redirects=False)
    assert answer.status_code == 303
    assert re.match(r"/[^/\\]|/$", answer.headers["location"])


@pytest.mark.parametrize("token", ["", "x", TOKEN[:-1], TOKEN + "x", TOKEN.upper(), "%00", "é", "%F0%9F%98%80"])
def test_a_wrong_token_opens_nothing(stranger: TestClient, token: str) -> None:
    answer = stranger.get(f"/?token={token}", follow_redirects=False)
    if token:
        assert answer.status_code == 403
    assert "set-cookie" not in answer.headers
    assert stranger.get("/api/status", headers={"Authorization": f"Bearer {token}".encode()}).status_code == 401
    assert stranger.get("/api/status", headers={"Cookie": f"imbroglio-8642={token}".encode()}).status_code == 401


@pytest.mark.parametrize("path", ["/api/status", "/api/jobs", "/api/openapi.json", "/api/nothing", "/api", "/api/../api/status"])
def test_nothing_of_the_api_is_told_without_the_cookie(stranger: TestClient, path: str) -> None:
    answer = stranger.get(path)
    assert answer.status_code == 401
    assert "imbroglio open" in answer.json()["error"]


def test_the_token_in_the_address_does_not_open_the_api(stranger: TestClient) -> None:
    assert stranger.get(f"/api/status?token={TOKEN}").status_code == 401


def test_a_program_shows_the_token_itself(stranger: TestClient) -> None:
    assert stranger.get("/api/status", headers=BEARER).status_code == 200
    assert stranger.post("/api/weigh", headers=BEARER).status_code == 202


def test_a_ticket_opens_the_door_once(app: FastAPI) -> None:
    ticket = app.state.keys.ticket()
    first, second = (
        TestClient(app, base_url=ORIGIN).get(f"/?token={ticket}", follow_redirects=False).status_code for _ in range(2)
    )
    assert (first, second) == (303, 403)


@given(st.text(max_size=80))
def test_no_other_text_is_the_token(given_text: str) -> None:
    keys = Keys(TOKEN)
    assert keys.opens(given_text) == (given_text == TOKEN)


def test_two_workbenches_in_one_browser_do_not_share_their_cookie(app: FastAPI) -> None:
    one = TestClient(app, base_url="http://127.0.0.1:1111").get(f"/?token={TOKEN}", follow_redirects=False)
    two = TestClient(app, base_url="http://127.0.0.1:2222").get(f"/?token={TOKEN}", follow_redirects=False)
    assert one.headers["set-cookie"].split("=")[0] != two.headers["set-cookie"].split("=")[0]


# ---- where a request comes from ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:8642", "127.0.0.1.evil.example", "127.0.0.1@evil.example", "", "[::1]:8642", "127.0.0.1:x",
     "0.0.0.0:8642", "localhost.evil.example", "127.0.0.1:8642, evil.example"],
)  # fmt: skip
def test_a_name_that_was_rebound_to_this_machine_gets_nothing(visitor: TestClient, host: str) -> None:
    for path in ("/", "/api/status"):
        assert visitor.get(path, headers={"Host": host}).status_code == 403


@pytest.mark.parametrize("host", ["127.0.0.1:8642", "localhost:8642", "LOCALHOST", "127.0.0.1"])
def test_this_machine_by_its_own_names_is_let_in(stranger: TestClient, host: str) -> None:
    assert stranger.get("/api/status", headers={**BEARER, "Host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:3000"},
        {"Origin": "https://127.0.0.1:8642"},
        {"Origin": ORIGIN, "Sec-Fetch-Site": "cross-site"},
        {"Origin": "", "Sec-Fetch-Site": "same-origin"},
    ],
)
def test_a_change_that_another_page_asks_for_is_refused(visitor: TestClient, headers: dict[str, str]) -> None:
    assert visitor.post("/api/weigh", headers=headers).status_code == 403
    assert visitor.post("/api/weigh", headers={**headers, **BEARER}).status_code == 403


def test_a_change_with_the_cookie_has_to_say_where_it_comes_from(app: FastAPI, visitor: TestClient) -> None:
    bare = TestClient(app, base_url=ORIGIN, cookies=dict(visitor.cookies))
    assert bare.get("/api/status").status_code == 200
    assert bare.post("/api/weigh").status_code == 403
    assert bare.post("/api/weigh", headers={"Sec-Fetch-Site": "none"}).status_code == 403
    assert bare.post("/api/weigh", headers={"Sec-Fetch-Site": "same-origin"}).status_code == 202


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_page_cannot_read_either(visitor: TestClient, site: str) -> None:
    assert visitor.get("/api/status", headers={"Sec-Fetch-Site": site}).status_code == 403
    assert visitor.get("/api/status", headers={"Sec-Fetch-Site": "same-origin"}).status_code == 200


def test_no_other_origin_is_ever_allowed(visitor: TestClient) -> None:
    asked = visitor.options(
        "/api/weigh", headers={"Origin": "http://evil.example", "Access-Control-Request-Method": "POST"}
    )
    assert asked.status_code >= 400
    assert not any(name.startswith("access-control-") for name in asked.headers)


def test_nothing_but_requests_and_answers_is_spoken(app: FastAPI) -> None:
    from starlette.websockets import WebSocketDisconnect

    with pytest.raises(WebSocketDisconnect), TestClient(app, base_url=ORIGIN).websocket_connect("/api/status"):
        pass


# ---- what every answer bears ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "headers"),
    [("/", {}), ("/", {"Host": "evil.example"}), ("/assets/none.js", {}), ("/api/status", {}), ("/api/nothing", {}),
     ("/?token=wrong", {}), ("/api/fail/bug", {}), ("/api/fail/wrong", {}), ("/api/status", {"Sec-Fetch-Site": "cross-site"})],
)  # fmt: skip
def test_every_answer_bears_the_policy(visitor: TestClient, path: str, headers: dict[str, str]) -> None:
    answer = visitor.get(path, headers=headers, follow_redirects=False)
    rules = dict(rule.strip().split(" ", 1) for rule in answer.headers["content-security-policy"].split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == rules["font-src"] == rules["connect-src"] == rules["worker-src"] == "'self'"
    assert rules["img-src"] == "'self' data: blob:"
    assert rules["base-uri"] == rules["form-action"] == rules["frame-ancestors"] == "'none'"
    assert rules["require-trusted-types-for"] == "'script'"
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cross-origin-opener-policy"] == "same-origin"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    assert answer.headers["cache-control"] == ("no-store" if path.startswith("/api") else
                                               "public, max-age=31536000, immutable" if path.startswith("/assets/") else
                                               "no-cache")  # fmt: skip


def test_a_tile_server_that_was_set_may_give_pictures_and_nothing_else(tmp_path: Path) -> None:
    app = make_app(
        tmp_path / "t.imbroglio", token=TOKEN, create=True, tiles="https://tile.example.org:8443/{z}/{x}/{y}.png"
    )
    policy = visit(app).get("/").headers["content-security-policy"]
    app.state.workbench.close()
    assert policy.count("https://tile.example.org:8443") == 1
    assert "img-src 'self' data: blob: https://tile.example.org:8443;" in policy


@pytest.mark.parametrize(
    "tiles",
    ["tile.example.org", "javascript:alert(1)//{z}{x}{y}", "https://{z}/{x}/{y}", "https://tile.example.org/",
     "https://a.example; script-src *//{z}/{x}/{y}", "https://u:p@a.example/{z}/{x}/{y}", "https://*/{z}/{x}/{y}",
     "https://a.example:99999/{z}/{x}/{y}", "https://[::1/{z}/{x}/{y}", "https://a.example'/{z}/{x}/{y}"],
)  # fmt: skip
def test_what_is_no_address_of_tiles_is_refused(tiles: str) -> None:
    with pytest.raises(ImbroglioError, match="is no address of map tiles"):
        check_tiles(tiles)


# ---- faults --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "status", "kind"),
    [("wrong", 400, "ImbroglioError"), ("gone", 404, "NotFound"), ("held", 409, "CaseError"), ("stale", 412, "Conflict")],
)
def test_a_mistake_in_use_is_a_plain_sentence(visitor: TestClient, name: str, status: int, kind: str) -> None:
    answer = visitor.get(f"/api/fail/{name}")
    assert answer.status_code == status
    assert answer.json()["kind"] == kind
    assert answer.json()["error"].endswith(".")


def test_a_conflict_names_both_versions(visitor: TestClient) -> None:
    said = visitor.get("/api/fail/stale").json()
    assert (said["yours"], said["theirs"]) == ("what you meant to decide", "decided meanwhile (v2)")


def test_a_bug_tells_nothing_of_the_inside(visitor: TestClient) -> None:
    answer = visitor.get("/api/fail/bug")
    assert answer.status_code == 500
    assert answer.json()["kind"] == "Bug"
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text


def test_a_request_that_cannot_be_understood_is_not_repeated(visitor: TestClient) -> None:
    answer = visitor.post("/api/uploads", data={"files": "<script>alert(1)</script>"})
    assert answer.status_code == 422
    assert set(answer.json()) == {"error", "kind"}
    assert "<script>" not in answer.text


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
def test_what_the_api_does_not_have_is_not_a_page(visitor: TestClient, method: str) -> None:
    answer = visitor.request(method, "/api/no/such/thing")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/json"


# ---- pages and files -----------------------------------------------------------------------------------------


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[TestClient]:
    """A build of the pages, with a secret beside it."""
    static = tmp_path / "static"
    (static / "assets").mkdir(parents=True)
    (static / "index.html").write_text("<!doctype html><title>imbroglio</title>")
    (static / "icon.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    (static / "assets" / "page-1a2b.js").write_text("export {}")
    (tmp_path / "secret.txt").write_text("secret")
    (static / "assets" / "link.txt").symlink_to(tmp_path / "secret.txt")
    monkeypatch.setattr(app_module, "STATIC", static)
    app = make_app(tmp_path / "c.imbroglio", token=TOKEN, create=True)
    yield visit(app)
    app.state.workbench.close()


@pytest.mark.parametrize("path", ["/", "/incidents", "/report/wire-1", "/place/geonames:172946", "/index.html", "/apiary"])
def test_every_other_path_is_a_page(built: TestClient, path: str) -> None:
    answer = built.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")
    assert "<title>imbroglio" in answer.text


def test_files_of_the_build_are_served_as_what_they_are(built: TestClient) -> None:
    assert "javascript" in built.get("/assets/page-1a2b.js").headers["content-type"]
    assert built.get("/icon.svg").headers["content-type"] == "image/svg+xml"


@pytest.mark.parametrize(
    "path",
    ["/assets/../../secret.txt", "/assets/..%2f..%2fsecret.txt", "/assets/%2e%2e/%2e%2e/secret.txt", "/../secret.txt",
     "/..%2fsecret.txt", "/assets/link.txt", "/assets//etc/passwd", "/assets/%2fetc%2fpasswd", "/assets/..%5c..%5csecret.txt",
     "/%2e%2e%2fsecret.txt", "/assets/%00", "/assets/page-1a2b.js%00.html", "/assets/" + "a" * 5000, "/assets/"],
)  # fmt: skip
def test_no_path_leads_out_of_the_build(built: TestClient, path: str) -> None:
    answer = built.get(path)
    assert answer.status_code < 500
    assert "secret" not in answer.text
    assert "root:" not in answer.text


def test_without_the_build_the_page_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(app_module, "STATIC", tmp_path / "nothing")
    app = make_app(tmp_path / "c.imbroglio", token=TOKEN, create=True)
    answer = visit(app).get("/")
    app.state.workbench.close()
    assert answer.status_code == 404
    assert "make workbench" in answer.text


# ---- sizes ---------------------------------------------------------------------------------------------------


def test_a_body_that_is_too_large_is_refused_before_it_is_read(visitor: TestClient) -> None:
    for path, size in (("/api/weigh", BODY_LIMIT + 1), (UPLOADS, 10**12), (UPLOADS, -1), (UPLOADS, "x")):
        answer = visitor.post(path, headers={"Content-Length": str(size)}, content=b"x")
        assert answer.status_code == 413
        assert "MB" in answer.json()["error"]


def test_a_body_that_does_not_say_its_size_is_cut_off(visitor: TestClient) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(BODY_LIMIT // 65536 + 2):
            yield b" " * 65536

    answer = visitor.post("/api/fail/body", content=endless(), headers={"Content-Type": "application/json"})
    assert answer.status_code in (404, 405, 413)
    taken = visitor.post("/api/uploads/", content=endless(), follow_redirects=False)
    assert taken.status_code < 500


def test_no_more_files_than_a_limit_are_taken(visitor: TestClient) -> None:
    for count in (501, 1200):
        answer = visitor.post("/api/uploads", files=[("files", (f"{n}.txt", b"x")) for n in range(count)])
        assert answer.status_code in (400, 422)
    assert visitor.get("/api/jobs").json() == [] or all(job["kind"] == "weigh" for job in visitor.get("/api/jobs").json())
