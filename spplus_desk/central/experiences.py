"""Writing what exports tell of experiences, their slots and their published replies; idempotent."""

from collections.abc import Sequence
from hashlib import sha256

import msgspec
from sqlalchemy import bindparam, delete, insert, select, update

from spplus_desk.central.incoming import IncomingExperience, IncomingSlot, Tally, label_key
from spplus_desk.central.slot_record import SlotRecord, merge_slot
from spplus_desk.central.structures import StructureIndex
from spplus_desk.central.tables import events, experiences, slots, unresolved_slots
from spplus_desk.central.unit import UnitOfWork
from spplus_desk.central.upsert import upsert
from spplus_desk.domain.experience import Event, Experience, Reply, Slot, slot_id
from spplus_desk.domain.values import replace

_CHUNK = 400


def upsert_experiences(unit: UnitOfWork, incoming: Sequence[IncomingExperience], index: StructureIndex) -> Tally:
    """Add or update a batch (about 1,000 a transaction measures well), and announce what changed.

    The same content again changes nothing and announces nothing. What agents made here is kept: general tags they
    set, claims, comments, transfers, replies on their way; a reply that the export shows becomes `published`.
    A slot whose structure is unknown is kept aside until `resolve_slots` finds it.
    """
    rows = {item.experience.id: item for item in incoming}
    digests = {key: _digest(item) for key, item in rows.items()}
    known = _known_digests(unit, list(rows))
    fresh = [item for key, item in rows.items() if key not in known]
    changed = [item for key, item in rows.items() if key in known and known[key] != digests[key]]
    tally = Tally(added=len(fresh), updated=len(changed), unchanged=len(rows) - len(fresh) - len(changed))
    if fresh:
        unit.connection.execute(
            insert(experiences),
            [
                {"id": e.experience.id, "digest": digests[e.experience.id], "published_at": e.experience.published_at}
                for e in fresh
            ],
        )
        unit.save_all([item.experience for item in fresh], created=True)
        tally.unresolved_slots += _add_fresh_slots(unit, fresh, index)
    if changed:
        unit.connection.execute(
            update(experiences)
            .where(experiences.c.id == bindparam("key"))
            .values(digest=bindparam("d"), published_at=bindparam("p")),
            [
                {"key": e.experience.id, "d": digests[e.experience.id], "p": e.experience.published_at}
                for e in sorted(changed, key=lambda e: e.experience.id)
            ],
        )
        stored = unit.load_all(Experience, [item.experience.id for item in changed])
        for item in changed:
            before = stored[item.experience.id]
            after = _merge_experience(unit, before, item.experience)
            if after != before:
                unit.save(after)
            if (after.title, after.body) != (before.title, before.body):
                _note_correction(unit, after, digests[after.id])
        tally.unresolved_slots += _merge_slots(unit, {e.experience.id: e.slots for e in changed}, index)
    return tally


def resolve_slots(unit: UnitOfWork, index: StructureIndex, limit: int = 5_000) -> int:
    """Give their structure to slots that were waiting for it, and announce them; the number resolved.

    To be called until it answers 0, a transaction each time: an export may hold many slots of one new structure.
    """
    found: dict[str, list[IncomingSlot]] = {}
    done: list[tuple[str, str, str]] = []
    pairs = unit.connection.execute(
        select(unresolved_slots.c.name_key, unresolved_slots.c.typology_key, unresolved_slots.c.label).distinct()
    ).all()
    for name_key, typology_key, label in pairs:
        if index.resolve(label, typology_key) is None or len(done) >= limit:
            continue
        query = (
            select(unresolved_slots)
            .where(
                unresolved_slots.c.name_key == name_key,
                unresolved_slots.c.typology_key == typology_key,
                unresolved_slots.c.label == label,
            )
            .limit(limit - len(done))
        )
        for row in unit.connection.execute(query):
            found.setdefault(row.experience_id, []).append(msgspec.json.decode(row.content, type=IncomingSlot))
            done.append((row.experience_id, row.name_key, row.typology_key))
    for experience_id, name_key, typology_key in done:
        unit.connection.execute(
            delete(unresolved_slots).where(
                unresolved_slots.c.experience_id == experience_id,
                unresolved_slots.c.name_key == name_key,
                unresolved_slots.c.typology_key == typology_key,
            )
        )
    if found:
        _merge_slots(unit, {key: tuple(items) for key, items in found.items()}, index)
    return len(done)


def _digest(item: IncomingExperience) -> str:
    return sha256(msgspec.json.encode(item)).hexdigest()


def _known_digests(unit: UnitOfWork, ids: Sequence[str]) -> dict[str, str]:
    """The digests of those that exist, locked: an agent's command on one of them waits, and is then judged afresh."""
    found: dict[str, str] = {}
    for start in range(0, len(ids), _CHUNK):
        query = (
            select(experiences.c.id, experiences.c.digest)
            .where(experiences.c.id.in_(sorted(ids)[start : start + _CHUNK]))
            .order_by(experiences.c.id)
            .with_for_update()
        )
        found.update((row.id, row.digest) for row in unit.connection.execute(query))
    return found


def _merge_experience(unit: UnitOfWork, before: Experience, after: Experience) -> Experience:
    """The export's row, with the general tags that agents set here."""
    touched = unit.connection.execute(
        select(slots.c.structure_id).where(slots.c.experience_id == before.id, slots.c.tags_command.is_not(None))
    ).first()
    return replace(after, tags=before.tags) if touched else after


def _note_correction(unit: UnitOfWork, experience: Experience, digest: str) -> None:
    """The platform told the text anew: a line of the history. The rest of an export, its rows tell themselves."""
    key = sha256(f"{experience.id}\0{digest}\0{unit.now.isoformat()}".encode()).hexdigest()
    unit.connection.execute(insert(events).values(id=key, experience_id=experience.id, structure_id=""))
    unit.save(Event(id=key, experience_id=experience.id, structure_id="", kind="import", at=unit.now))


def _add_fresh_slots(unit: UnitOfWork, fresh: Sequence[IncomingExperience], index: StructureIndex) -> int:
    columns: list[dict[str, object]] = []
    rows: list[Slot] = []
    replies: list[Reply] = []
    waiting: dict[tuple[str, str, str], dict[str, object]] = {}
    for item in fresh:
        seen: set[str] = set()
        for slot in item.slots:
            code = index.resolve(slot.label, slot.typology)
            if code is None:
                _keep_aside(waiting, item.experience.id, slot)
                continue
            if code in seen:
                continue
            seen.add(code)
            record, row, reply = merge_slot(None, None, None, item.experience.id, code, index.name(code), slot)
            columns.append(record.columns())
            rows.append(row)
            if reply is not None:
                replies.append(reply)
    if columns:
        unit.connection.execute(insert(slots), columns)
    unit.save_all(rows, created=True)
    unit.save_all(replies, created=True)
    _store_waiting(unit, waiting)
    return len(waiting)


def _merge_slots(unit: UnitOfWork, wanted: dict[str, tuple[IncomingSlot, ...]], index: StructureIndex) -> int:
    records = _records(unit, list(wanted))
    keys = [slot_id(e, s) for e, s in records]
    known_slots, known_replies = unit.load_all(Slot, keys), unit.load_all(Reply, keys)
    waiting: dict[tuple[str, str, str], dict[str, object]] = {}
    for experience_id, items in wanted.items():
        for item in items:
            code = index.resolve(item.label, item.typology)
            if code is None:
                _keep_aside(waiting, experience_id, item)
                continue
            code = _follow(records, experience_id, code)
            key = slot_id(experience_id, code)
            record = records.get((experience_id, code))
            before, reply_before = known_slots.get(key), known_replies.get(key)
            after_record, row, reply = merge_slot(
                record, before, reply_before, experience_id, code, index.name(code), item
            )
            if record is None:
                unit.connection.execute(insert(slots).values(after_record.columns()))
                unit.feed.touch_whole(experience_id)  # one more structure sees all of it
            elif after_record != record:
                unit.connection.execute(
                    update(slots)
                    .where(slots.c.experience_id == experience_id, slots.c.structure_id == code)
                    .values(after_record.columns())
                )
            if row != before:
                unit.save(row)
            if reply is not None and reply != reply_before:
                unit.save(reply)
            records[experience_id, code] = after_record
            known_slots[key] = row
            if reply is not None:
                known_replies[key] = reply
    _store_waiting(unit, waiting)
    return len(waiting)


def _records(unit: UnitOfWork, ids: Sequence[str]) -> dict[tuple[str, str], SlotRecord]:
    found: dict[tuple[str, str], SlotRecord] = {}
    for start in range(0, len(ids), _CHUNK):
        query = select(slots).where(slots.c.experience_id.in_(ids[start : start + _CHUNK]))
        for row in unit.connection.execute(query):
            found[row.experience_id, row.structure_id] = SlotRecord.of(row)
    return found


def _follow(records: dict[tuple[str, str], SlotRecord], experience_id: str, code: str) -> str:
    """Where a slot was transferred here, the export's word about it belongs to the structure that has it now."""
    for _ in range(20):
        record = records.get((experience_id, code))
        if record is None or record.transferred_to is None:
            break
        code = record.transferred_to
    return code


def _keep_aside(waiting: dict[tuple[str, str, str], dict[str, object]], experience_id: str, slot: IncomingSlot) -> None:
    name_key, typology_key = label_key(slot.label), label_key(slot.typology)
    waiting[experience_id, name_key, typology_key] = {
        "experience_id": experience_id,
        "name_key": name_key,
        "typology_key": typology_key,
        "label": slot.label,
        "content": msgspec.json.encode(slot).decode(),
    }


def _store_waiting(unit: UnitOfWork, waiting: dict[tuple[str, str, str], dict[str, object]]) -> None:
    if not waiting:
        return
    unit.connection.execute(
        upsert(unresolved_slots, unit.connection.dialect.name, "label", "content"), list(waiting.values())
    )
