"""What the board knows of one slot: the row of `board_facts`, made from the inbox and the mirror.

It stays when the experience leaves by age: figures of the past do not change because a desk forgets texts.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from operator import attrgetter
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from spplus_desk.domain.deadlines import published_on
from spplus_desk.domain.experience import GeneralTags
from spplus_desk.domain.statistics import measures
from spplus_desk.domain.statistics.periods import number_of
from spplus_desk.store.connection import Database
from spplus_desk.store.projections import RANK_ANSWERED, RANK_TRANSFERRED, Scope
from spplus_desk.store.values import instant, list_text, tags_text

Overrides = Mapping[str, tuple[GeneralTags, tuple[str, ...]]]
"""Tags of slots as this desk's own pending commands make them: (general, business) by slot."""

UNKNOWN = -1


class Fact(NamedTuple):
    """In the order of the table. `delay` in microseconds and its `bucket`, UNKNOWN without a dated reply."""

    slot_id: str
    experience_id: str
    structure_id: str
    rid: int
    day: int
    state: int
    shared: int
    """1 where the experience has more than one slot here."""
    delay: int
    bucket: int
    replied_at: int | None
    sentiment: str | None
    channels: str
    procedures: str
    tags: str
    business_tags: str
    useful: int
    not_useful: int
    target: int
    """0 no internal deadline or no reply, 1 missed, 2 kept."""
    worked: int
    """Microseconds of opening until the reply, and its `worked_bucket`; UNKNOWN without a deadline or an hour."""
    worked_bucket: int


COLUMNS = ", ".join(Fact._fields)
INSERT = f"INSERT OR REPLACE INTO board_facts ({COLUMNS}) VALUES ({', '.join('?' * len(Fact._fields))})"
_VOTES = ("useful", "not_useful")
_REPLY = ("state", "delay", "bucket", "replied_at", "target", "worked", "worked_bucket")
_of_votes, _of_reply = attrgetter(*_VOTES), attrgetter(*_REPLY)
_rest = attrgetter(*(name for name in Fact._fields if name not in (*_VOTES, *_REPLY)))
_UPDATE_VOTES, _UPDATE_REPLY = (
    f"UPDATE board_facts SET {', '.join(f'{name} = ?' for name in names)} WHERE slot_id = ?"
    for names in (_VOTES, _REPLY + _VOTES)
)
_SOURCE = f"""
SELECT i.slot_id, i.experience_id, i.structure_id, i.rid, i.rank, i.published_at, e.published_date_only, i.timezone,
       i.replied_at, e.first_reply_at, e.first_reply_date_only, e.sentiment, i.channels, e.procedures, e.tags,
       s.business_tags, r.useful, r.not_useful, i.internal_due_at
  FROM %s JOIN experiences e ON e.rid = i.rid JOIN slots s ON s.id = i.slot_id LEFT JOIN replies r ON r.id = i.slot_id
 WHERE i.rank <> {RANK_TRANSFERRED} AND %s
"""
_OF_LISTED = _SOURCE % (
    "json_each(?1) t CROSS JOIN inbox i ON i.slot_id > t.value || ':' AND i.slot_id < t.value || ';'"
    " AND i.experience_id = t.value",
    "i.rid <= ?2",
)
# By the index of the inbox: from `experiences` on, SQLite made an index of the whole inbox for each slice.
_OF_RANGE = _SOURCE % ("inbox i", "i.rid > ?1 AND i.rid <= ?2")


def of_experiences(database: Database, scope: Scope, listed: str, upto: int, overrides: Overrides) -> list[Fact]:
    """The facts of some experiences (a JSON list of ids) with a row number up to `upto`."""
    return _facts(database.raw.execute(_OF_LISTED, (listed, upto)), scope, overrides)


def of_range(database: Database, scope: Scope, after: int, upto: int, overrides: Overrides) -> list[Fact]:
    """The facts of the experiences in a range of row numbers."""
    return _facts(database.raw.execute(_OF_RANGE, (after, upto)), scope, overrides)


def kept(database: Database, listed: str) -> list[Fact]:
    """The facts that are stored of some experiences."""
    found = database.raw.execute(
        f"SELECT {', '.join(f'f.{name}' for name in Fact._fields)} FROM json_each(?) t CROSS JOIN board_facts f"
        " ON f.slot_id > t.value || ':' AND f.slot_id < t.value || ';' AND f.experience_id = t.value",
        (listed,),
    )
    return list(map(Fact._make, found))


def write(database: Database, gone: Mapping[str, Fact], come: Mapping[str, Fact]) -> None:
    """From the facts of some experiences to those that hold now, by slot. Of a fact that stays, a vote writes the votes
    and a reply what replies change: an index costs where one of its columns is written."""
    remove(database, gone.keys() - come.keys())
    whole: list[Fact] = []
    replied: list[tuple[Any, ...]] = []
    voted: list[tuple[Any, ...]] = []
    for id, fact in come.items():
        was = gone.get(id)
        if was is None or _rest(was) != _rest(fact):
            whole.append(fact)
        elif _of_reply(was) != _of_reply(fact):
            replied.append((*_of_reply(fact), *_of_votes(fact), id))
        elif _of_votes(was) != _of_votes(fact):
            voted.append((*_of_votes(fact), id))
    database.raw.executemany(INSERT, whole)
    database.raw.executemany(_UPDATE_REPLY, replied)
    database.raw.executemany(_UPDATE_VOTES, voted)


def remove(database: Database, slot_ids: Iterable[str]) -> None:
    database.raw.executemany("DELETE FROM board_facts WHERE slot_id = ?", [(id,) for id in slot_ids])


def _facts(rows: Iterable[Any], scope: Scope, overrides: Overrides) -> list[Fact]:
    found: list[Fact] = []
    slots: dict[str, int] = {}
    for row in rows:
        made = _fact(row, scope, overrides)
        slots[made.experience_id] = slots.get(made.experience_id, 0) + 1
        found.append(made)
    if len(slots) == len(found):
        return found
    return [made._replace(shared=1) if slots[made.experience_id] > 1 else made for made in found]


def _fact(c: Any, scope: Scope, overrides: Overrides) -> Fact:
    published_at, date_only, zone = c[5], bool(c[6]), c[7]
    delay = worked = UNKNOWN
    replied_at: int | None = c[8] if c[4] == RANK_ANSWERED else None
    if replied_at is not None:
        reply_date_only = bool(c[10]) and replied_at == c[9]
        if date_only or reply_date_only:
            days = _day(replied_at, reply_date_only, zone) - _day(published_at, date_only, zone)
            delay = max(days, 0) * measures.DAY
        else:
            delay = max(replied_at - published_at, 0)
        if c[18] is not None and not reply_date_only:
            worked = scope.book.worked(c[0], c[2], published_at, date_only, replied_at)
    tags, business = c[14], c[15]
    if c[0] in overrides:
        general, own = overrides[c[0]]
        tags, business = tags_text(general), list_text(own)
    # By place: twenty names for each of a hundred facts cost more than what they say.
    return Fact(
        c[0],
        c[1],
        c[2],
        c[3],
        _day(published_at, date_only, zone),
        c[4],
        0,
        delay,
        UNKNOWN if delay < 0 else measures.bucket(delay),
        replied_at,
        c[11],
        c[12],
        c[13],
        tags,
        business,
        c[16] or 0,
        c[17] or 0,
        0 if replied_at is None or c[18] is None else 2 if replied_at <= c[18] else 1,
        worked,
        UNKNOWN if worked < 0 else measures.worked_bucket(worked),
    )


def _day(moment: int, date_only: bool, zone: str) -> int:
    """The calendar day of an instant: at the site, or in Paris where the platform told a day alone."""
    at = instant(moment)
    return number_of(published_on(at) if date_only else at.astimezone(_zone(zone)).date())


@lru_cache(maxsize=100)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


@lru_cache(maxsize=10_000)
def parts_of(channels: str, procedures: str, tags: str, business: str) -> tuple[tuple[str, str], ...]:
    """(dimension, name) of all that an experience is listed under."""
    found = [("channel", name) for name in msgspec.json.decode(channels)]
    found += [("procedure", name) for name in msgspec.json.decode(procedures)]
    if tags:
        found += [("tag", f"{tag}:{mood}") for tag, mood in sorted(msgspec.json.decode(tags).items()) if mood]
    found += [("business_tag", name) for name in msgspec.json.decode(business)]
    return tuple(dict.fromkeys(found))
