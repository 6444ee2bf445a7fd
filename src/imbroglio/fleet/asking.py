"""Which reports of a dataset are asked for: those with a statement that fits a condition, and filters.

Flows in: a condition as a user typed it, in the words of SQL's WHERE over the dataset's columns, and filters as `imbroglio show` has
them. Flows out: the ids of the reports, and their months. Refuses all that is no plain condition.

The condition is DuckDB's, since that is what the columns are otherwise asked with; it is safe by two walls, each enough by itself:
* It is parsed by DuckDB and looked through before anything runs: one expression, made of comparisons, words and numbers, columns of the
  dataset and functions of a list. No query within it, no second statement, no table, no function that reads, waits or grows.
* It runs where nothing can be reached: the tables come in as streams, so that all access to files, addresses and extensions is off for
  good (`lock_configuration`), with bounded memory and time.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import msgspec

from imbroglio.errors import DatasetError
from imbroglio.fleet.dataset import Dataset
from imbroglio.fleet.extras import import_extra
from imbroglio.fleet.schema import MONTH, REPORTS, STATEMENTS
from imbroglio.knowledge.fold import plain
from imbroglio.knowledge.keys import key_from
from imbroglio.model import Ref, Statement
from imbroglio.store.filters import Named, StatementFilter, fold_words

_FORM = msgspec.json.Decoder(Statement)
SECONDS = 600.0  # that a condition may take
_MEMORY = "2GB"
_LONGEST = 20_000  # signs of a condition
_DEEPEST = 200  # expressions within each other
_BATCH = 20_000
_CLASSES = frozenset(
    "BETWEEN CASE CAST COLLATE COLUMN_REF COMPARISON CONJUNCTION CONSTANT FUNCTION OPERATOR TYPE".split()
)
# What a condition needs, and nothing that makes much of little (repeat, lpad), asks the system, or differs each time.
_FUNCTIONS = frozenset(
    "+ - * / % // ~~ !~~ ~~* !~~* like_escape not_like_escape ilike_escape not_ilike_escape || lower upper trim ltrim rtrim strip_accents "
    "length len contains starts_with ends_with prefix suffix substring left right instr position regexp_matches regexp_full_match "
    "list_contains list_has list_has_any list_has_all array_contains array_has array_has_any array_has_all array_length list_value "
    "list_position list_extract array_extract row year month day quarter week dayofweek date_part date_trunc date_diff datediff date_add "
    "make_date to_days to_weeks to_months to_years trunc abs round floor ceil greatest least coalesce ifnull nullif isnan "
    "radians degrees sin cos tan asin acos atan atan2 sqrt pow power exp ln".split()
)
_OWN = frozenset({*(c.name for c in STATEMENTS), MONTH})
_THEIRS = frozenset({*(c.name for c in REPORTS), MONTH})


@dataclass(frozen=True, slots=True)
class Chosen:
    """Reports that were asked for: their ids, and the months under which they stand."""

    ids: frozenset[str]
    months: frozenset[str]


def choose(dataset: Dataset, where: str | None, asked: StatementFilter) -> Chosen | None:
    """The reports with at least one statement that fits all that is asked for; None where nothing is.

    Raises DatasetError where the condition cannot be used.
    """
    if where is None and asked == StatementFilter():
        return None
    joined = _check(where) if where is not None else frozenset()
    named = bool(asked.actors or asked.places or asked.sources)
    columns = ["doc", MONTH, *(["form", "source"] if named else [])]
    query, values = _query(columns, where, joined, asked)
    ids: set[str] = set()
    months: set[str] = set()
    with _locked(dataset, with_reports=bool(joined)) as connection:
        for row in _rows(connection, query, values):
            if row["doc"] not in ids and (not named or _fits(row, asked)):
                ids.add(row["doc"])
                months.add(row[MONTH])
    return Chosen(frozenset(ids), frozenset(months))


# ---- the condition ----------------------------------------------------------------------------------------------


def _check(where: str) -> frozenset[str]:
    """Look a condition through; the columns of reports that it names. Raises DatasetError."""
    duckdb = import_extra("duckdb")
    if len(where) > _LONGEST:
        raise _refused(f"it is longer than {_LONGEST:,} signs")
    text = f"SELECT 1 FROM statements WHERE (\n{where}\n)"
    try:
        with duckdb.connect(":memory:") as connection:
            [(form,)] = connection.execute("SELECT json_serialize_sql(?)", [text]).fetchall()
    except duckdb.Error as error:
        raise _refused(_first_line(error)) from None
    tree = json.loads(form)
    if tree["error"]:
        raise _refused(str(tree["error_message"]))
    nodes = [statement["node"] for statement in tree["statements"]]
    plainly = len(nodes) == 1 and nodes[0]["type"] == "SELECT_NODE" and _is_bare(nodes[0])
    if not plainly:
        raise _refused("it is more than one condition")
    theirs: set[str] = set()
    _walk(nodes[0]["where_clause"], theirs, 0)
    return frozenset(theirs)


def _is_bare(node: Mapping[str, Any]) -> bool:
    """Whether a query has nothing but its condition."""
    return (
        not node["modifiers"]
        and not node["cte_map"]["map"]
        and not node["group_expressions"]
        and not node["group_sets"]
        and node["having"] is None
        and node["qualify"] is None
        and node["sample"] is None
        and node["from_table"]["type"] == "BASE_TABLE"
        and node["where_clause"] is not None
    )


def _walk(node: Any, theirs: set[str], depth: int) -> None:
    if depth > _DEEPEST:
        raise _refused("its brackets are too deep")
    if isinstance(node, list):
        for inner in node:
            _walk(inner, theirs, depth + 1)
    if not isinstance(node, dict):
        return
    kind = node.get("class")
    if kind is not None and kind not in _CLASSES:
        hint = "; for a list, write list_contains(agents, 'Russia')" if kind == "SUBQUERY" else ""
        raise _refused(f"a condition holds no {str(kind).lower().replace('_', ' ')}{hint}")
    if kind == "FUNCTION" and (node["function_name"].lower() not in _FUNCTIONS or node.get("schema") or node.get("catalog")):
        raise _refused(f"the function '{node['function_name']}' is not among those that a condition may use")
    if kind == "COLUMN_REF":
        _column(node["column_names"], theirs)
    for inner in node.values():
        _walk(inner, theirs, depth + 1)


def _column(names: list[str], theirs: set[str]) -> None:
    match [name.lower() for name in names]:
        case [name] | ["statements", name] if name in _OWN:
            return
        case ["reports", name] if name in _THEIRS:
            theirs.add(name)
        case _:
            raise _refused(f"there is no column '{'.'.join(names)}'; docs/dataset.md lists them (texts stand in 'single quotes')")


def _refused(why: str) -> DatasetError:
    return DatasetError(f"The condition given to --where cannot be used: {why}. It is one like: place = 'Aleppo' and start >= '2016-11-01'")


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0].rstrip(".")


# ---- where it runs ----------------------------------------------------------------------------------------------


def _query(
    columns: Iterable[str], where: str | None, joined: Iterable[str], asked: StatementFilter
) -> tuple[str, list[Any]]:
    holds: list[str] = []
    values: list[Any] = []
    if where is not None:
        holds.append(f"(\n{where}\n)")
    for column, codes in (("kind", asked.kinds), ("type", asked.types), ("status", asked.statuses)):
        if codes:
            holds.append(f"statements.{column} IN ({', '.join('?' * len(codes))})")
            values += codes
    if asked.since is not None or asked.until is not None:
        holds.append('(statements.start IS NOT NULL OR statements."end" IS NOT NULL)')
    for column, sign, day in (('"end"', ">=", asked.since), ("start", "<=", asked.until)):
        if day is not None:
            holds.append(f"(statements.{column} IS NULL OR statements.{column} {sign} ?)")
            values.append(day)
    if asked.min_score is not None:
        holds.append("statements.score >= ?")
        values.append(asked.min_score)
    tables = "statements"
    fields = ", ".join(f'"{name}" := "{name}"' for name in sorted(joined))
    if fields:  # as fields of one column, so that their names meet no name of a statement's column
        tables += f' JOIN (SELECT id AS report_of, struct_pack({fields}) AS reports FROM all_reports) ON report_of = statements.doc'
    chosen = ", ".join(f'statements."{name}"' for name in columns)
    return f"SELECT {chosen} FROM {tables} WHERE {' AND '.join(holds) or 'true'}", values


@contextmanager
def _locked(dataset: Dataset, with_reports: bool) -> Iterator[Any]:
    """A connection that sees these tables, and can reach nothing else."""
    duckdb = import_extra("duckdb")
    with duckdb.connect(":memory:") as connection:
        connection.register("statements", dataset.scan("statements"))
        if with_reports:
            connection.register("all_reports", dataset.scan("reports"))
        for setting in (
            f"memory_limit = '{_MEMORY}'",
            "temp_directory = ''",
            "python_enable_replacements = false",
            "allow_community_extensions = false",
            "autoinstall_known_extensions = false",
            "autoload_known_extensions = false",
            "enable_external_access = false",
            "lock_configuration = true",
        ):
            connection.execute(f"SET {setting}").fetchall()
        timer = threading.Timer(SECONDS, connection.interrupt)
        timer.daemon = True
        timer.start()
        try:
            yield connection
        except duckdb.InterruptException:
            raise _refused(f"it took longer than {SECONDS:g} seconds") from None
        except duckdb.Error as error:
            raise _refused(_first_line(error)) from None
        finally:
            timer.cancel()


def _rows(connection: Any, query: str, values: list[Any]) -> Iterator[dict[str, Any]]:
    found = connection.execute(query, values)
    names = [column[0] for column in found.description]
    while rows := found.fetchmany(_BATCH):
        for row in rows:
            yield dict(zip(names, row, strict=True))


# ---- names, as a case finds them --------------------------------------------------------------------------------


def _fits(row: Mapping[str, Any], asked: StatementFilter) -> bool:
    """Whether a statement has whom and what is asked for; the rules are those of `imbroglio.store.filters`."""
    s = _FORM.decode(row["form"])
    return (
        all(_is_among(named, (*s.agent, *s.target)) for named in asked.actors)
        and all(_is_among(named, s.place) for named in asked.places)
        and all(_says_so(source, row["source"], s) for source in asked.sources)
    )


def _is_among(named: Named, refs: Iterable[Ref]) -> bool:
    ids = named.ids | {named.text}
    words = f" {plain(named.text).replace('|', ' ')} "
    return any(key_from(r.id, r.name) in ids or words in fold_words(r.name, r.text) for r in refs)


def _says_so(source: str, publisher: str | None, s: Statement) -> bool:
    # SQLite, which asks a case, folds only a to z.
    fold = {n: n + 32 for n in range(65, 91)}
    return source.translate(fold) in (publisher or "").translate(fold) or _is_among(Named(source), s.claim.by)



