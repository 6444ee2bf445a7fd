"""The pages of a site that need no script: an overview, and the list of incidents with their accounts.

Flows in: the site's data. Flows out: HTML. Every text is escaped; an address is a link only where it is http or https.
No page holds a script or style of its own, and each says by its policy that nothing may be fetched.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import Any

from imbroglio.exchange.geojson_form import PRECISIONS
from imbroglio.exchange.site_data import link_of

PAGE = 250  # incidents on one page
_ACCOUNTS = 40  # accounts shown of one incident
# "file:" beside 'self': some browsers do not take a page's own folder on the disk for itself.
_POLICY = (
    "default-src 'none'; script-src {script}; style-src 'self' file:; font-src 'self' file: data:; img-src 'self' file: data: blob:; "
    "base-uri 'none'; form-action 'none'"
)
Data = dict[str, Any]


def index_page(data: Data) -> str:
    """The first page: what it is in plain HTML, which the script takes over where it runs."""
    about, counts = data["about"], data["counts"]
    figures = "".join(
        f"<div><dt>{escape(label)}</dt><dd>{counts.get(key, 0):,}</dd></div>"
        for key, label in (("reports", "reports"), ("incidents", "incidents"), ("places", "places"), ("actors", "actors"), ("disputes", "disputes"))
    )
    pages = len(list(pages_of(data["incidents"])))
    links = " ".join(f'<a href="plain/{n}.html">{n}</a>' for n in range(1, pages + 1)) or "none"
    method = "".join(
        f"<section><h2>{escape(part['heading'])}</h2>{''.join(f'<p>{escape(p)}</p>' for p in part['text'])}</section>" for part in data["method"]
    )
    body = (
        f'<div id="app"><main class="bare"><h1>{escape(data["title"])}</h1>'
        f"<p>{escape(_span(data['first'], data['last']))}. What reports say of it, who says so, and where accounts disagree.</p>"
        f'<dl class="figures">{figures}</dl>'
        f"<p>The map and the time line need JavaScript. Without it: the incidents with their accounts, pages {links}.</p>"
        f"{method}<p>Made on {escape(about.get('made', ''))} with imbroglio {escape(about.get('version', ''))}; "
        f"revision {escape(about.get('revision', ''))}.</p></main></div>"
    )
    return _page(data["title"], body, script=True)


def plain_pages(data: Data) -> Iterator[tuple[str, str]]:
    """The list of incidents, as (name of the file, page)."""
    parts = list(pages_of(data["incidents"]))
    for n, part in enumerate(parts, start=1):
        links = " ".join(f'<a href="{m}.html"{_here(m == n)}>{m}</a>' for m in range(1, len(parts) + 1))
        listed = "".join(f"<li>{_incident(data, i)}</li>" for i in part)
        body = (
            f'<main class="bare"><p><a href="../index.html">{escape(data["title"])}</a></p><h1>Incidents</h1>'
            f'<nav aria-label="Pages">{links}</nav><ol class="incidents">{listed}</ol><nav aria-label="More pages">{links}</nav></main>'
        )
        yield f"plain/{n}.html", _page(f"Incidents, page {n}: {data['title']}", body, up="../")


def pages_of(incidents: Sequence[Data]) -> Iterator[Sequence[Data]]:
    """Incidents by page."""
    for at in range(0, len(incidents), PAGE):
        yield incidents[at : at + PAGE]


def _here(here: bool) -> str:
    return ' aria-current="page"' if here else ""


def _page(title: str, body: str, *, script: bool = False, up: str = "") -> str:
    policy = _POLICY.format(script="'self' file:" if script else "'none'")
    scripts = '<script src="data.js" defer></script><script src="publish.js" defer></script>' if script else ""
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer">'
        f'<meta name="generator" content="imbroglio">'
        f'<link rel="icon" href="data:,"><title>{escape(title)}</title>'
        f'<link rel="stylesheet" href="{up}publish.css">{scripts}</head><body>{body}</body></html>\n'
    )


def _incident(data: Data, i: Data) -> str:
    names = [data["actors"][n]["name"] for n in i["agents"]], [data["actors"][n]["name"] for n in i["targets"]]
    who = " against ".join(", ".join(side) for side in names if side)
    place = data["places"][i["place"]] if i["place"] is not None else None
    exact = PRECISIONS.get(place["precision"] or 0) if place else None
    where = f"{place['name']}{f' ({exact})' if exact and place['precision'] != 1 else ''}" if place else "no place told"
    sources = "1 independent source" if i["sources"] == 1 else f"{i['sources']} independent sources"
    told = f"{len(i['accounts'])} accounts, {sources}" if len(i["accounts"]) > 1 else "1 account"
    facts = "; ".join(escape(t) for t in (who, where, _dead(i["dead"]), told) if t)
    # Several statements of one sentence are one line.
    held = list(dict.fromkeys(_account(data, data["statements"][n]) for n in i["accounts"]))
    accounts = "".join(held[:_ACCOUNTS])
    left = f"<li>and {len(held) - _ACCOUNTS} more accounts</li>" if len(held) > _ACCOUNTS else ""
    when = _when(i)
    return f'<h2 id="{escape(i["id"])}">{escape(when[:1].upper() + when[1:])}: {escape(i["type"])}</h2><p>{facts}</p><ul>{accounts}{left}</ul>'


def _account(data: Data, s: Data) -> str:
    report = data["reports"][s["report"]]
    by = ", ".join(s["by"]) or ("reportedly" if s["hearsay"] else "")
    quote = f"<q>{escape(s['quote'])}</q> " if s["quote"] else ""
    source = ", ".join(escape(t) for t in (report["outlet"], report["date"] or "undated", report["title"]) if t)
    return f"<li>{quote}{f'({escape(by)}) ' if by else ''}<cite>{source}</cite>{_address(report['url'])}</li>"


def _address(url: str | None) -> str:
    if not url:
        return ""
    link = link_of(url)
    return f' <a href="{escape(link)}" rel="noopener noreferrer">{escape(link)}</a>' if link else f" {escape(url)}"


def _when(i: Data) -> str:
    if i["start"] is None:
        return f"reported by {i['end']}" if i["end"] else "undated"
    return _span(i["start"], i["end"])


def _span(first: str | None, last: str | None) -> str:
    return " to ".join(dict.fromkeys(d for d in (first, last) if d)) or "undated"


def _dead(dead: Sequence[int | None] | None) -> str:
    if dead is None:
        return ""
    low, best, high = (("?" if n is None else f"{n:,}") for n in dead)
    return f"dead {best}" if low == best == high else f"dead {best} (low {low}, high {high})"
