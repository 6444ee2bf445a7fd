"""A site made in the background, as one archive.

Flows in: the workbench, the job that tells how far it has come. Flows out: a .zip, of which the workbench keeps the last few.
"""

from __future__ import annotations

import secrets
import shutil
import zipfile
from datetime import date
from pathlib import Path

from imbroglio.errors import ExportError
from imbroglio.exchange.site_data import Quotes
from imbroglio.exchange.site_files import write_site
from imbroglio.pipeline.publish import gather_site
from imbroglio.web.jobs import Running
from imbroglio.web.state import Workbench

_BUNDLE = Path(__file__).parent / "static" / "publish"
_KEPT = 3
_MOST_BYTES = 2_000_000_000


def publish_into(here: Workbench, job: Running, title: str, quotes: Quotes) -> None:
    """Make the site and its archive; what was decided before is worked out first.

    Raises:
        ExportError: it cannot be made, or takes more room than is given to it.
    """
    folder = here.folder()
    try:
        job.tell("Working out the record", 0, 3)
        here.work_out_now(job)
        job.tell("Gathering what is told", 1, 3)
        data = gather_site(here.case, here.record, title=title, quotes=quotes, made=date.today())
        job.tell("Writing the site", 2, 3)
        size = write_site(folder / "site", data, _BUNDLE)
        if size > _MOST_BYTES:
            raise ExportError("This site takes more than 2 GB; make it with 'imbroglio publish'.")
        made = folder / f"{secrets.token_hex(16)}.zip"
        _pack(folder / "site", made)
        shutil.rmtree(folder / "site")
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    here.sites[job.id] = made
    while len(here.sites) > _KEPT:
        oldest = next(iter(here.sites))
        shutil.rmtree(here.sites.pop(oldest).parent, ignore_errors=True)
    job.tell(f"The site is made ({size / 1_000_000:.1f} MB)", 3, 3)


def plain_title(asked: str, stem: str) -> str:
    """What a site is called: as asked, or else as the case.

    >>> plain_title("  The war ", "syria_2017"), plain_title("", "syria_2017")
    ('The war', 'syria 2017')
    """
    return " ".join(asked.split()) or stem.replace("_", " ").replace("-", " ")


def _pack(folder: Path, out: Path) -> None:
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, f"site/{path.relative_to(folder).as_posix()}")
