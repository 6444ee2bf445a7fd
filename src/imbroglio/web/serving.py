"""The workbench on the wire: a free port of 127.0.0.1, and nothing else.

Flows in: an application and a port. Flows out: the address to open; then requests are answered until Ctrl-C.
"""

from __future__ import annotations

import socket
from dataclasses import dataclass

import uvicorn
from fastapi import FastAPI

from imbroglio.errors import ImbroglioError

HOST = "127.0.0.1"
_BACKLOG = 128


@dataclass(frozen=True)
class Serving:
    """A server that has its port already: what asks before `run` waits in line."""

    server: uvicorn.Server
    listener: socket.socket
    port: int

    def url(self, token: str) -> str:
        """The address that lets a browser in."""
        return f"http://{HOST}:{self.port}/?token={token}"

    def run(self) -> None:
        """Answer until stopped."""
        self.server.run(sockets=[self.listener])

    def stop(self) -> None:
        """Ask `run` to end, from another thread."""
        self.server.should_exit = True


def listen(app: FastAPI, port: int = 0) -> Serving:
    """Take a port of this machine; 0: any that is free. Raises ImbroglioError where it is taken."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if port:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((HOST, port))
        listener.listen(_BACKLOG)
    except OSError as fault:
        listener.close()
        raise ImbroglioError(f"Port {port} cannot be had ({fault.strerror}); name another with --port.") from None
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, date_header=False, proxy_headers=False, ws="none",
        timeout_graceful_shutdown=3, timeout_keep_alive=30,
    )  # fmt: skip
    return Serving(uvicorn.Server(config), listener, listener.getsockname()[1])
