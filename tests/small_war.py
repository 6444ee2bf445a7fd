"""A small war in reports of our own, and the case made of it: for the tests of the workbench, with a browser and without."""

from __future__ import annotations

import json
from pathlib import Path

REPORTS = [
    {
        "id": "wire-1",
        "title": "Strikes on al-Bab",
        "date": "2017-02-04",
        "source": "Northern Wire",
        "text": "Turkish warplanes bombed al-Bab on 3 February 2017, killing at least 16 civilians, the Syrian Observatory for Human "
        "Rights said.\n\nIslamic State fighters shelled Azaz on Friday. Russia backs the Syrian army.",
    },
    {
        "id": "wire-2",
        "title": "Rebels take al-Bab",
        "date": "2017-02-24",
        "source": "Evening Post",
        "text": "Turkish-backed rebels captured al-Bab from Islamic State on 23 February 2017. "
        "Russian aircraft bombed Idlib on Thursday, killing 9 people.\n\n"
        "Turkey said that the Free Syrian Army now controls al-Bab. The Islamic State denied that it had lost al-Bab.",
    },
    {
        "id": "post-3",
        "title": "A toll that differs",
        "date": "2017-02-05",
        "source": "Harbour Gazette",
        "text": "Turkish air strikes on al-Bab on 3 February 2017 killed 4 civilians, the Turkish army said. "
        "Islamic State said that 30 civilians were killed by Turkish air strikes in al-Bab on 3 February 2017.",
    },
    {
        "id": "post-4",
        "title": "Two weeks before",
        "date": "2017-01-20",
        "source": "Harbour Gazette",
        "text": "Islamic State controls al-Bab. Islamic State militants captured Tadef from the Free Syrian Army on 18 January 2017. "
        "The United States backs the Syrian Democratic Forces. Turkey is fighting the Syrian Democratic Forces near Manbij.",
    },
    {
        "id": "herald-5",
        "title": "Manbij",
        "date": "2017-03-03",
        "source": "Dawn Herald",
        "text": "The Free Syrian Army clashed with the Syrian Democratic Forces near Manbij on 2 March 2017, and 7 fighters were killed. "
        "Turkey backs the Free Syrian Army. The Syrian army entered villages west of Manbij on 3 March 2017.",
    },
    {
        "id": "herald-6",
        "title": "<script>alert(1)</script> =HYPERLINK(\"http://a.example\")",
        "date": "2017-03-10",
        "source": "Dawn Herald",
        "text": "The Syrian army recaptured Tadef from Islamic State on 9 March 2017. <img src=x onerror=alert(1)> "
        "Hezbollah fought alongside the Syrian army. Islamic State killed 12 soldiers in an ambush near Palmyra on 8 March 2017.",
    },
    {"id": "wire-7", "text": "Les combats ont repris mardi dans la banlieue de la ville, selon des témoins qui ont fui."},
]


def write_reports(path: Path) -> Path:
    """The reports as JSON Lines."""
    path.write_text("".join(json.dumps(row) + "\n" for row in REPORTS), encoding="utf-8")
    return path


def make_case(path: Path) -> Path:
    """The reports read into a case, and its record worked out."""
    from imbroglio.pipeline import read_reports
    from imbroglio.pipeline.record import weigh
    from imbroglio.store import open_case

    with open_case(path, create=True) as case:
        for _ in read_reports([str(write_reports(path.with_suffix(".jsonl")))], case):
            pass
        weigh(case)
    return path
