"""What a published site says of how it came about, and of what it does not know: for readers who never saw imbroglio."""

from __future__ import annotations

from collections.abc import Sequence

_RULES = {
    "median": "the middle of the independent sources' figures (of an even number the lower of the two middle ones)",
    "max": "the highest figure of an independent source",
    "latest": "the latest figure of an independent source",
}


def method_of(rule: str, quotes: str) -> Sequence[tuple[str, Sequence[str]]]:
    """Headings with their paragraphs.

    Args:
        rule: by which the best figure of a toll is found.
        quotes: none, short or full.
    """
    shown = {
        "none": "This site shows no wording of the reports, only where they can be found.",
        "short": "Quotations are cut at 300 characters; the report itself has the rest.",
        "full": "Quotations are whole sentences of the reports.",
    }[quotes]
    return (
        ("What this is", (
            "A record made from published reports by imbroglio, a program that reads what each sentence says, who says it, "
            "and puts accounts of one thing together. It shows what reports say, how far they agree and how independent "
            "they are of each other. It does not say what is true.",
            f"Every figure, dot and row leads back to the sentences behind it. {shown}",
        )),
        ("Incidents", (
            "Sentences that tell of one thing are one incident: of a like type, on the same or the next day, in the same place "
            "or close by, with the same sides, numbers and words. How sure the joining is stands with each incident. Only what "
            "is told as a fact takes part; plans, threats and denials do not.",
            "An incident has the day that its most exact accounts tell. Where none tells a day, it says by when it was reported. "
            "A place is as exact as it was told: a dashed circle stands for somewhere within an area, and its middle is no "
            "place where anything happened.",
        )),
        ("How many died", (
            f"Low and high are the least and the greatest figure that counts. Best is {_RULES.get(rule, _RULES['median'])}; it is always "
            "a number that somebody said. Each independent source counts once, with its latest figure. Where no account "
            "gives a number, there is none: it does not mean that nobody died. Figures of incidents must not be added up to the "
            "dead of a war: most deaths are in no report.",
        )),
        ("Independent sources", (
            "Ten outlets that print one monitor's figure are one source. A source is whoever's word it is: the body that an "
            "account is credited to, the agency in the byline, the report that others copy, else the outlet.",
            "Nobody is rated as true or false. Whether those who say something are parties to the fight is said beside it.",
        )),
        ("Who held what", (
            "Worked out place by place and day by day from captures, withdrawals, sieges, clashes and what reports say of who "
            "holds it. A claim of a party for itself counts less than what it admits against itself. Silence is no evidence: the "
            "longer nothing is told, the paler a place is, and the likelier unknown. A hatched place is contested.",
            "Before anything is told of a place, the state of its country is taken to hold it; such dots are the palest. No line is "
            "drawn between places: what lies between them is not known. What the parties claim is shown apart.",
        )),
        ("Disputes", (
            "Accounts that cannot all be true stand side by side, each with who says so and how many independent sources do: over "
            "who holds a place, who did it, how many died, whether it happened at all. They are not settled here.",
        )),
        ("Who is named", (
            "States, armed groups, organisations and persons who act in public. Names of private persons, victims and "
            "witnesses among them, are left out, in quotations too: [a person] stands for such a name. A name that the program did not "
            "know for one may have stayed.",
        )),
        ("What is not known here", (
            "A program read the reports, and it errs: it misses sentences, and takes some for what they do not say. A person may have "
            "corrected some of it. Read the sentence before you rely on a row.",
            "Only what somebody reported, in the reports that were read, is here. Places without reporters are silent, and silence is "
            "not peace. Two attacks on one town on one day may be taken for one; one attack told in very "
            "different ways may be taken for two.",
        )),
    )  # fmt: skip
