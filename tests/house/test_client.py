"""The workbench's client and the server agree: its types are generated from the server's OpenAPI, and are those that are kept."""

from __future__ import annotations

import shutil

import pytest
import write_client


def test_types_of_the_client_are_those_of_the_server() -> None:
    """Where this fails, `npm --prefix workbench run types` writes them anew."""
    if shutil.which("node") is None or not write_client.GENERATOR.is_file():
        pytest.skip("node or the packages of workbench/ are not there; run: make workbench")
    assert write_client.TYPES.read_text(encoding="utf-8") == write_client.types()
