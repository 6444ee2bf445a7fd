"""The workbench without a browser: its application on a small case."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from small_war import make_case
from starlette.testclient import TestClient

from imbroglio.web.app import make_app

TOKEN = "a-token-of-the-tests"
ORIGIN = "http://127.0.0.1:8642"


def visit(app: FastAPI) -> TestClient:
    """A client as a browser is that has opened the address: it has the cookie, and says where it comes from."""
    client = TestClient(app, base_url=ORIGIN, raise_server_exceptions=False, headers={"Origin": ORIGIN})
    assert client.get(f"/?token={TOKEN}", follow_redirects=False).status_code == 303
    return client


@pytest.fixture(scope="session")
def war(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case with its record; not to be changed."""
    return make_case(tmp_path_factory.mktemp("war") / "war.imbroglio")


@pytest.fixture(scope="session")
def client(war: Path) -> Iterator[TestClient]:
    """A visitor of the case that is not to be changed."""
    with TestClient(make_app(war, token=TOKEN)) as running:
        yield visit(running.app)  # type: ignore[arg-type]


@pytest.fixture
def own_app(war: Path, tmp_path: Path) -> Iterator[FastAPI]:
    """The application on a copy of the case, for tests that change it."""
    app = make_app(Path(shutil.copy(war, tmp_path / "own.imbroglio")), token=TOKEN, pause=0.05)
    yield app
    app.state.workbench.close()


@pytest.fixture
def own(own_app: FastAPI) -> TestClient:
    """A visitor of a copy of the case."""
    return visit(own_app)
