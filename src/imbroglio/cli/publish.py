"""`imbroglio publish CASE OUT/`: the record as a site that opens from disk.

Flows in: a case and a folder that is new or empty. Flows out: a folder with pages and data, for anybody with a browser.
"""

from __future__ import annotations

from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import click

from imbroglio.cli.weigh import open_record

if TYPE_CHECKING:
    from imbroglio.exchange.site_data import Quotes

_MEGABYTE = 1_000_000


@click.command(
    short_help="Write the record as a site of its own, which opens from disk.",
    epilog="Example: imbroglio publish syria.imbroglio site/ --title \"The war in Syria, 2011 to 2019\"",
)
@click.argument("case_path", metavar="CASE", type=click.Path(path_type=Path))
@click.argument("out", metavar="OUT", type=click.Path(path_type=Path, file_okay=False))
@click.option("--title", metavar="TEXT", help="What the site is called; the case's name without it.")
@click.option(
    "--quotes",
    type=click.Choice(["none", "short", "full"]),
    default="short",
    show_default=True,
    help="How much of the reports' own words is shown: none, 300 characters of a sentence, or whole sentences.",
)
@click.option("--json", "as_json", is_flag=True, help="What was written, as JSON.")
def publish(case_path: Path, out: Path, title: str | None, quotes: Quotes, as_json: bool) -> None:
    """Write a site with map, time line, incidents, disputes, method and sources into the folder OUT.

    OUT is new or empty, or a site that was published before, which is replaced. The site needs no server: open its
    index.html. It fetches nothing from anywhere. Private persons are left out.
    """
    from imbroglio.cli.render import plural, to_line
    from imbroglio.exchange.site_files import check_folder, write_site
    from imbroglio.pipeline.publish import gather_site

    check_folder(out)
    with open_record(case_path) as (case, record):
        named = title or case.path.stem.replace("_", " ").replace("-", " ")
        data = gather_site(case, record, title=named, quotes=quotes, made=date.today())
    size = write_site(out, data, Path(str(files("imbroglio.web").joinpath("static", "publish"))))
    counts = data["counts"]
    if as_json:
        click.echo(to_line({"index": str(out / "index.html"), "bytes": size, "counts": counts}))
        return
    parts = (plural(counts["incidents"], "incident"), plural(counts["disputes"], "dispute"), f"{size / _MEGABYTE:.1f} MB")
    click.echo(f"{out / 'index.html'}: {', '.join(parts)}. Open it in a browser, or put the folder on any web server.")
