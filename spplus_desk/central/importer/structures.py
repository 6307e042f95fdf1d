"""The list of structures into the central store; experiences that waited for one of them find it."""

from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import Engine

from spplus_desk.central.importer.counts import Counts, Progress, no_progress
from spplus_desk.central.importer.reading import CUT, lines, look_at
from spplus_desk.central.importer.rejects import Rejects
from spplus_desk.central.importer.repair import repair_line
from spplus_desk.central.importer.vocabulary import REQUIRED_STRUCTURE, is_yes, structure_fields
from spplus_desk.central.repository import (
    StructureIndex,
    UnitOfWork,
    resolve_slots,
    run_unit,
    upsert_structures,
    utc_now,
)
from spplus_desk.domain.structure import Structure
from spplus_desk.domain.values import replace

_MAX_ID = 64
_OPTIONAL = {
    "typology": "typology",
    "parent": "parent_id",
    "town": "town",
    "country": "country",
    "timezone": "timezone",
    "holiday_territory": "holiday_territory",
    "validation": "validation_required",
}

NO_CODE = "pas de code SP+"
BAD_CODE = "code SP+ illisible"
NO_NAME = "pas d’intitulé"
NO_NETWORK = "pas de réseau"
TWICE = "code SP+ déjà lu dans ce fichier, la première ligne est gardée"
UNKNOWN_PARENT = "structure parente absente, rattachée quand elle sera importée"
UNKNOWN_ZONE = "fuseau horaire inconnu, Europe/Paris est pris"


def import_structures(
    engine: Engine, path: Path, progress: Progress = no_progress, *, rejects_path: Path | None = None
) -> Counts:
    """Import the list of structures (some 14,000 at most: it is held whole). The same file again changes nothing.

    Raises BadInput, before anything is stored, when the file as a whole cannot be read as such a list.
    """
    layout = look_at(path, structure_fields, REQUIRED_STRUCTURE)
    counts = Counts(kind="structures", vocabulary="structures")
    found: dict[str, Structure] = {}
    where: dict[str, int] = {}
    with Rejects(rejects_path, counts) as rejects:
        for line in lines(layout, progress):
            counts.read += 1
            cells = {field: repair_line(line.cells[at]) for field, at in layout.fields.items() if at < len(line.cells)}
            code = cells.get("code", "")
            problem = line.problem or _problem(cells, code, found)
            if problem:
                counts.truncated = counts.truncated or problem == CUT
                rejects.skip(line.number, code[:_MAX_ID], problem, line.detail)
                continue
            zone = cells.get("timezone") or "Europe/Paris"
            if not _is_zone(zone):
                rejects.note(line.number, code, UNKNOWN_ZONE, zone[:40])
                zone = "Europe/Paris"
            found[code] = _structure(code, cells, zone)
            where[code] = line.number
        with engine.connect() as connection:
            index = StructureIndex.load(connection)
        for structure in found.values():
            parent = structure.parent_id
            if parent is not None and parent not in found and index.resolve(parent) != parent:
                rejects.note(where[structure.id], structure.id, UNKNOWN_PARENT, parent)
    missing = _OPTIONAL.keys() - layout.fields.keys()
    tally = run_unit(engine, utc_now, lambda unit: upsert_structures(unit, _kept(unit, found, missing)))
    counts.added, counts.updated, counts.unchanged = tally.added, tally.updated, tally.unchanged
    with engine.connect() as connection:
        index = StructureIndex.load(connection)
    while resolved := run_unit(engine, utc_now, lambda unit: resolve_slots(unit, index)):
        counts.resolved += resolved
    return counts


def _problem(cells: dict[str, str], code: str, found: dict[str, Structure]) -> str:
    if not code:
        return NO_CODE
    if len(code) > _MAX_ID or ":" in code or code.startswith("@"):
        return BAD_CODE  # a colon would break `experience:structure`; `@` marks what belongs to one agent
    if not cells.get("name"):
        return NO_NAME
    if not cells.get("network"):
        return NO_NETWORK
    return TWICE if code in found else ""


def _structure(code: str, cells: dict[str, str], zone: str) -> Structure:
    parent = cells.get("parent", "")
    return Structure(
        id=code,
        network=cells["network"],
        typology=cells.get("typology", ""),
        name=cells["name"],
        parent_id=parent if parent and parent != code else None,
        town=cells.get("town", ""),
        country=cells.get("country", ""),
        timezone=zone,
        holiday_territory=cells.get("holiday_territory") or "metropole",
        validation_required=is_yes(cells.get("validation", "")),
    )


def _kept(unit: UnitOfWork, found: dict[str, Structure], missing: set[str]) -> list[Structure]:
    """What a file has no column for stays as it is here: the platform's own list knows no time zone, for one."""
    known = unit.load_all(Structure, list(found)) if missing else {}
    return [
        replace(row, **{_OPTIONAL[field]: getattr(known[code], _OPTIONAL[field]) for field in missing})
        if code in known
        else row
        for code, row in found.items()
    ]


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
