"""A case in which every field that comes from outside tries to run something, and how a page tells that anything did."""

from __future__ import annotations

from pathlib import Path

from imbroglio.model import Claim, Document, Evidence, MadeBy, Quantity, Ref, Statement, When
from imbroglio.model.record import Actor

RAN = "ran"
"""What a vector calls: a function that the test puts into every page."""

VECTORS = (
    "<script>ran()</script>",
    "</script><script>ran()</script>",
    "<img src=x onerror=ran()>",
    "<svg onload=ran()>",
    "<svg><script>ran()</script></svg>",
    "\"><img src=x onerror=ran()>",
    "' onmouseover=ran() autofocus onfocus=ran() x='",
    "<iframe srcdoc='<script>parent.ran()</script>'></iframe>",
    "<iframe src=javascript:parent.ran()></iframe>",
    "<a href=javascript:ran()>a</a>",
    "javascript:ran()",
    "data:text/html,<script>ran()</script>",
    "<details open ontoggle=ran()>",
    "<input autofocus onfocus=ran()>",
    "<video><source onerror=ran()></video>",
    "<math><mtext></table></math><img src=x onerror=ran()>",
    "<style>@import 'javascript:ran()';</style>",
    "<link rel=stylesheet href=data:,*{x:expression(ran())}>",
    "<meta http-equiv=refresh content=0;url=javascript:ran()>",
    "<base href=//a.example/>",
    "<object data=javascript:ran()></object>",
    "{{constructor.constructor('ran()')()}}",
    "${ran()}",
    "{@html '<img src=x onerror=ran()>'}",
    "\\u003cscript\\u003eran()\\u003c/script\\u003e",
    "&lt;img src=x onerror=ran()&gt;",
    "%3Cscript%3Eran()%3C/script%3E",
    "<!--><img src=x onerror=ran()>-->",
    "<noscript><p title=\"</noscript><img src=x onerror=ran()>\">",
    "]]><script>ran()</script>",
    "\u2028<script>ran()</script>\u202e",
    "__proto__",
)


def make_hostile_case(path: Path) -> Path:
    """A case of statements that are made directly: the reader would take most of these for no name."""
    from imbroglio.pipeline.record import weigh
    from imbroglio.store import Record, open_case

    with open_case(path, create=True) as case:
        for n, vector in enumerate(VECTORS):
            case.add_reading(*_report(n, vector), read_with=f"test {vector}")
        weigh(case)
        record = Record(case)
        actors = [actor.key for actor in record.all(Actor)]
        record.add_verdict("merge", actors[0], actors[1], by=VECTORS[0], why=VECTORS[2])
        record.add_verdict("split", VECTORS[2], by=VECTORS[3], why=VECTORS[1])
        weigh(case)
    return path


def _report(n: int, vector: str) -> tuple[Document, list[Statement]]:
    sentence = f"{vector} attacked {VECTORS[n - 1]} in {vector}, killing 7."
    text = f"{vector}\n\n{sentence} More of {vector}."
    id = f"r{n} {vector}"
    plain = Document.from_text(text, id=id)
    doc = Document(
        id=id, text=text, title=vector, source=vector, url=vector if ":" in vector else f"javascript:ran('{n}')", language="en",
        sha256=plain.sha256, origin=f"{vector}.txt",
    )  # fmt: skip
    start = text.index(sentence)
    quote = Evidence(start, start + len(sentence), sentence)

    def ref(name: str, kind: str, **more: object) -> Ref:
        at = text.index(name, start)
        return Ref(name, at, at + len(name), name, kind, **more)  # type: ignore[arg-type]

    agent, target = ref(vector, "armed_group"), ref(VECTORS[n - 1], "armed_group")
    place = ref(vector, "place", id=f"user:{n}", lat=36.0 + n / 50, lon=37.0, precision=1)
    base = {
        "doc": id, "time": When("", None, None, "unknown", "publication"), "claim": Claim((agent,), "asserts", False),
        "status": "actual", "evidence": quote, "made_by": MadeBy(vector, "1", vector, 0.5), "because": (vector,),
    }  # fmt: skip
    clash = Statement(
        kind="event", type="clash", agent=(agent,), target=(target,), place=(place,), trigger=vector,
        numbers=(Quantity("7", "killed", 7, 7),), **base,
    )  # fmt: skip
    holds = Statement(kind="control", type="holds", agent=(agent,), target=(), place=(place,), numbers=(), trigger=vector, **base)
    backs = Statement(kind="relation", type="backs", agent=(agent,), target=(target,), place=(), numbers=(), trigger=vector, **base)
    return doc, [clash, holds, backs]
