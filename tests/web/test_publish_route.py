"""A site made from the page: a job, an archive that opens from disk, and nothing left behind."""

from __future__ import annotations

import io
import zipfile

import pytest
from starlette.testclient import TestClient

from imbroglio.exchange.site_files import BUNDLE
from imbroglio.web.app import STATIC

built = pytest.mark.skipif(
    not all((STATIC / "publish" / name).is_file() for name in BUNDLE), reason="the site's pages are not built; run: make workbench"
)


def made(client: TestClient, **asked: str) -> str:
    answer = client.post("/api/publish", json=asked)
    assert answer.status_code == 202, answer.text
    assert client.app.state.workbench.jobs.wait(60)  # type: ignore[attr-defined]
    job = client.get(f"/api/jobs/{answer.json()['id']}").json()
    assert (job["kind"], job["state"]) == ("publish", "done"), job
    return str(job["id"])


@built
def test_a_site_comes_as_one_archive(client: TestClient) -> None:
    answer = client.get(f"/api/publish/{made(client, title='A war <b>told</b>')}.zip")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/zip"
    assert answer.headers["content-disposition"].startswith("attachment")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert {"site/index.html", "site/data.js", "site/publish.js"} <= set(archive.namelist())
        page = archive.read("site/index.html").decode()
    assert "A war &lt;b&gt;told&lt;/b&gt;" in page
    assert "<b>told" not in page


@built
def test_only_the_last_sites_are_kept(client: TestClient) -> None:
    ids = [made(client) for _ in range(4)]
    assert [client.get(f"/api/publish/{id}.zip").status_code for id in ids] == [404, 200, 200, 200]


@pytest.mark.parametrize("id", ["abc", "..%2F..%2Fetc%2Fpasswd", "0" * 41])
def test_nothing_else_is_handed_over(client: TestClient, id: str) -> None:
    assert client.get(f"/api/publish/{id}.zip").status_code in (404, 422)


@pytest.mark.parametrize("asked", [{"quotes": "all"}, {"title": "x" * 201}])
def test_a_wrong_wish_is_refused(client: TestClient, asked: dict[str, str]) -> None:
    assert client.post("/api/publish", json=asked).status_code == 422
