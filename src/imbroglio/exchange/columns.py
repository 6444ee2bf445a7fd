"""The columns of each export, with what stands in them and where it comes from.

docs/exports.md shows the same; a test holds the two together. Every row names its statements and the revision of the
record, so that it leads back.
"""

from __future__ import annotations

from imbroglio.exchange.cells import Column

_STATEMENTS = Column("statements", "ids of the statements behind the row; `imbroglio why ID` shows the sentence of each", 24)
_REVISION = Column("revision", "mark of the record from which the row was made: of its statements, verdicts and version", 18)
BACK = (_STATEMENTS, _REVISION)

_WHERE = (
    Column("country", "ISO 3166-1 code of the country in which the place lies, from the gazetteer", 8),
    Column("admin1", "first-level unit in which the place lies, from the gazetteer", 18),
    Column("lat", "degrees north (WGS 84); of an area its middle", 10),
    Column("lon", "degrees east (WGS 84)", 10),
    Column("place_precision", "UCDP's: 1 exact, 2 within about 25 km, 3 second-level unit, 4 first-level unit, 5 fuzzy, 6 country", 8),
)

INCIDENTS = (
    Column("id", "id of the incident; stays the same while accounts are added", 20),
    Column("type", "type of the codebook that most independent sources use", 16),
    Column("start", "first day; empty where no account tells a day (then `end` is the day by which it was reported)", 12),
    Column("end", "last day", 12),
    Column("date_precision", "UCDP's: 1 day, 2 two to six days, 3 week, 4 month, 5 year", 8),
    Column("place", "the most exact place that its accounts agree on", 22),
    Column("place_id", "key of the place (`geonames:...`, `country:...`)", 18),
    *_WHERE,
    Column("agents", "who acted; private persons are left out", 30),
    Column("agent_ids", "keys of `agents`, in the same order", 24),
    Column("targets", "against whom; private persons are left out", 30),
    Column("target_ids", "keys of `targets`, in the same order", 24),
    Column("deaths_low", "dead of all sides, the least that counts; empty where that end is open", 10),
    Column("deaths_best", "dead of all sides, by the rule; empty where no account gives a number", 10),
    Column("deaths_high", "dead of all sides, the most that counts; empty where that end is open", 10),
    Column("deaths_rule", "rule of `deaths_best`: median, max or latest of the independent sources", 10),
    Column("accounts", "how many statements tell it", 9),
    Column("outlets", "who publishes them", 30),
    Column("independent_sources", "how many of them are independent of each other", 9),
    Column("sources", "whose word they are", 30),
    Column("score", "how sure the merging of its accounts is: the weakest link's, 0 to 1", 8),
    Column("reasons", "why they were merged", 30),
    Column("grade", "Airwars': of a dispute over it, else fair where two independent sources or more tell it, else weak", 11),
    Column("disputes", "ids of disputes over it", 20),
    *BACK,
)  # fmt: skip

STATEMENTS = (
    Column("id", "id of the statement", 22),
    Column("report", "id of the report", 22),
    Column("report_date", "day of the report", 12),
    Column("source", "who publishes the report", 22),
    Column("title", "title of the report, names of private persons left out", 30),
    Column("url", "address of the report, as given", 24),
    Column("kind", "event, relation, control or figure", 10),
    Column("type", "type of the codebook", 16),
    Column("status", "actual, ongoing, planned, predicted, conditional or denied", 11),
    Column("agents", "who acts; private persons are left out", 26),
    Column("agent_ids", "keys of `agents`, in the same order", 22),
    Column("targets", "against whom or what; private persons are left out", 26),
    Column("target_ids", "keys of `targets`, in the same order", 22),
    Column("place", "where", 22),
    Column("place_id", "keys of the places", 18),
    *_WHERE,
    Column("time_start", "first day", 12),
    Column("time_end", "last day", 12),
    Column("time_precision", "day, week, month, season, year or unknown", 10),
    Column("time_basis", "stated, relative (to another time of the text) or publication (the report's own day)", 12),
    Column("numbers", "figures with their bounds", 24),
    Column("claim_by", "who says so; empty in the report's own voice; private persons are left out", 24),
    Column("stance", "asserts, denies, accuses or doubts", 10),
    Column("hearsay", "whether it is said \"reportedly\", by nobody named", 8),
    Column("score", "the reader's own probability that the statement stands, 0 to 1", 8),
    Column("judged", "what a person has decided: accepted, amended or made by a person; empty where nobody has", 10),
    Column("plover", "PLOVER type, by the crosswalk", 12),
    Column("cameo", "CAMEO code, by the crosswalk", 8),
    Column("acled_event", "ACLED event type, by the crosswalk", 20),
    Column("acled_sub_event", "ACLED sub-event type, by the crosswalk", 20),
    Column("ucdp_violence", "UCDP type of violence, by the crosswalk", 14),
    Column("start", "where the sentence starts in the report's text, in characters", 8),
    Column("end", "where it ends", 8),
    Column("quote", "the sentence; names of private persons are left out", 60),
    *BACK,
)  # fmt: skip

ACTORS = (
    Column("id", "key of the actor: `actor:...` known from a pack, `name:...` from reports only", 28),
    Column("name", "the name it goes by", 28),
    Column("kind", "state, government, armed_group, coalition, organisation, person (who acts in public) or people", 14),
    Column("named", "empty where reports only describe it (\"militants\"), so that it need not be the same in all", 8),
    Column("countries", "ISO codes of countries that it belongs to or acts in", 12),
    Column("names", "every name that it bears", 40),
    Column("member_ids", "keys that were joined into it, its own among them", 30),
    Column("part_of", "the bodies that it is part of, nearest first", 24),
    Column("part_of_ids", "their keys", 24),
    Column("agent", "in how many statements it acts", 8),
    Column("target", "in how many it is acted on", 8),
    Column("claims", "how many it is credited with", 8),
    Column("reports", "in how many reports it takes part", 8),
    Column("mentions", "how often reports name it", 8),
    Column("first", "first day of these statements", 12),
    Column("last", "last day", 12),
    *BACK,
)

CONTROL = (
    Column("place", "the place", 22),
    Column("place_id", "its key", 18),
    *_WHERE,
    Column("holder", "who has it by the likeliest reading: an actor, contested or unknown", 26),
    Column("holder_id", "key of the holder", 22),
    Column("start", "first day of the spell", 12),
    Column("end", "last day of the spell: of a silence, not of the holding, where nothing ends it", 12),
    Column("probability", "mean over the spell's days, 0 to 1", 8),
    Column("basis", "assessed (from all accounts) or claimed (as the parties say)", 10),
    *BACK,
)

NETWORK = (
    Column("tie", "fights, backs, allied or part-of", 10),
    Column("sign", "-1 for fights, 1 for the others", 6),
    Column("first", "who backs or is part of; fighting and alliance have no direction", 28),
    Column("first_id", "key of `first`", 24),
    Column("second", "whom", 28),
    Column("second_id", "key of `second`", 24),
    Column("since", "first day on which a statement tells it", 12),
    Column("until", "last day", 12),
    Column("outlets", "who publishes these statements", 30),
    Column("independent_sources", "how many of them are independent of each other", 9),
    *BACK,
)

DISPUTES = (
    Column("dispute", "id of the dispute; one row for each of its positions", 20),
    Column("about", "holder, perpetrator, toll or occurrence", 12),
    Column("subject", "id of the incident, or key of the place", 20),
    Column("title", "what is disputed", 40),
    Column("start", "first day", 12),
    Column("end", "last day", 12),
    Column("grade", "Airwars': confirmed, fair, weak, contested or discounted, where it can be worked out", 12),
    Column("position", "number of the position, from 1", 8),
    Column("value", "what is said", 40),
    Column("by", "who says so; empty in the reports' own voice; private persons are left out", 28),
    Column("by_ids", "keys of `by`", 22),
    Column("party", "whether all who say so are parties to the fight", 8),
    Column("outlets", "who publishes these statements", 30),
    Column("independent_sources", "how many of them are independent of each other", 9),
    Column("first", "first day on which it is said", 12),
    Column("last", "last day", 12),
    *BACK,
)

SHEETS = {
    "incidents": INCIDENTS,
    "statements": STATEMENTS,
    "actors": ACTORS,
    "control": CONTROL,
    "network": NETWORK,
    "disputes": DISPUTES,
}
