"""Who may ask: the workbench answers the person who started it, in their own browser, and nobody else.

Flows in: every request, before anything else sees it. Flows out: the same request, or a refusal; and on every answer the
headers that keep a page from loading, sending or running anything that is not its own. Refuses a Host that is not this
machine (DNS rebinding), the API without the token of this start, a change that another site's page asks for, and a body that
is too large.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from imbroglio.errors import ImbroglioError

MEGABYTE = 1024 * 1024
BODY_LIMIT = 2 * MEGABYTE
UPLOAD_LIMIT = 256 * MEGABYTE
UPLOADS = "/api/uploads"
_HOSTS = frozenset({"127.0.0.1", "localhost"})
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_NO_ENTRY = "This needs the address that 'imbroglio open' printed when it started; open that one."


def new_token() -> str:
    """A token that cannot be guessed, made anew at each start."""
    return secrets.token_urlsafe(32)


def check_tiles(tiles: str | None) -> str | None:
    """The origin of a tile server, for the policy. Raises ImbroglioError where the address is none.

    >>> check_tiles("https://tile.example.org/{z}/{x}/{y}.png")
    'https://tile.example.org'
    """
    if not tiles:
        return None
    try:
        parts = urlsplit(tiles)
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port, parts = None, None, urlsplit("")
    marks = all(mark in tiles for mark in ("{z}", "{x}", "{y}"))
    plain = host is not None and all(sign.isalnum() or sign in "-." for sign in host) and host.isascii()
    if parts.scheme not in ("http", "https") or not plain or not marks or parts.username is not None:
        raise ImbroglioError(f"'{tiles}' is no address of map tiles; write it as https://HOST/{{z}}/{{x}}/{{y}}.png.")
    return f"{parts.scheme}://{host}{f':{port}' if port else ''}"


def policy(tiles: str | None = None) -> str:
    """The content security policy: the page's own scripts, styles, fonts and answers, and nothing else."""
    images = " ".join(("'self' data: blob:", *([tiles] if tiles else [])))
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; connect-src 'self'; worker-src 'self'; "
        f"img-src {images}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
        # Text becomes markup nowhere but in Svelte's own templates, which hold none of it.
        "require-trusted-types-for 'script'; trusted-types svelte-trusted-html"
    )


def headers_of(path: str, tiles: str | None = None) -> dict[str, str]:
    """The headers that every answer bears. What the build gave a name by its content may be kept; nothing else is."""
    kept = "public, max-age=31536000, immutable" if path.startswith("/assets/") else "no-cache"
    return {
        "Content-Security-Policy": policy(tiles),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        "Cache-Control": "no-store" if path.startswith("/api") else kept,
    }


class Keys:
    """The token of this start, what a browser's cookie holds in its place, and tickets that open the door once.

    A ticket goes where others on this machine may read it: into the command line of the browser that is started.
    """

    def __init__(self, token: str) -> None:
        self._token = token
        self._cookie = hashlib.sha256(f"imbroglio cookie {token}".encode()).hexdigest()
        self._tickets: set[str] = set()

    @property
    def cookie(self) -> str:
        """What the cookie holds: it opens the API, and the token cannot be told from it."""
        return self._cookie

    def ticket(self) -> str:
        """A token that is taken once."""
        made = new_token()
        self._tickets.add(made)
        return made

    def opens(self, given: str) -> bool:
        """Whether an address with this token may be exchanged for the cookie."""
        spent = next((ticket for ticket in self._tickets if _same(given, ticket)), None)
        if spent is not None:
            self._tickets.discard(spent)
            return True
        return _same(given, self._token)

    def is_bearer(self, headers: Headers) -> bool:
        """Whether a program shows the token."""
        scheme, _, given = headers.get("authorization", "").partition(" ")
        return scheme.lower() == "bearer" and _same(given.strip(), self._token)

    def is_visitor(self, headers: Headers) -> bool:
        """Whether a browser shows the cookie."""
        try:
            held = SimpleCookie(headers.get("cookie", ""))
        except CookieError:
            return False
        found = held.get(cookie_name(headers))
        return found is not None and _same(found.value, self._cookie)


def _same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "surrogateescape"), wanted.encode())


def cookie_name(headers: Headers) -> str:
    """The cookie's name, with the port: cookies do not tell ports apart, and two workbenches may be open."""
    port = headers.get("host", "").rpartition(":")[2]
    return f"imbroglio-{port if port.isascii() and port.isdigit() else '80'}"


class Refusal(Exception):
    """A request that goes no further: the status, and a sentence for the person."""

    def __init__(self, status: int, error: str) -> None:
        self.status, self.error = status, error
        super().__init__(error)


class Guard:
    """Stands before the whole application."""

    def __init__(self, app: ASGIApp, keys: Keys, tiles: str | None = None, limits: Mapping[str, int] | None = None) -> None:
        self._app, self._keys, self._tiles = app, keys, tiles
        self._limits = {UPLOADS: UPLOAD_LIMIT, **(limits or {})}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or refuse it."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":  # the workbench speaks nothing else
            await send({"type": "websocket.close", "code": 1008})
            return
        path = scope["path"]

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(headers_of(path, self._tiles))
            await send(message)

        try:
            cookie = self._check(scope)
            if cookie is not None:
                await _redirect(scope, cookie, dressed)
                return
            limited = _Limited(receive, self._limits.get(path, BODY_LIMIT), Headers(scope=scope))
        except Refusal as no:
            await _refuse(no, path, dressed)
            return
        await self._app(scope, limited, dressed)

    def _check(self, scope: Scope) -> str | None:
        """Raise a Refusal, or give the cookie that a token in the address is exchanged for; None: go on."""
        headers, path = Headers(scope=scope), scope["path"]
        _check_host(headers)
        if path != "/api" and not path.startswith("/api/"):
            given = dict(parse_qsl(scope["query_string"].decode("latin-1"))).get("token")
            if given is None or scope["method"] not in ("GET", "HEAD"):
                return None
            if not self._keys.opens(given):
                raise Refusal(403, _NO_ENTRY)
            return f"{cookie_name(headers)}={self._keys.cookie}; Path=/; HttpOnly; SameSite=Strict"
        program = self._keys.is_bearer(headers)
        if not program and not self._keys.is_visitor(headers):
            raise Refusal(401, _NO_ENTRY)
        _check_site(headers, changes=scope["method"] not in _SAFE, program=program)
        return None


def _check_host(headers: Headers) -> None:
    """A page elsewhere may have its own name point at 127.0.0.1; its requests bear that name."""
    given = headers.getlist("host")
    name, colon, port = (given[0] if len(given) == 1 else "").partition(":")
    if name.lower() not in _HOSTS or (colon and not (port.isascii() and port.isdigit())):
        raise Refusal(403, "The workbench answers at 127.0.0.1 only; open the address that 'imbroglio open' printed.")


def _check_site(headers: Headers, *, changes: bool, program: bool) -> None:
    """A change has to come from the workbench's own page (or from a program that shows the token), and say so."""
    origin, site = headers.get("origin"), headers.get("sec-fetch-site")
    fine = site in (None, "same-origin", *(() if changes else ("none",)))
    if origin is not None:
        fine = fine and origin == f"http://{headers.get('host')}"
    elif changes and site is None:
        fine = fine and program
    if not fine:
        raise Refusal(403, "Another site's page asked for this; the workbench takes requests from its own pages only.")


class _Limited:
    """The body of a request, as long as it is not too large."""

    def __init__(self, receive: Receive, most: int, headers: Headers) -> None:
        self._receive, self._most, self._seen = receive, most, 0
        told = headers.get("content-length", "0")
        if not (told.isascii() and told.isdigit()) or len(told) > 18 or int(told) > most:
            raise Refusal(413, _too_large(most))

    async def __call__(self) -> Message:
        message = await self._receive()
        self._seen += len(message.get("body", b""))
        if self._seen > self._most:
            raise HTTPException(413, _too_large(self._most))
        return message


def _too_large(most: int) -> str:
    return f"This is larger than {most // MEGABYTE:,} MB, the most that is taken at once; send it in parts."


async def _redirect(scope: Scope, cookie: str, send: Send) -> None:
    """To the same address without the token, which is then in no bookmark and no screenshot."""
    rest = [(k, v) for k, v in parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True) if k != "token"]
    # One slash at its start, or it would lead to another host; and only signs that an address may have.
    path = "".join(sign for sign in scope.get("raw_path", b"/").decode("latin-1") if "!" <= sign <= "~")
    where = "/" + path.lstrip("/\\") + (f"?{urlencode(rest)}" if rest else "")
    headers = [(b"location", where.encode("latin-1")), (b"set-cookie", cookie.encode("latin-1")), (b"content-length", b"0")]
    await send({"type": "http.response.start", "status": 303, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


async def _refuse(no: Refusal, path: str, send: Send) -> None:
    if path.startswith("/api"):
        kind, body = b"application/json", json.dumps({"error": no.error, "kind": "Refused"}).encode()
    else:
        kind, body = b"text/plain; charset=utf-8", f"{no.error}\n".encode()
    headers = [(b"content-type", kind), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": no.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
