"""Experiences of an export into the central store: two passes over the file, batches, counts."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine

from spplus_desk.central.importer.counts import Counts, Progress, no_progress
from spplus_desk.central.importer.dates import PARIS
from spplus_desk.central.importer.duplicates import Duplicates
from spplus_desk.central.importer.names import split_labels
from spplus_desk.central.importer.reading import CUT, Layout, lines, look_at
from spplus_desk.central.importer.records import BadRow, Record, RowReader
from spplus_desk.central.importer.rejects import Rejects
from spplus_desk.central.importer.survey import survey
from spplus_desk.central.importer.vocabulary import REQUIRED_EXPERIENCE, experience_fields, vocabulary_name
from spplus_desk.central.repository import (
    StructureIndex,
    UnitOfWork,
    reading,
    refresh_cases,
    run_unit,
    upsert_experiences,
    utc_now,
)
from spplus_desk.domain.errors import BadInput

BATCH = 1_000
"""Experiences in one transaction: memory stays bounded, agents' commands are not kept waiting."""

NO_STRUCTURE = "aucune structure citée, l’expérience n’est vue de personne"
UNKNOWN_STRUCTURE = "structure inconnue, gardée jusqu’à son import"


def import_experiences(
    engine: Engine,
    path: Path,
    *,
    rebase_dates: bool = False,
    today: date | None = None,
    progress: Progress = no_progress,
    rejects_path: Path | None = None,
) -> Counts:
    """Import one export of any of the three vocabularies. The same file again changes nothing.

    `rebase_dates` moves all dates by one whole number of days, so that the newest publication falls on `today` (the
    day in Paris if absent). `rejects_path` gets a line for each row, or part of a row, that was not taken.
    Raises BadInput, before anything is stored, when the file as a whole cannot be read as such an export.
    """
    layout = look_at(path, experience_fields, REQUIRED_EXPERIENCE)
    if "published_at" not in layout.fields:
        raise BadInput(f"«\u00a0{path.name}\u00a0» n’a pas la colonne nécessaire «\u00a0Date de publication\u00a0».")
    now = utc_now()
    counts = Counts(kind="experiences", vocabulary=vocabulary_name(layout.header))
    with reading(engine).connect() as connection:
        index = StructureIndex.load(connection)
    known = _Known(index)
    surveyed = survey(
        layout,
        RowReader(layout.fields, known.split),
        lambda done, total: progress(done // 2, total),
        dates=rebase_dates,
    )
    shift = timedelta(0)
    if rebase_dates and surveyed.newest is not None:
        shift = (today or _today(now)) - surveyed.newest
        counts.shift_days = shift.days
    reader = RowReader(layout.fields, known.split, shift)
    with Rejects(rejects_path, counts) as rejects:
        duplicates = Duplicates(surveyed, rejects)
        records = _records(layout, reader, duplicates, rejects, counts, progress)
        for batch in _batches(records):
            for record in batch:
                _tell(record, known, rejects)
            _store(engine, batch, index, counts)
        counts.merged = duplicates.merged
    if counts.added or counts.updated or counts.skipped:
        run_unit(engine, utc_now, lambda unit: _trace(unit, counts, path))
        refresh_cases(engine, utc_now)
    return counts


class _Known:
    """Whether a label names a structure of ours, by its name or its code."""

    def __init__(self, index: StructureIndex) -> None:
        self._index = index

    def __call__(self, label: str) -> bool:
        return self._index.resolve(label) is not None

    def split(self, cell: str) -> tuple[str, ...]:
        return split_labels(cell, self)

    def place(self, label: str, typology: str) -> bool:
        return self._index.resolve(label, typology) is not None


def _records(
    layout: Layout, reader: RowReader, duplicates: Duplicates, rejects: Rejects, counts: Counts, progress: Progress
) -> Iterator[Record]:
    for line in lines(layout, lambda done, total: progress((total + done) // 2, total)):
        counts.read += 1
        if line.problem:
            counts.truncated = counts.truncated or line.problem == CUT
            rejects.skip(line.number, reader.id_of(line.cells), line.problem, line.detail)
            continue
        try:
            complete = duplicates.pass_on(reader.record(line.number, line.cells))
        except BadRow as bad:
            rejects.skip(line.number, bad.row_id, bad.reason, bad.detail)
            complete = duplicates.row_read(bad.row_id)
        if complete is not None:
            yield complete
    yield from duplicates.flush()


def _batches(records: Iterable[Record]) -> Iterator[list[Record]]:
    batch: list[Record] = []
    for record in records:
        batch.append(record)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _tell(record: Record, known: _Known, rejects: Rejects) -> None:
    for reason, detail in record.notes:
        rejects.note(record.line, record.id, reason, detail)
    if not record.incoming.slots:
        rejects.note(record.line, record.id, NO_STRUCTURE)
    for slot in record.incoming.slots:
        if not known.place(slot.label, slot.typology):
            shown = slot.label or f"typologie {slot.typology}"
            rejects.note(record.line, record.id, UNKNOWN_STRUCTURE, shown)


def _store(engine: Engine, batch: list[Record], index: StructureIndex, counts: Counts) -> None:
    incoming = [record.incoming for record in batch]
    tally = run_unit(engine, utc_now, lambda unit: upsert_experiences(unit, incoming, index))
    counts.added += tally.added
    counts.updated += tally.updated
    counts.unchanged += tally.unchanged
    counts.unresolved += tally.unresolved_slots
    counts.replies += sum(slot.reply is not None for item in incoming for slot in item.slots)


def _trace(unit: UnitOfWork, counts: Counts, path: Path) -> None:
    unit.audit(
        "import_experiences",
        detail={"file": path.name, "added": counts.added, "updated": counts.updated, "skipped": counts.skipped},
    )


def _today(now: datetime) -> date:
    return now.astimezone(PARIS).date()
