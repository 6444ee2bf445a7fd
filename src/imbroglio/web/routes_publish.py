"""The record as a site of its own: `/api/publish` makes it in the background, `/api/publish/{id}.zip` hands it over.

Flows in: what the site is called, and how much of the reports' words it shows. Flows out: a job, and an archive under a random
name in a folder of this person alone, which goes when the workbench closes. Another site is refused while one is being made.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal

from fastapi import APIRouter, Path
from fastapi.responses import FileResponse
from pydantic import BaseModel, Field

from imbroglio.errors import ImbroglioError, NotFound
from imbroglio.web.forms import Job
from imbroglio.web.publishing import plain_title, publish_into
from imbroglio.web.state import Here

router = APIRouter(tags=["publish"])


class PublishAsk(BaseModel):
    """What a site is to be."""

    title: str = Field(default="", max_length=200, description="What the site is called; the case's name without it.")
    quotes: Literal["none", "short", "full"] = Field(
        default="short", description="How much of the reports' own words is shown: none, 300 characters of a sentence, or whole sentences."
    )


@router.post("/publish", status_code=202)
def publish(here: Here, asked: PublishAsk) -> Job:
    """Make a site of the record in the background; when the job is done, its id names the archive."""
    if any(job.kind == "publish" and job.state in ("waiting", "running") for job in here.jobs.all()):
        raise ImbroglioError("A site is being made already; wait until it is there.")
    title = plain_title(asked.title, here.case.path.stem)
    return here.jobs.start("publish", lambda job: publish_into(here, job, title, asked.quotes), "The site is to be made")


@router.get("/publish/{id}.zip", response_class=FileResponse, responses={200: {"content": {"application/zip": {}}}})
def site(here: Here, id: Annotated[str, Path(pattern=r"^[0-9a-f]{1,40}$", description="Of the job that made it.")]) -> FileResponse:
    """The site that this job made: unpack it, and open its index.html."""
    found = here.sites.get(id)
    if found is None or not found.is_file():
        raise NotFound("There is no such site any more; publish again.")
    name = re.sub(r"[^\w-]+", "-", here.case.path.stem, flags=re.ASCII).strip("-") or "site"
    return FileResponse(found, media_type="application/zip", filename=f"{name}-site.zip")
