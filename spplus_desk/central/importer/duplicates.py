"""Ids that come back in one file. The first row is kept; a later one may only add to it.

The reason: the export of 2023 has a row for each answer of an administration. The same citizen's text with another
structure, or with a reply that the first row did not have, completes it; any other text under the same id cannot be
told from a mistake, and the citizen's words never change here.
"""

from dataclasses import dataclass, field

from spplus_desk.central.importer.records import Record
from spplus_desk.central.importer.rejects import Rejects
from spplus_desk.central.importer.survey import Survey
from spplus_desk.central.incoming import IncomingSlot, label_key
from spplus_desk.domain.values import replace

SAME = "doublon identique d’une ligne déjà lue"
NOTHING_NEW = "doublon d’une ligne déjà lue, sans rien de plus"
OTHER_TEXT = "identifiant déjà lu avec un autre texte, la première ligne est gardée"
SECOND_REPLY = "deuxième réponse pour la même structure, la première est gardée"


@dataclass(slots=True)
class Duplicates:
    """Feed it every record in order; it gives back those that are complete. `flush` gives the rest."""

    survey: Survey
    rejects: Rejects
    merged: int = 0
    _met: set[str] = field(default_factory=set)
    _held: dict[str, Record] = field(default_factory=dict)
    _left: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._left = dict(self.survey.differing)

    def pass_on(self, record: Record) -> Record | None:
        if record.id in self.survey.repeated:
            if record.id in self._met:
                self.rejects.skip(record.line, record.id, SAME)
                return None
            self._met.add(record.id)
            return record
        if record.id not in self._left:
            return record
        first = self._held.get(record.id)
        self._held[record.id] = record if first is None else self._merge(first, record)
        return self.row_read(record.id)

    def row_read(self, row_id: str) -> Record | None:
        """One row of this id is done with, kept or not: the record is given back after its last row."""
        if row_id not in self._left:
            return None
        self._left[row_id] -= 1
        return self._held.pop(row_id, None) if self._left[row_id] == 0 else None

    def flush(self) -> list[Record]:
        held = list(self._held.values())
        self._held.clear()
        return held

    def _merge(self, first: Record, later: Record) -> Record:
        one, two = first.incoming.experience, later.incoming.experience
        if (one.title, one.body) != (two.title, two.body):
            self.rejects.skip(later.line, later.id, OTHER_TEXT)
            return first
        slots = {_key(slot): slot for slot in first.incoming.slots}
        gained = False
        for slot in later.incoming.slots:
            known = slots.get(_key(slot))
            if known is None:
                slots[_key(slot)] = slot
                gained = True
            elif known.reply is None and slot.reply is not None:
                slots[_key(slot)] = replace(known, reply=slot.reply)
                gained = True
            elif known.reply is not None and slot.reply is not None and known.reply.body != slot.reply.body:
                self.rejects.note(later.line, later.id, SECOND_REPLY)
        if not gained:
            self.rejects.skip(later.line, later.id, NOTHING_NEW)
            return first
        self.merged += 1
        replied = [at for at in (one.first_reply_at, two.first_reply_at) if at is not None]
        experience = replace(one, first_reply_at=min(replied)) if replied else one
        incoming = replace(first.incoming, experience=experience, slots=tuple(slots.values()))
        return replace(first, incoming=incoming, notes=(*first.notes, *later.notes))


def _key(slot: IncomingSlot) -> tuple[str, str]:
    return label_key(slot.label), label_key(slot.typology)
