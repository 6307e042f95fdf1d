"""The recall base: the published answers of each network, newest first up to the number that the administrator sets.

It is made from what is published alone, after an import, in transactions of its own: one for each network, numbered
from that network's own counter by its last statement, so that a reader never misses a change.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, Engine, select, update

from spplus_desk.central.tables import cases, documents, experiences, meta, networks, slots, structures
from spplus_desk.central.unit import UnitOfWork, run_unit
from spplus_desk.central.upsert import upsert
from spplus_desk.domain.cases import Case
from spplus_desk.domain.errors import BadInput
from spplus_desk.domain.experience import Experience, Reply, Slot
from spplus_desk.domain.vocabulary import Entity, ReplyState

DEFAULT_KEPT = 5_000
MOST_KEPT = 100_000
_KEPT = "cases_kept"
_CHUNK = 400


def kept(connection: Connection) -> int:
    """How many cases each network keeps."""
    found = connection.execute(select(meta.c.value).where(meta.c.key == _KEPT)).scalar_one_or_none()
    return DEFAULT_KEPT if found is None else int(found)


def keep(unit: UnitOfWork, number: int) -> None:
    """Sets how many cases each network keeps; 0: none. Raises BadInput."""
    if not 0 <= number <= MOST_KEPT:
        raise BadInput(f"Le nombre de cas va de 0 à {MOST_KEPT}.")
    values = [{"key": _KEPT, "value": str(number)}]
    unit.connection.execute(upsert(meta, unit.connection.dialect.name), values)
    unit.audit("keep_cases", detail={"number": number})


def refresh_cases(engine: Engine, clock: Callable[[], datetime]) -> dict[str, int]:
    """Brings the base up to what is published now; how many cases each network has."""
    with engine.connect() as connection:
        names = list(connection.execute(select(networks.c.id).order_by(networks.c.id)).scalars())
    return {name: run_unit(engine, clock, lambda unit, name=name: _refresh(unit, name)) for name in names}  # type: ignore[misc]


def _refresh(unit: UnitOfWork, network: str) -> int:
    connection = unit.connection
    wanted = _published(connection, network, kept(connection))
    known = {
        row.id: (row.doc, row.removed)
        for row in connection.execute(
            select(cases.c.id, cases.c.doc, cases.c.removed).where(cases.c.network == network)
        )
    }
    changed: list[dict[str, Any]] = []
    for ids in _chunks(list(wanted)):
        for case in _read(connection, ids):
            doc = msgspec.json.encode(case).decode()
            if known.get(case.id) != (doc, False):
                changed.append({"id": case.id, "doc": doc, "removed": False})
    changed += [
        {"id": key, "doc": "", "removed": True} for key, (_, gone) in known.items() if not gone and key not in wanted
    ]
    if changed:
        _number(connection, network, changed)
    return len(wanted)


def _published(connection: Connection, network: str, most: int) -> dict[str, None]:
    """Slot ids of the newest published replies."""
    query = (
        select(slots.c.experience_id, slots.c.structure_id)
        .join(structures, structures.c.id == slots.c.structure_id)
        .join(experiences, experiences.c.id == slots.c.experience_id)
        .where(
            structures.c.network == network,
            slots.c.reply_state == ReplyState.PUBLISHED.value,
            slots.c.transferred_to.is_(None),
        )
        .order_by(experiences.c.published_at.desc(), slots.c.experience_id, slots.c.structure_id)
        .limit(most)
    )
    return dict.fromkeys(f"{row.experience_id}:{row.structure_id}" for row in connection.execute(query))


def _read(connection: Connection, ids: Sequence[str]) -> Iterable[Case]:
    found = {key: msgspec.json.decode(doc, type=Reply) for key, doc in _docs(connection, Entity.REPLY, ids)}
    places = {key: msgspec.json.decode(doc, type=Slot) for key, doc in _docs(connection, Entity.SLOT, ids)}
    wanted = {key.partition(":")[0] for key in found}
    told = {
        key: msgspec.json.decode(doc, type=Experience)
        for key, doc in _docs(connection, Entity.EXPERIENCE, sorted(wanted))
    }
    for key, reply in found.items():
        experience, slot = told.get(reply.experience_id), places.get(key)
        if experience is None or slot is None or not reply.body.strip():
            continue
        yield Case(
            id=key,
            structure_name=slot.structure_name,
            title=experience.title,
            body=experience.body,
            reply=reply.body,
            published_at=reply.published_at or reply.submitted_at or experience.published_at,
            sentiment=experience.sentiment,
            procedures=experience.procedures,
            channels=slot.channels,
            useful=reply.useful or 0,
            not_useful=reply.not_useful or 0,
        )


def _docs(connection: Connection, entity: Entity, ids: Sequence[str]) -> Iterable[tuple[str, str]]:
    query = select(documents.c.id, documents.c.doc).where(documents.c.entity == entity.value, documents.c.id.in_(ids))
    for row in connection.execute(query):
        yield row.id, row.doc


def _number(connection: Connection, network: str, changed: list[dict[str, Any]]) -> None:
    """The last statements: numbers in commit order, from the network's own counter of cases."""
    last = connection.execute(
        update(networks)
        .where(networks.c.id == network)
        .values(case_seq=networks.c.case_seq + len(changed))
        .returning(networks.c.case_seq)
    ).scalar_one()
    rows = [
        {**row, "network": network, "seq": last - len(changed) + place} for place, row in enumerate(changed, start=1)
    ]
    for start in range(0, len(rows), _CHUNK):
        connection.execute(upsert(cases, connection.dialect.name), rows[start : start + _CHUNK])


# Reading


def heads(connection: Connection, agent_networks: Sequence[str]) -> dict[str, int]:
    query = select(networks.c.id, networks.c.case_seq).where(networks.c.id.in_(agent_networks))
    return {row.id: row.case_seq for row in connection.execute(query)}


def read_cases(
    connection: Connection, places: dict[str, tuple[int, int]], limit: int
) -> tuple[list[tuple[str, str | None]], dict[str, tuple[int, int]], bool]:
    """After `places` (network to position, and the floor below which removals are of no use): (id, row as JSON, or None
    where it is gone), the new places, whether more is left."""
    found: list[tuple[str, str | None]] = []
    after = dict(places)
    more = False
    for network in sorted(places):
        position, floor = places[network]
        left = limit - len(found)
        query = (
            select(cases)
            .where(cases.c.network == network, cases.c.seq > position, ~cases.c.removed | (cases.c.seq > floor))
            .order_by(cases.c.seq)
            .limit(left + 1)
        )
        rows = connection.execute(query).all()
        more = more or len(rows) > left
        for row in rows[:left]:
            found.append((row.id, None if row.removed else row.doc))
            after[network] = (row.seq, floor)
    return found, after, more


def _chunks(items: Sequence[str]) -> Iterable[Sequence[str]]:
    for start in range(0, len(items), _CHUNK):
        yield items[start : start + _CHUNK]
