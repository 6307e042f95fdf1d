"""The board held against what knows no roll-up: plain SQL over inbox and mirror, and working time walked day by day."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import holidays

from spplus_desk.domain.document_contents import Waiting
from spplus_desk.domain.statistics import measures
from spplus_desk.domain.statistics.answers import Numbers
from spplus_desk.domain.statistics.periods import Period
from spplus_desk.domain.statistics.questions import Behind, Node, Which
from tests.helpers.cache import NOW, SITE, Cache

HEAD, DESK_A, DESK_B, OUTSIDE = "reseau", "accueil-a", "accueil-b", "prefecture"
Week = Mapping[str, tuple[tuple[str, str], ...]]
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FEASTS = holidays.country_holidays("FR", years=range(2024, 2029))
PERIOD = Period((NOW - timedelta(days=75)).date(), (NOW - timedelta(days=1)).date())
EVER = Period((NOW - timedelta(days=900)).date(), NOW.date())

# By experience of the node, from the inbox, the mirror and nothing else. ?1 structures, ?2 and ?3 days, ?4 zone hours.
_INDEPENDENT = """
WITH place AS (
    SELECT i.experience_id, i.rank, e.sentiment, r.useful, r.not_useful,
           CASE WHEN e.published_date_only
                THEN date((i.published_at + 3600000000) / 1000000, 'unixepoch')
                ELSE date((i.published_at + 3600000000 * (i.timezone = 'Europe/Paris')
                           + 14400000000 * (i.timezone = 'Indian/Reunion')) / 1000000, 'unixepoch') END AS day,
           CASE WHEN i.rank <> 2 OR i.replied_at IS NULL THEN NULL
                WHEN e.published_date_only THEN 86400000000 * max(0, cast(
                    julianday(date((i.replied_at + 3600000000 * (i.timezone = 'Europe/Paris')
                        + 14400000000 * (i.timezone = 'Indian/Reunion')) / 1000000, 'unixepoch'))
                    - julianday(date((i.published_at + 3600000000) / 1000000, 'unixepoch')) AS integer))
                ELSE max(0, i.replied_at - i.published_at) END AS delay
      FROM inbox i JOIN experiences e ON e.id = i.experience_id LEFT JOIN replies r ON r.id = i.slot_id
     WHERE i.rank < 3 AND i.structure_id IN (SELECT value FROM json_each(?1))
), told AS (
    SELECT experience_id, min(day) AS day, max(rank = 2) AS answered, min(delay) AS delay, max(sentiment) AS sentiment,
           sum(rank = 2) AS replies, sum(coalesce(useful, 0)) AS useful, sum(coalesce(not_useful, 0)) AS not_useful
      FROM place GROUP BY experience_id
)
SELECT count(*), coalesce(sum(answered), 0), coalesce(sum(delay < 604800000000), 0), count(delay),
       coalesce(sum(sentiment = 'negative'), 0), coalesce(sum(replies), 0), coalesce(sum(useful), 0),
       coalesce(sum(not_useful), 0), coalesce(json_group_array(delay) FILTER (WHERE delay IS NOT NULL), '[]')
  FROM told WHERE day BETWEEN ?2 AND ?3
"""


# Replies that have a working time: what it is made of, and the day of the experience at that place.
_TIMED = """
SELECT i.slot_id, i.experience_id, i.structure_id, i.published_at, e.published_date_only, i.replied_at, i.timezone,
       CASE WHEN e.published_date_only
            THEN date((i.published_at + 3600000000) / 1000000, 'unixepoch')
            ELSE date((i.published_at + 3600000000 * (i.timezone = 'Europe/Paris')
                       + 14400000000 * (i.timezone = 'Indian/Reunion')) / 1000000, 'unixepoch') END,
       i.rank = 2 AND i.replied_at IS NOT NULL AND i.internal_due_at IS NOT NULL
       AND NOT (e.first_reply_date_only AND i.replied_at IS e.first_reply_at)
  FROM inbox i JOIN experiences e ON e.id = i.experience_id
 WHERE i.rank < 3 AND i.structure_id IN (SELECT value FROM json_each(?1))
"""
OPEN = {"mon": (("08:30", "12:00"), ("13:30", "16:00"))}
LONG = {"mon": (("07:00", "19:00"),), "sat": (("09:00", "12:00"),)}


def numbers(desk: Cache, structure_id: str = HEAD, *, alone: bool = False, period: Period = EVER) -> Numbers:
    found = desk.store.numbers(Node(structure_id, alone), period, desk.clock()).result()
    assert found is not None
    return found


def check(
    desk: Cache, period: Period = EVER, hours: Week = OPEN, pauses: Mapping[str, tuple[Waiting, ...]] = {}
) -> None:
    """Recount and independent SQL agree with what is kept, and each list is as long as its figure. `hours` are those
    of the network, every working day as its Monday."""
    assert desk.store.recount().result() == ()
    for node, structures in (
        (Node(HEAD), (HEAD, SITE, DESK_A, DESK_B)),
        (Node(SITE), (SITE, DESK_A, DESK_B)),
        (Node(SITE, alone=True), (SITE,)),
        (Node(DESK_B), (DESK_B,)),
    ):
        told = numbers(desk, node.structure_id, alone=node.alone, period=period)
        count, *sums, delays = independent(desk, structures, period)
        kept = told.now.counts
        seven = [kept.answered, kept.in_time, kept.dated, kept.negative, kept.replies, kept.useful, kept.not_useful]
        assert [kept.experiences, *seven] == [count, *sums]
        listed = sorted(delays)
        assert told.now.median == (listed[measures.rank(0.5, len(listed))] if listed else None)
        assert told.now.p90 == (listed[measures.rank(0.9, len(listed))] if listed else None)
        assert sum(point.dated for point in told.trend) == kept.dated
        worked = working_times(desk, structures, period, hours, pauses)
        assert told.now.worked_median == (worked[measures.rank(0.5, len(worked))] if worked else None)
        assert told.now.worked_p90 == (worked[measures.rank(0.9, len(worked))] if worked else None)
        assert sum(kept.worked) == len(worked)
        for which, wanted in (
            (Which.ALL, kept.experiences),
            (Which.UNANSWERED, kept.waiting),
            (Which.IN_TIME, kept.in_time),
            (Which.SLOWEST, told.now.slower),
            (Which.WAITING, told.waiting.total),
            (Which.LATE, told.waiting.late),
            (Which.WORKED, len(worked)),
            (Which.WORKED_SLOWEST, told.now.worked_slower),
        ):
            assert len(desk.store.behind(Behind(node, period, which), desk.clock()).result()) == wanted, which


def independent(desk: Cache, structures: tuple[str, ...], period: Period) -> list[Any]:
    values = (json.dumps(structures), period.first.isoformat(), period.last.isoformat())
    row = desk.store._post(lambda work: work.database.raw.execute(_INDEPENDENT, values).fetchone()).result()
    return [*row[:-1], json.loads(row[-1])]


def working_times(
    desk: Cache,
    structures: tuple[str, ...],
    period: Period,
    hours: Week,
    pauses: Mapping[str, tuple[Waiting, ...]],
) -> list[int]:
    """Sorted microseconds of opening until each reply: day by day, period by period, the pauses cut out."""
    rows = desk.store._post(
        lambda work: work.database.raw.execute(_TIMED, (json.dumps(structures),)).fetchall()
    ).result()
    first: dict[str, str] = {}
    for _, experience_id, *_, day, _ in rows:
        first[experience_id] = min(day, first.get(experience_id, day))
    found = []
    for slot_id, experience_id, _, published, date_only, replied, zone, _, known in rows:
        if not known or not period.first.isoformat() <= first[experience_id] <= period.last.isoformat():
            continue
        local = ZoneInfo(zone)
        begin, end = (EPOCH + timedelta(microseconds=at) for at in (published, replied))
        if date_only:
            begin = datetime.combine(begin.astimezone(ZoneInfo("Europe/Paris")).date(), time.min, local)
        held = [(one.start, one.end or NOW + timedelta(days=9999)) for one in pauses.get(slot_id, ())]
        passed = timedelta(0)
        day = begin.astimezone(local).date()
        while datetime.combine(day, time.min, local) < end:
            for opens, closes in open_on(day, zone, hours):
                low, high = (datetime.combine(day, time.fromisoformat(one), local) for one in (opens, closes))
                marks = sorted({max(low, begin), min(high, end), *(m for pause in held for m in pause)})
                for left, right in pairwise(marks):
                    inside = max(low, begin) <= left and right <= min(high, end)
                    if inside and not any(start <= left < stop for start, stop in held):
                        passed += right - left
            day += timedelta(days=1)
        found.append(measures.micros(passed))
    return sorted(found)


def open_on(day: date, zone: str, hours: Week) -> tuple[tuple[str, str], ...]:
    """All sites live by the days of metropolitan France."""
    if day in FEASTS:
        return ()
    return hours["mon"] if day.weekday() < 5 else hours.get("sat", ()) if day.weekday() == 5 else ()
