"""The texts of what was found, read for one page of results: where the words stand, and around what."""

from collections.abc import Sequence

from spplus_desk.domain.inbox import InboxRow
from spplus_desk.domain.needles import Needles
from spplus_desk.domain.query import Place
from spplus_desk.domain.search import NO_PASSAGE, Hit, passage
from spplus_desk.domain.values import Value
from spplus_desk.store.connection import Database
from spplus_desk.store.outbox_reading import PENDING
from spplus_desk.store.values import json_text


class Part(Value):
    place: Place
    text: str
    own: bool = False


def pending_texts(database: Database) -> list[tuple[int, Part]]:
    """(row number of the experience, text) of the replies and comments of this desk that the feed has not told yet."""
    found = database.raw.execute(
        "SELECT e.rid, c.kind, json_extract(c.payload, '$.body') FROM commands c"
        " CROSS JOIN experiences e ON e.id = c.subject"
        f" WHERE c.closed = 0 AND c.state IN {PENDING} AND c.kind IN ('submit_reply', 'add_comment')"
    )
    return [
        (int(rid), Part(Place.REPLY if kind == "submit_reply" else Place.COMMENT, body, own=True))
        for rid, kind, body in found
    ]


def hits(
    database: Database, rows: Sequence[tuple[int, InboxRow]], needles: Needles, places: frozenset[Place], agent_id: str
) -> tuple[Hit, ...]:
    """One for each (row number, row); none where the writer took the experience out between two questions."""
    parts = _parts(database, [rid for rid, _row in rows], agent_id)
    return tuple(_hit(row, parts[rid], needles, places) for rid, row in rows if rid in parts)


def _hit(row: InboxRow, parts: list[Part], needles: Needles, places: frozenset[Place]) -> Hit:
    title_marks = needles.spans(row.title) if Place.TITLE in places else ()
    testimony = parts[0].text
    best, most, where = None, 0, None
    for part in parts:
        if part.place in places:
            count, spans = needles.look(part.text)
            if count > most:
                best, most, where = part, count, spans
                if most == len(needles.each):
                    break  # no other has more of them
    if best is None:
        return Hit(row=row, title_marks=title_marks, passage=passage(testimony, needles))
    shown = testimony if best.place in (Place.TITLE, Place.PSEUDONYM) else best.text
    marked = needles if best.text is shown or Place.TESTIMONY in places else Needles()
    return Hit(
        row=row,
        title_marks=title_marks,
        place=best.place,
        own=best.own,
        passage=passage(shown, marked, where if shown is best.text else None) if shown else NO_PASSAGE,
    )


def _parts(database: Database, numbers: list[int], agent_id: str) -> dict[int, list[Part]]:
    """The texts of each experience. Of places with as many words the first one is told: the testimony, then the
    replies, then the comments; the title is marked where it stands anyway."""
    listed = (json_text(numbers),)
    parts: dict[int, list[Part]] = {}
    heads: dict[int, tuple[Part, Part]] = {}
    for rid, title, body, pseudonym in database.raw.execute(
        "SELECT e.rid, e.title, e.body, e.pseudonym FROM json_each(?) t CROSS JOIN experiences e ON e.rid = t.value",
        listed,
    ):
        parts[rid] = [Part(Place.TESTIMONY, body)]
        heads[rid] = Part(Place.TITLE, title), Part(Place.PSEUDONYM, pseudonym)
    pending = [(rid, part) for rid, part in pending_texts(database) if rid in parts]
    for rid, part in pending:
        if part.place is Place.REPLY:
            parts[rid].append(part)
    # A reply before the neighbours' is the agent's own: it is the one that is told of two with as many words.
    for rid, body, author in database.raw.execute(
        "SELECT e.rid, r.body, r.author FROM json_each(?) t CROSS JOIN experiences e ON e.rid = t.value"
        " CROSS JOIN replies r ON r.id > e.id || ':' AND r.id < e.id || ';' WHERE r.experience_id = e.id"
        f" ORDER BY r.author IS NOT '{agent_id.replace(chr(39), chr(39) * 2)}', r.id",
        listed,
    ):
        if rid in parts:
            parts[rid].append(Part(Place.REPLY, body, own=author == agent_id))
    for rid, part in pending:
        if part.place is Place.COMMENT:
            parts[rid].append(part)
    for rid, body, author in database.raw.execute(
        "SELECT e.rid, c.body, c.author FROM json_each(?) t CROSS JOIN experiences e ON e.rid = t.value"
        " CROSS JOIN comments c ON c.experience_id = e.id ORDER BY c.created_at DESC, c.id",
        listed,
    ):
        if rid in parts:
            parts[rid].append(Part(Place.COMMENT, body, own=author == agent_id))
    for rid, head in heads.items():
        parts[rid] += head
    return parts
