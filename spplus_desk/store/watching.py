"""What alerts are decided on: the open slots of an agent's own with a deadline within reach, and what was told."""

from collections.abc import Collection
from datetime import datetime

import msgspec

from spplus_desk.domain.alerts import AlertChoices, Look, Memory, Watch, Watched, own_structures
from spplus_desk.domain.alerts import look as decide
from spplus_desk.store import meta, relays
from spplus_desk.store.connection import Database
from spplus_desk.store.mirror import ids_text
from spplus_desk.store.projections import RANK_OPEN
from spplus_desk.store.urgency import end_of_day
from spplus_desk.store.values import instant, instant_or_none, micros
from spplus_desk.store.workplace import Workplace

_MEMORY = "alerts.told"
_MOST = 5_000
"""Deadlines within two days of one agent: far more than anyone answers."""
_OWN = """(i.claimed_by IN (SELECT value FROM json_each(:agents))
 OR (i.claimed_by IS NULL AND i.structure_id IN (SELECT value FROM json_each(:structures))))"""


def watch(
    database: Database, agents: Collection[str], structures: Collection[str], now: datetime, until: datetime, zone: str
) -> Watch:
    """What is claimed by one of `agents`, or by nobody at one of `structures`; `zone` is where today ends."""
    values = {
        "agents": ids_text(sorted(agents)),
        "structures": ids_text(sorted(structures)),
        "open": RANK_OPEN,
        "now": micros(now),
        "until": micros(until),
        "tonight": end_of_day(now, zone, 0),
        "most": _MOST,
    }
    rows = database.raw.execute(
        f"""SELECT i.slot_id, i.structure_name, i.due_at, i.internal_due_at FROM inbox i WHERE i.slot_id IN (
          SELECT slot_id FROM inbox WHERE rank = :open AND urgency > :now AND urgency <= :until UNION
          SELECT slot_id FROM inbox WHERE rank = :open AND rank < 2
            AND internal_due_at > :now AND internal_due_at <= :until
        ) AND {_OWN} ORDER BY i.due_at, i.slot_id LIMIT :most""",
        values,
    )
    found = tuple(
        Watched(key=key, structure_name=name, due_at=instant(due), internal_due_at=instant_or_none(internal))
        for key, name, due, internal in rows
    )
    late, today = database.raw.execute(
        f"""SELECT count(*) FILTER (WHERE i.urgency <= :now), count(*) FILTER (WHERE i.urgency > :now)
        FROM inbox i WHERE i.rank = :open AND i.urgency <= :tonight AND {_OWN}""",
        values,
    ).fetchone()
    return Watch(rows=found, late=int(late), today=int(today))


def memory(database: Database) -> Memory:
    found = meta.read(database, _MEMORY)
    return Memory() if found is None else msgspec.json.decode(found, type=Memory)


def look(work: Workplace, choices: AlertChoices, now: datetime) -> Look:
    """What to tell at `now`. It counts as told from here on: after a kill it is not repeated."""
    agent = work.scope.agent
    structures = own_structures(agent)
    zone = work.scope.zone_of(structures[0] if structures else agent.memberships[0].structure_id)
    seen = watch(work.database, relays.mine(work, now), structures, now, now + choices.reach, zone)
    before = memory(work.database)
    found = decide(seen, choices, before, now, zone)
    if found.memory != before:
        with work.database.transaction(durable=False):
            meta.write(work.database, _MEMORY, msgspec.json.encode(found.memory).decode())
    return found
