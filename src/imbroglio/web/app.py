"""The application: the guard, the routes, the pages, and how faults are answered.

Flows in: the path of a case and the token of this start. Flows out: a FastAPI application. A mistake in use is answered with
a plain sentence and a status of 400 or above, a bug with 500 and a sentence that tells nothing of the inside; the terminal has
the rest. Every path that is neither the API nor a file of the build is a page of the workbench.
"""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from imbroglio import __version__
from imbroglio.errors import CaseError, Conflict, ImbroglioError, NotFound, PipelineMissing
from imbroglio.web import routes_export, routes_jobs, routes_publish, routes_record, routes_review
from imbroglio.web.forms import ConflictForm, ErrorForm
from imbroglio.web.security import Guard, Keys, check_tiles, headers_of
from imbroglio.web.state import Workbench
from imbroglio.web.telling import Teller
from imbroglio.web.verdicts import conflict_form

STATIC = Path(__file__).parent / "static"
NOT_BUILT = (
    "The workbench's pages are not part of this installation. Install Node 20.19 or newer and then imbroglio again; in a "
    "checkout, 'make workbench' builds them and fetches Node where there is none."
)
ROUTERS: tuple[APIRouter, ...] = (
    routes_jobs.router, routes_record.router, routes_review.router, routes_export.router, routes_publish.router,
)  # fmt: skip
_STATUS = {NotFound: 404, Conflict: 412, CaseError: 409, PipelineMissing: 409}
_FAULTS: dict[int | str, dict[str, Any]] = {
    **{status: {"model": ErrorForm} for status in (400, 401, 403, 404, 409, 413, 422)},
    412: {"model": ConflictForm},
}


def is_built() -> bool:
    """Whether the pages are there."""
    return (STATIC / "index.html").is_file()


def make_app(
    case_path: Path, *, token: str, create: bool = False, tiles: str | None = None, pause: float = 1.0
) -> FastAPI:
    """The workbench on one case.

    Args:
        case_path: the case.
        token: opens the API; see `security.new_token`.
        create: make the case where there is none.
        tiles: address of map tiles, "https://HOST/{z}/{x}/{y}.png"; None: nothing is asked of any other machine.
        pause: seconds without a change after which the record is worked out anew.

    Raises:
        CaseError: the case cannot be opened.
        ImbroglioError: `tiles` is no such address.
    """
    origin = check_tiles(tiles)
    keys = Keys(token)
    workbench = Workbench(case_path, create=create, tiles=tiles, pause=pause)
    workbench.when_renewed(workbench.warm)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        threading.Thread(target=workbench.warm, daemon=True).start()
        yield
        workbench.close()

    # No pages of documentation: FastAPI's own would load scripts from elsewhere.
    app = FastAPI(
        title="imbroglio", version=__version__, lifespan=lifespan, docs_url=None, redoc_url=None,
        openapi_url="/api/openapi.json",
    )  # fmt: skip
    app.state.workbench, app.state.keys = workbench, keys
    for router in ROUTERS:
        app.include_router(router, prefix="/api", responses=_FAULTS)
    _answer_faults(app, origin)
    _serve_pages(app)
    app.add_middleware(Guard, keys=keys, tiles=origin)
    return app


def _answer_faults(app: FastAPI, tiles: str | None) -> None:
    @app.exception_handler(ImbroglioError)
    def wrong_use(_request: Request, error: ImbroglioError) -> Response:
        status = next((status for kind, status in _STATUS.items() if isinstance(error, kind)), 400)
        if isinstance(error, Conflict):
            here: Workbench = app.state.workbench
            form = conflict_form(Teller(here.case, here.snapshots.current()), here.record.verdicts(), error)
            return JSONResponse(form.model_dump(mode="json"), status)
        return _fault(status, str(error), type(error).__name__)

    @app.exception_handler(RequestValidationError)
    def wrong_form(_request: Request, error: RequestValidationError) -> Response:
        # What was sent is not repeated: only where it is wrong, and how.
        parts = [f"{'.'.join(str(step) for step in e['loc'])}: {e['msg']}" for e in error.errors()[:5]]
        return _fault(422, f"This request cannot be understood ({'; '.join(parts)}).", "RequestValidationError")

    @app.exception_handler(HTTPException)
    def refused(request: Request, error: HTTPException) -> Response:
        if not request.url.path.startswith("/api"):
            return PlainTextResponse(f"{error.detail}\n", error.status_code, headers=error.headers)
        return _fault(error.status_code, str(error.detail), "HTTPException", error.headers)

    @app.exception_handler(Exception)
    def bug(request: Request, _error: Exception) -> Response:
        # This one is sent from outside of the guard, so that it has to bear the headers itself.
        said = "This failed by a fault of imbroglio itself; the terminal shows it. Please report it."
        return _fault(500, said, "Bug", headers_of(request.url.path, tiles))


def _fault(status: int, error: str, kind: str, headers: Any = None) -> Response:
    return JSONResponse(ErrorForm(error=error, kind=kind).model_dump(), status, headers=headers)


def _serve_pages(app: FastAPI) -> None:
    app.mount("/assets", StaticFiles(directory=STATIC / "assets", check_dir=False))

    @app.api_route("/api/{path:path}", methods=["GET", "POST", "PUT", "PATCH", "DELETE"], include_in_schema=False)
    def no_such_answer(path: str) -> Response:
        raise HTTPException(404, "The workbench has no such answer; /api/openapi.json lists those that it has.")

    @app.get("/{path:path}", include_in_schema=False)
    def page(path: str) -> Response:
        # The build puts a few files beside its page (its picture); every other path is one that the page itself understands.
        if path and "/" not in path and path in {file.name for file in STATIC.glob("*") if file.is_file()}:
            return FileResponse(STATIC / path)
        if not is_built():
            return PlainTextResponse(f"{NOT_BUILT}\n", 404)
        return FileResponse(STATIC / "index.html", media_type="text/html")
