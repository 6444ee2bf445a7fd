"""Over TLS: the certificate has to be the name's, though the connection goes to an address; and nothing leads back to http."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from .conftest import Site, World, answer, item, page, redirect, rss

TEXT = "Shells fell on the old market of the town on Monday, and the bakery beside it burned down."


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for wire.example that signs itself, and its key."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not installed; it makes the certificate")
    folder = tmp_path_factory.mktemp("tls")
    cert, key = folder / "cert.pem", folder / "key.pem"
    subprocess.run(
        [
            openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "30",
            "-subj", "/CN=wire.example", "-addext", "subjectAltName=DNS:wire.example", "-keyout", str(key), "-out", str(cert),
        ],
        check=True,
        capture_output=True,
    )  # fmt: skip
    return cert, key


@pytest.fixture
def secure(certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[World]:
    cert, key = certificate
    monkeypatch.setenv("SSL_CERT_FILE", str(cert))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    site = Site(context)
    yield World(site, tmp_path)
    site.close()


def test_a_site_that_is_who_it_says_is_read(secure: World) -> None:
    base = f"https://wire.example:{secure.site.port}"
    secure.site.paths |= {"/feed": answer(rss(item("/a")), "text/xml"), "/a": answer(page(TEXT))}
    secure.follow(f'feed = "{base}/feed"')
    assert [d.url for d in secure.documents()] == [f"{base}/a"]


def test_a_site_with_the_certificate_of_another_is_not_read(secure: World) -> None:
    secure.names["other.example"] = ["127.0.0.1"]
    secure.private = '"other.example"'
    secure.follow(f'feed = "https://other.example:{secure.site.port}/feed"')
    [trouble] = secure.troubles()
    assert (trouble.reason, "certificate is not good" in trouble.message) == ("connection", True)
    assert secure.site.hits.total() == 0


def test_a_certificate_that_nobody_vouches_for_is_not_enough(secure: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    secure.follow(f'feed = "https://wire.example:{secure.site.port}/feed"')
    [trouble] = secure.troubles()
    assert "certificate is not good" in trouble.message


def test_nothing_leads_from_https_to_http(secure: World) -> None:
    base = f"https://wire.example:{secure.site.port}"
    secure.site.paths |= {
        "/feed": answer(rss(item("/a")), "text/xml"), "/a": redirect(f"http://wire.example:{secure.site.port}/b"),
    }  # fmt: skip
    secure.follow(f'feed = "{base}/feed"')
    [trouble] = secure.troubles()
    assert (trouble.where, trouble.reason) == (f"{base}/a", "redirect-refused")
    assert secure.site.hits["/b"] == 0
