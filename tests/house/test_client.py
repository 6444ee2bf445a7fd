"""The workbench's client and the server agree: its types are generated from the server's OpenAPI, and are those that are kept."""

from __future__ import annotations

import shutil
from importlib.util import find_spec

import pytest
import write_client


# Until then the types have the contract of these routes, so that the pages that use them can be checked.
@pytest.mark.skipif(find_spec("imbroglio.web.routes_review") is None, reason="the server has no routes of verdicts yet")
def test_types_of_the_client_are_those_of_the_server() -> None:
    """Where this fails, `npm --prefix workbench run types` writes them anew."""
    if shutil.which("node") is None or not write_client.GENERATOR.is_file():
        pytest.skip("node or the packages of workbench/ are not there; run: make workbench")
    assert write_client.TYPES.read_text(encoding="utf-8") == write_client.types()
