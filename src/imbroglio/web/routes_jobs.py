"""How things stand, and work in the background: `/api/status`, `/api/jobs`, `/api/weigh`, `/api/uploads`.

Flows in: files that were dropped on a page. Flows out: jobs and their progress. A file is kept under a name of our own in a
folder that only this person can open, is read and removed, and is never served back; its own name is only ever text.
"""

from __future__ import annotations

import re
import secrets
import shutil
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, File, UploadFile

from imbroglio.errors import IntakeError
from imbroglio.intake import Source
from imbroglio.web.forms import Job, Status
from imbroglio.web.state import Here

router = APIRouter(tags=["jobs"])
MOST_FILES = 500
_LONGEST_NAME = 150


@router.get("/status")
def status(here: Here) -> Status:
    """How things stand now: ask it every second or two; `revision` is another one whenever anything has changed."""
    return here.status()


@router.get("/jobs")
def jobs(here: Here) -> list[Job]:
    """The jobs of this start, newest first."""
    return here.jobs.all()


@router.get("/jobs/{id}")
def job(here: Here, id: str) -> Job:
    """One job: how far it has come, and its troubles."""
    return here.jobs.get(id)


@router.post("/weigh", status_code=202)
def weigh(here: Here) -> Job:
    """Work out the record in the background, if anything has come since it was."""
    return here.weigh()


@router.post("/uploads", status_code=202)
def upload(here: Here, files: Annotated[list[UploadFile], File(max_length=MOST_FILES)]) -> Job:
    """Take reports in: txt, md, html, pdf, docx, eml, JSON Lines and CSV, as the command `imbroglio read` does."""
    if not any(file.size for file in files):
        raise IntakeError("These files hold nothing; choose files with text in them.")
    folder = here.folder()
    try:
        sources = [_keep(file, folder, n) for n, file in enumerate(files, start=1)]
        return here.read(sources, after=lambda: shutil.rmtree(folder, ignore_errors=True))
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _keep(file: UploadFile, folder: Path, n: int) -> Source:
    """The file in the folder under a name of our own; what it was called goes with it as text."""
    path = folder / secrets.token_hex(16)
    with path.open("xb") as out:
        shutil.copyfileobj(file.file, out)
    return Source(plain_name(file.filename or "", n), path)


def plain_name(given: str, n: int) -> str:
    """The last part of a file's name, without signs that no name needs.

    >>> plain_name("../../etc/pass\\x00wd", 1), plain_name("C:\\\\reports\\\\May.txt", 2), plain_name("..", 3)
    ('passwd', 'May.txt', 'file 3')
    """
    last = re.split(r"[/\\]", given)[-1]
    name = "".join(sign for sign in last if sign.isprintable()).strip(" .")
    stem, dot, ending = name.rpartition(".")
    if len(name) > _LONGEST_NAME:
        name = f"{stem[: _LONGEST_NAME - 12]}{dot}{ending[:10]}" if dot else name[:_LONGEST_NAME]
    return name or f"file {n}"
