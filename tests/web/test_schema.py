"""Whatever is asked of the API in its own terms, it is answered, and as it says that it answers: no request is a bug."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from imbroglio.web.app import ROUTERS, make_app
from web.conftest import TOKEN

HEADERS = {"Authorization": f"Bearer {TOKEN}", "Host": "127.0.0.1"}
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


def _operations() -> list[tuple[str, str]]:
    """Every path of the API with each of its methods."""
    bare = FastAPI()
    for router in ROUTERS:
        bare.include_router(router, prefix="/api")
    return sorted((path, method) for path, methods in bare.openapi()["paths"].items() for method in methods)


@pytest.fixture(scope="module")
def api(war: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[schemathesis.BaseSchema]:
    """What the application says of itself, on a copy of the case; its record is not worked out anew while so much is asked."""
    copy = shutil.copy(war, tmp_path_factory.mktemp("schema") / "w.imbroglio")
    app = make_app(Path(copy), token=TOKEN, pause=3600)
    yield schemathesis.openapi.from_asgi("/api/openapi.json", app, headers=HEADERS)
    app.state.workbench.close()


@pytest.mark.parametrize(("path", "method"), _operations())
def test_every_answer_is_as_the_api_says(api: schemathesis.BaseSchema, path: str, method: str) -> None:
    @given(case=api[path][method].as_strategy())
    @settings(max_examples=15, suppress_health_check=list(HealthCheck), deadline=None, database=None)
    def ask(case: schemathesis.Case) -> None:
        case.call_and_validate(headers=HEADERS, checks=CHECKS)

    ask()
