"""The recall base in the cache: kept apart from the mirror, indexed by stems, asked for what is near a testimony."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from math import log
from typing import Any

from spplus_desk.domain.advice.texts import says_something
from spplus_desk.domain.cases import NEAREST, Asked, Case, CloseCase, passage, rank, words_in_common
from spplus_desk.domain.folding import WORD, fold
from spplus_desk.store import meta, records
from spplus_desk.store.connection import Database, one
from spplus_desk.store.values import instant, list_text, micros, texts
from spplus_desk.store.words import idle, stem

CURSOR, CHECKED = "cases_cursor", "cases_checked_at"
_COLUMNS = "id, structure_name, title, body, reply, published_at, sentiment, procedures, channels, useful, not_useful"
_TERMS = 24
"""The rarest stems of a testimony that are looked for: the others are in every case, and cost the most."""
_CANDIDATES = 60
_COMMONEST = 0.25
"""A stem that more than that share of the cases has says nothing."""
_TITLE, _BODY, _REPLY = 4.0, 1.0, 0.7
"""How much a word counts by where the case has it."""
_MOST_SCORED = 12_000
"""Cases that are scored for one question, about: the time goes there, and the rarest stems bring what is near."""
_FEWEST = 6
"""Stems that are looked for in any case."""
# The texts of the candidates alone are read: joined first, those of every case that matches would be.
_NEAREST = (
    f"SELECT {', '.join('c.' + name.strip() for name in _COLUMNS.split(','))}, n.nearness FROM ("
    f"SELECT rowid AS rid, -bm25(stems_of_cases, {_TITLE}, {_BODY}, {_REPLY}) AS nearness FROM stems_of_cases"
    " WHERE stems_of_cases MATCH ? ORDER BY nearness DESC LIMIT ?"
    ") n JOIN cases c ON c.rid = n.rid ORDER BY n.nearness DESC"
)


def apply(database: Database, changes: Iterable[tuple[str, Case | None]], cursor: str, *, whole: bool) -> None:
    """Writes one page; `whole`: it is the first of a reading from zero, and what was there goes."""
    with database.transaction(durable=False):
        if whole:
            clear(database)
        for key, case in changes:
            _drop(database, key)
            if case is not None:
                _put(database, case)
        meta.write(database, CURSOR, cursor)


def clear(database: Database) -> None:
    database.raw.execute("DELETE FROM cases")
    database.raw.execute("INSERT INTO stems_of_cases (stems_of_cases) VALUES ('delete-all')")
    meta.write(database, CURSOR, None)


def mark_checked(database: Database, at: datetime) -> None:
    with database.transaction(durable=False):
        meta.write_instant(database, CHECKED, at)


def _drop(database: Database, key: str) -> None:
    found = one(database, "SELECT rid FROM cases WHERE id = ?", key)
    if found is not None:
        database.raw.execute("DELETE FROM stems_of_cases WHERE rowid = ?", (found[0],))
        database.raw.execute("DELETE FROM cases WHERE rid = ?", (found[0],))


def _put(database: Database, case: Case) -> None:
    values = (
        case.id,
        case.structure_name,
        case.title,
        case.body,
        case.reply,
        micros(case.published_at),
        case.sentiment and case.sentiment.value,
        list_text(case.procedures),
        list_text(case.channels),
        case.useful,
        case.not_useful,
    )
    rid = database.raw.execute(
        f"INSERT INTO cases ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", values
    ).lastrowid
    database.raw.execute(
        "INSERT INTO stems_of_cases (rowid, title, body, reply) VALUES (?, ?, ?, ?)",
        (rid, _stemmed(case.title), _stemmed(case.body), _stemmed(case.reply)),
    )


def _stemmed(text: str) -> str:
    return " ".join(stem(word) for word in WORD.findall(text) if not idle(word))


def nearest(
    database: Database, asked: Asked, *, useful_first: bool = True, most: int = NEAREST
) -> tuple[CloseCase, ...]:
    """The cases that are near a testimony, nearest first. Reads only."""
    rarity = _rarity(database, asked)
    if not rarity:
        return ()
    wanted = " OR ".join(f'"{term}"' for term in rarity)
    found = database.raw.execute(_NEAREST, (wanted, _CANDIDATES)).fetchall()
    ranked = rank(asked, ((to_case(row), row[-1]) for row in found), useful_first=useful_first, most=most)
    offered = []
    mine = _stems_of((asked.title, asked.body))
    for case, near in ranked:
        stem_of = mine | _stems_of((case.title, case.body, case.reply))
        offered.append(
            CloseCase(
                case=case,
                passage=passage(case.reply, rarity.keys(), stem_of),
                words=words_in_common(asked, case, rarity, stem_of),
                nearness=near,
            )
        )
    return tuple(offered)


def _rarity(database: Database, asked: Asked) -> dict[str, float]:
    """The stems of the testimony that the base knows, with their rarity (inverse document frequency), rarest first."""
    total = int(one(database, "SELECT count(*) FROM cases")[0])
    if not total:
        return {}
    told = (asked.title, asked.body, *asked.procedures)
    terms = {stem(word) for text in told for word in WORD.findall(text) if says_something(word)}
    known: dict[str, int] = {}
    for term in sorted(terms):
        row = one(database, "SELECT doc FROM vocabulary_of_cases WHERE term = ?", term)
        if row is not None and (row[0] <= total * _COMMONEST or total < 20):
            known[term] = int(row[0])
    found: dict[str, float] = {}
    scored = 0
    for term in sorted(known, key=lambda term: (known[term], term))[:_TERMS]:
        scored += known[term]
        if scored > _MOST_SCORED and len(found) >= _FEWEST:
            break
        found[term] = log(1 + total / known[term])
    return found


def _stems_of(given: Sequence[str]) -> dict[str, str]:
    words = {fold(word) for text in given for word in WORD.findall(text)}
    return {word: stem(word) for word in words}


def to_case(c: Any) -> Case:
    return Case(
        id=c[0],
        structure_name=c[1],
        title=c[2],
        body=c[3],
        reply=c[4],
        published_at=instant(c[5]),
        sentiment=records.sentiment(c[6]),
        procedures=texts(c[7]),
        channels=texts(c[8]),
        useful=c[9],
        not_useful=c[10],
    )


def asked_of(database: Database, experience_id: str) -> Asked | None:
    """What is looked for, for an experience that is mirrored."""
    found = one(
        database,
        "SELECT e.id, e.title, e.body, e.procedures, e.sentiment,"
        " coalesce((SELECT s.channels FROM slots s WHERE s.id > e.id || ':' AND s.id < e.id || ';' LIMIT 1), '[]')"
        " FROM experiences e WHERE e.id = ?",
        experience_id,
    )
    if found is None:
        return None
    return Asked(
        experience_id=found[0],
        title=found[1],
        body=found[2],
        procedures=texts(found[3]),
        sentiment=records.sentiment(found[4]),
        channels=texts(found[5]),
    )
