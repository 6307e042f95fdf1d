"""From the feed's entries to rows of the mirror."""

import logging

import msgspec

from spplus_desk.domain.errors import ServerFault
from spplus_desk.domain.vocabulary import Entity
from spplus_desk.protocol import ROW_OF, Change, Row
from spplus_desk.store.pages import PulledChange

_log = logging.getLogger(__name__)

# Built once: the first sync decodes hundreds of thousands of rows.
_DECODERS: dict[str, tuple[Entity, msgspec.json.Decoder[Row]]] = {
    entity.value: (entity, msgspec.json.Decoder(row)) for entity, row in ROW_OF.items()
}


def pulled(changes: list[Change]) -> list[PulledChange]:
    """The changes that this desk understands, in their order.

    Entities and operations that it does not know are skipped: a newer central may speak of more. Raises ServerFault
    for a row that does not have its shape: skipping it would lose it for ever, since the cursor moves on.
    """
    found: list[PulledChange] = []
    skipped: set[str] = set()
    for change in changes:
        known = _DECODERS.get(change.entity)
        if known is None or change.op not in ("put", "delete"):
            skipped.add(f"{change.op} {change.entity}"[:80])
            continue
        entity, decoder = known
        row: Row | None = None
        if change.op == "put":
            row = _row(change, decoder)
        found.append(PulledChange(entity, change.id, row))
    if skipped:
        _log.info("skipped what this version does not know: %s", ", ".join(sorted(skipped)))
    return found


def _row(change: Change, decoder: msgspec.json.Decoder[Row]) -> Row:
    if not change.row:
        raise ServerFault(detail=f"put {change.entity} without a row")
    try:
        row = decoder.decode(change.row)
    except msgspec.DecodeError as error:
        raise ServerFault(detail=f"{change.entity} row: {error}") from error
    if row.id != change.id:
        raise ServerFault(detail=f"{change.entity} row under another id")
    return row
