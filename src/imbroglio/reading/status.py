"""Status: how a thing stands for whoever says it. Negation, modals, implicatives, conditions, purpose, tense.

Flows in: a tree and a trigger. Flows out: one of the codebook's six words, with the word that decided. The operators
("fail to", "vow to", "unless") are data: `knowledge/lexicon/status.toml`. In the manner of Karttunen's implicatives (1971).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from imbroglio.knowledge.words import Operators
from imbroglio.model import Status
from imbroglio.reading.drafts import Draft
from imbroglio.reading.tree import Tree

_RUNNING = frozenset(
    "clash siege air-strike shelling bombing displacement deployment withdrawal protest".split()
)
"""Types of things that go on for a while."""
_WARS = frozenset(
    {
        "war",
        "conflict",
        "insurgency",
        "invasion",
        "warfare",
        "siege",
        "blockade",
        "encirclement",
        "besiegement",
    }
)
_GOING_ON = frozenset(
    "ongoing on-going continuing continued current constant relentless escalating intensifying incessant continuous daily".split()
)
_OCCUR = frozenset(
    "take happen occur begin start continue resume erupt break intensify rage escalate go be come proceed commence last end".split()
)
_MAKE = frozenset(
    "launch start begin carry conduct mount stage open commit order plan make wage continue resume execute undertake prepare renew".split()
)
_GIVE = frozenset(
    "double triple increase raise boost expand extend provide give send deliver grant supply restore resume maintain contribute channel allocate set earmark".split()
)
_GIVEN = frozenset({"aid", "deployment", "talks", "release", "cooperation"})
_STANDING = frozenset("leads speaks-for part-of alias backs allied hostile designates renamed".split())
"""What a noun says of standing relations is so whatever the verb above it says of somebody's plans."""
_AGAINST = frozenset(
    {"repel", "repulse", "resist", "withstand", "counter", "face", "fend", "slow", "foil", "thwart"}
)
_ENDS = frozenset("end stop halt cease lift quit terminate cessation suspend".split())
_TRIES = frozenset("try attempt seek strive endeavour endeavor struggle bid effort push".split())
_CAMPAIGNS = frozenset("campaign fight battle work operation offensive drive".split())
_FAILS = frozenset(
    "fail failure foil thwart frustrate repel repulse halt stall failed foiled thwarted unsuccessful stalled botched abortive attempted".split()
)
_PROMISED = frozenset("aid deployment withdrawal release".split())
"""Types whose trigger may itself be a promise: "offered troops", "pledged aid"."""
_STOP = frozenset({"relcl", "parataxis", "appos"})
_IF = frozenset({"if", "unless", "should", "whether", "until", "provided"})


@dataclass(frozen=True, slots=True)
class Decision:
    """A status and the words that decided it."""

    status: Status
    why: str


_NOBODY = frozenset({"nobody", "none"})


def _own(t: Tree, v: int, ops: Operators) -> Decision | None:
    """What the words around predicate `v` itself say: "not", "no", modals, adverbs."""
    for k in t.kids[v]:
        if t.dep[k] == "neg" or (
            t.low[k] in {"no", "never", "neither"} and t.dep[k] in {"det", "advmod", "preconj"}
        ):
            return Decision("denied", t.text[k])
        if t.dep[k] in {"nsubj", "nsubjpass"}:  # "no group has claimed it"
            nobody = k if t.low[k] in _NOBODY else next((d for d in t.having(k, "det") if t.low[d] == "no"), None)
            if nobody is not None:
                return Decision("denied", t.text[nobody])
    for k in t.kids[v]:
        if t.dep[k] == "aux":
            status = ops.modals.get(t.low[k]) or ops.modals.get(t.lemma[k])
            if status:
                return Decision(status, t.text[k])
        if t.dep[k] in {"advmod", "amod"} and k < v:
            status = ops.adverbs.get(t.low[k])
            if status:
                return Decision(status, t.text[k])
    mark = next(
        (k for k in t.kids[v] if t.dep[k] in {"mark", "advmod"} and t.low[k] in {"if", "unless"}), None
    )
    if mark is not None:
        return Decision("conditional", t.text[mark])
    return None


def _joined_aux(t: Tree, v: int, ops: Operators) -> Decision | None:
    """A verb joined to another shares its modal: "will attack and capture"."""
    if t.dep[v] != "conj" or not t.is_verb(t.head[v]):
        return None
    if t.kid(v, "nsubj", "nsubjpass", "aux") is not None or t.tag[v] != t.tag[t.head[v]]:
        return None
    return _own(t, t.head[v], ops)


def _governor(t: Tree, at: int, ops: Operators) -> Decision | None:
    """What the word above says of `at`: "failed to", "plans for", "unable to", a purpose."""
    head = t.head[at]
    if head == at:
        return None
    dep = t.dep[at]
    if dep in {"pobj", "pcomp"}:
        prep, head = head, t.head[head]
        phrase = f"{t.lemma[head]} {t.low[prep]}"
        if t.low[head] == "due" or t.low[prep] == "due":
            return None  # a cause, not a schedule
        table = ops.nouns if t.is_noun(head) else ops.verbs
        found = table.get(phrase) or (ops.adjectives.get(phrase) if not t.is_noun(head) else None)
        return Decision(found, phrase) if found else None
    lemma = t.lemma[head]
    clausal = dep in {"xcomp", "ccomp", "acl", "advcl"}
    infinitive = clausal and any(t.dep[k] == "aux" and t.low[k] == "to" for k in t.kids[at])
    if infinitive and any(t.dep[k] == "aux" and t.lemma[k] == "have" for k in t.kids[at]):
        return None  # "are reported to have killed"
    if t.is_verb(head):
        found = (ops.verbs.get(f"{lemma} to") if infinitive else None) or ops.verbs.get(lemma)
        if infinitive and dep == "advcl" and found == "actual" and f"{lemma} to" not in ops.verbs:
            found = None  # "launched an offensive to take X" is no word on whether X was taken
        for k in t.kids[head]:
            if found is None and t.dep[k] in {"prt", "acomp", "advmod"}:
                found = ops.verbs.get(f"{lemma} {t.low[k]}") or (
                    ops.adjectives.get(t.lemma[k]) if t.dep[k] == "acomp" else None
                )
        if found and (dep == "advcl" and not infinitive or dep == "acl"):
            return None
        if (
            found
            and (clausal or dep in {"dobj", "nsubjpass"})
            and not (dep == "ccomp" and not infinitive and found != "denied")
        ):
            return Decision(found, t.text[head])
        if infinitive and dep in {"advcl", "xcomp"} and found is None:
            if lemma in {"be", "have", "go"}:
                return Decision("planned", f"{t.text[head]} to")
            return (
                Decision("planned", f"to {t.low[at]}")
                if dep == "advcl" or lemma not in {"help", "use"}
                else None
            )
        return None
    if t.is_noun(head) and infinitive:
        found = ops.nouns.get(f"{lemma} to") or ops.nouns.get(lemma)
        return Decision(found or "planned", t.text[head])
    if t.tag[head].startswith("JJ") and infinitive:
        found = ops.adjectives.get(f"{lemma} to") or ops.adjectives.get(lemma)
        return Decision(found, t.text[head]) if found else Decision("planned", t.text[head])
    return None


def _climbs(t: Tree, at: int, light: int | None) -> bool:
    """Whether what is said of the head of `at` is said of `at` too: "will launch an attack", but not "to repel the attack"."""
    dep = t.dep[at]
    head = t.head[at]
    if dep in _STOP or head == at:
        return False
    if t.is_noun(at):
        if dep in {"conj", "compound"} and t.is_noun(head):
            return True
        if dep in {"dobj", "attr", "nsubjpass"}:
            return (head == light and t.lemma[head] not in _AGAINST) or t.lemma[head] in _MAKE
        return dep == "nsubj" and (head == light or t.lemma[head] in _OCCUR)
    if dep == "xcomp":
        return True
    if dep == "ccomp":
        return t.tag[at] in {"VB", "VBG"}
    return dep == "pcomp" and t.low[head] in {"from"}


def status_of(t: Tree, tok: int, type_: str, ops: Operators, light: int | None = None) -> Decision:
    """The status of what token `tok` evokes.

    A purpose ("launched an offensive to retake X") is planned; what "failed to", "prevented" or "no" governs is denied;
    what somebody wants ended goes on.
    """
    at = tok
    if type_ in _STANDING and not t.is_verb(tok):
        return _own(t, tok, ops) or Decision("actual", "")
    if type_ in _PROMISED and t.is_verb(tok) and ops.verbs.get(t.lemma[tok]) == "planned":
        return _own(t, tok, ops) or Decision("planned", t.text[tok])
    going: Decision | None = _adjective(t, tok, type_, ops) if t.is_noun(tok) else None
    if going is not None and going.status == "planned" and light is not None and t.tag[light] == "VBD":
        going = None  # "mounted its long-planned offensive": it has come
    if going is not None and going.status != "ongoing":
        return going
    for _ in range(8):
        found = (
            _own(t, at, ops) or (_joined_aux(t, at, ops) if t.is_verb(at) else None) or _governor(t, at, ops)
        )
        if found is not None and found.status == "ongoing":
            going = going or (found if type_ in _RUNNING and not _dated_past(t, at) else None)
        elif found is not None and found.status != "actual":
            return _weighed(t, at, tok, type_, found, ops)
        given = type_ in _GIVEN and t.dep[at] in {"dobj", "nsubjpass"} and t.lemma[t.head[at]] in _GIVE  # "pledged to double its aid"
        if not given and not _climbs(t, at, light):
            break
        at = t.head[at]
        if t.low[at] in {"from"}:
            at = t.head[at]
    return going or _running(t, tok, type_, light) or Decision("actual", "")


def is_attempt(t: Tree, tok: int, told: Collection[int]) -> bool:
    """Whether the taking of a place was only tried: "tried to capture", "fought to retake", "the campaign to liberate".

    Args:
        told: tokens that evoke events of their own; "an offensive to take X" is told by "offensive" already.
    """
    head = t.head[tok]
    if head == tok or head in told or not any(t.dep[k] == "aux" and t.low[k] == "to" for k in t.kids[tok]):
        return False
    return t.dep[tok] in {"xcomp", "acl", "advcl"} and t.lemma[head] in _TRIES | _CAMPAIGNS


def _weighed(t: Tree, at: int, tok: int, type_: str, found: Decision, ops: Operators) -> Decision:
    """What an operator means for a fight: one that was tried or failed was fought, one that is to end goes on."""
    why = set(found.why.lower().split()) | {t.lemma[t.head[at]], t.lemma[at]}
    if (
        type_ == "clash"
        and found.status in {"planned", "denied"}
        and (why & _TRIES or found.status == "denied" and why & _FAILS)
    ):
        return Decision("actual", found.why)
    if type_ == "clash" and found.status == "planned" and why & _CAMPAIGNS and t.is_verb(at):
        return Decision("ongoing", found.why)
    if type_ in _RUNNING and t.is_noun(tok) and why & _ENDS:
        over = t.head[t.head[at]] if t.dep[at] == "pobj" else t.head[at]
        wanted = _own(t, over, ops) or _governor(t, over, ops)
        if found.status != "denied" or (wanted is not None and wanted.status != "actual"):
            return Decision("ongoing", found.why)
        return Decision("actual", found.why) if t.is_noun(over) and type_ in {"clash", "siege"} else found
    return found


def _adjective(t: Tree, tok: int, type_: str, ops: Operators) -> Decision | None:
    """ "The planned attack", "continuing raids": adjectives before the noun."""
    first = t.head[tok] if t.dep[tok] == "conj" and t.is_noun(t.head[tok]) else tok
    for k in [*t.kids[tok], *(t.kids[first] if first != tok else ())]:
        if k < first and t.dep[k] == "amod" or k < tok and t.dep[k] == "amod":
            if t.low[k] in _GOING_ON:
                return (
                    Decision("ongoing", t.text[k]) if type_ in _RUNNING and not _dated_past(t, tok) else None
                )
            status = ops.adjectives.get(t.low[k])
            if status in {"planned", "predicted", "conditional"} or (
                status == "denied" and not (type_ == "clash" and t.low[k] in _FAILS)
            ):
                return Decision(status, t.text[k])
    return None


def _dated_past(t: Tree, at: int) -> bool:
    """A simple past with a date: over by now, however long it went on."""
    verb = t.clause(at)
    if t.tag[verb] != "VBD":
        return False
    return any(
        t.entity[k] == "DATE" or any(t.entity[g] == "DATE" for g in t.kids[k])
        for k in t.having(verb, "prep", "npadvmod")
    )


def _progressive(t: Tree, verb: int) -> bool:
    return t.tag[verb] == "VBG" and any(
        t.dep[k] in {"aux", "auxpass"} and t.lemma[k] == "be" for k in t.kids[verb]
    )


def _since(t: Tree, verb: int) -> bool:
    """Present perfect with "since": "has been shelled since May"."""
    if not any(
        t.dep[k] == "aux" and t.lemma[k] == "have" and t.tag[k] in {"VBZ", "VBP"} for k in t.kids[verb]
    ):
        return False
    return any(t.low[k] == "since" or any(t.low[g] == "since" for g in t.kids[k]) for k in t.kids[verb])


def _running(t: Tree, tok: int, type_: str, light: int | None) -> Decision | None:
    """A fight or siege under way: "are fighting", "has been besieging", "the besieged town", the wars that go by a noun."""
    if type_ not in _RUNNING:
        return None
    verb = tok if t.is_verb(tok) else light
    if t.is_noun(tok):
        above = t.head[tok]
        if t.dep[tok] in {"nsubj", "nsubjpass"} and t.is_verb(above):
            if t.lemma[above] in _OCCUR and (
                _progressive(t, above)
                or (t.tag[above] == "VBG" and t.dep[above] in {"advcl", "pcomp", "acl"})
            ):
                return Decision("ongoing", t.text[above])
            if t.lemma[above] == "be" and any(
                t.low[k] in {"underway", "ongoing", "under"} for k in t.kids[above]
            ):
                return Decision("ongoing", "under way")
            if (
                t.lemma[above] in {"begin", "start", "erupt", "break", "end"}
                and t.tag[above] == "VBD"
                and t.dep[above] in {"ROOT", "ccomp"}
            ):
                return None
        if any(t.dep[k] == "acl" and t.lemma[k] in _OCCUR and t.tag[k] == "VBG" for k in t.kids[tok]):
            return Decision("ongoing", t.text[tok])
        if any(t.low[k] == "since" for k in t.kids[tok]):
            return Decision("ongoing", "since")
    if verb is not None and _progressive(t, verb) and (type_ != "deployment" or t.dep[verb] != "relcl"):
        return Decision("ongoing", t.text[verb])
    clause = t.clause(tok)
    if type_ in {"clash", "siege", "air-strike", "shelling"} and t.is_verb(clause) and _since(t, clause):
        return Decision("ongoing", "since")
    if type_ == "siege" and t.dep[tok] in {"amod", "acl"} and t.tag[tok] in {"VBN", "JJ", "VBD"}:
        return Decision("ongoing", t.text[tok])
    if type_ == "siege" and t.dep[tok] == "pobj" and t.low[t.head[tok]] == "under":
        return Decision("ongoing", f"under {t.text[tok]}")
    # an invasion is a deed with a beginning, but for "the third week of the invasion"
    goes_on = t.lemma[tok] != "invasion" or (t.dep[tok] == "pobj" and t.low[t.head[tok]] == "of")
    if t.is_noun(tok) and (
        (t.lemma[tok] in _WARS and goes_on)
        or (t.lemma[tok] == "fight" and any(t.low[k] == "against" for k in t.kids[tok]))
    ):
        return Decision("ongoing", t.text[tok])
    return None


_GIVEN = frozenset({"agreement", "concession", "endorsement", "cooperation"})
_OFFERED = frozenset({"talks", "aid", "withdrawal", "release"})


def is_refusal(t: Tree, draft: Draft, decision: Decision) -> bool:
    """Whether somebody will not give what the verb would give: "will not recognise Israel", "did not accept the plan"."""
    if decision.status != "denied" or not draft.roles["agent"] or not t.is_verb(draft.tok) or t.kid(draft.tok, "neg") is None:
        return False
    # Not to have done something is no refusal; that one will not is.
    return draft.type in _GIVEN or draft.type in _OFFERED and any(t.low[k] in {"will", "would", "wo"} for k in t.having(draft.tok, "aux"))
