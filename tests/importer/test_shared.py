"""The importer on real texts, beside an independent reading of the same files."""

import csv
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, func, select

from spplus_desk.central.importer import import_experiences, import_structures
from spplus_desk.central.repository import unit_of_work, utc_now
from spplus_desk.central.tables import experiences, slots, structures, unresolved_slots
from spplus_desk.domain.experience import Experience

pytestmark = pytest.mark.shared


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def count(engine: Engine, table: object) -> int:
    with engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()  # type: ignore[arg-type]


def test_all_of_the_shared_data_is_stored_once(engine: Engine, shared_folder: Path, tmp_path: Path) -> None:
    data = shared_folder / "data"
    sites, told = rows_of(data / "structures.csv"), rows_of(data / "experiences.csv")
    named = [row[f"Intitulé structure {n}"] for row in told for n in (1, 2, 3) if row[f"Intitulé structure {n}"]]
    known = {row["Intitulé de la structure"] for row in sites}
    by_site = Counter(name for name in named if name in known)

    assert import_structures(engine, data / "structures.csv").added == len(sites)
    rejects = tmp_path / "rejets.csv"
    counts = import_experiences(
        engine, data / "experiences.csv", rebase_dates=True, today=date(2027, 12, 16), rejects_path=rejects
    )

    assert (counts.read, counts.added, counts.skipped) == (len(told), len({row["ID expérience"] for row in told}), 0)
    assert counts.replies == sum(bool(row[f"Réponse structure {n}"].strip()) for row in told for n in (1, 2, 3))
    assert counts.unresolved == len(named) - sum(by_site.values())
    assert (count(engine, structures), count(engine, experiences)) == (len(sites), len(told))
    assert (count(engine, slots), count(engine, unresolved_slots)) == (sum(by_site.values()), counts.unresolved)
    with engine.connect() as connection:
        stored = {
            row.id: row.n
            for row in connection.execute(
                select(slots.c.structure_id.label("id"), func.count().label("n")).group_by(slots.c.structure_id)
            )
        }
        newest = connection.execute(select(func.max(experiences.c.published_at))).scalar_one()
    codes = {row["Intitulé de la structure"]: row["Code SP+ de la structure"] for row in sites}
    assert stored == {codes[name]: n for name, n in by_site.items()}
    assert newest.astimezone(ZoneInfo("Europe/Paris")).date() == date(2027, 12, 16)

    with unit_of_work(engine, utc_now()) as unit:
        sample = unit.load_all(Experience, [row["ID expérience"] for row in told[::97]])
    for row in told[::97]:
        mine = sample[row["ID expérience"]]
        # No word is lost, whatever was repaired (entities apart, which are no words).
        assert letters(mine.body) == letters(row["Description"]) or "&" in row["Description"]
        local = datetime.fromisoformat(row["Date de publication"]).replace(tzinfo=ZoneInfo("Europe/Paris"))
        assert abs((mine.published_at - local.astimezone(UTC)).total_seconds() - counts.shift_days * 86_400) <= 3_600

    again = import_experiences(engine, data / "experiences.csv", rebase_dates=True, today=date(2027, 12, 16))
    assert (again.added, again.updated, again.unchanged) == (0, 0, len(told))


def letters(text: str) -> str:
    return "".join(char for char in text if char.isalnum())
