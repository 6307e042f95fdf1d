"""The files that leave the program, opened by other programs, hold the figures of the store."""

import csv
import errno
import io
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from spplus_desk.domain.errors import StorageFault
from spplus_desk.domain.privacy import Kind
from spplus_desk.domain.statistics import figures
from spplus_desk.domain.statistics.answers import Numbers
from spplus_desk.domain.statistics.periods import Period
from spplus_desk.domain.statistics.questions import Behind, Node, Which
from spplus_desk.domain.vocabulary import ReplyState, Sentiment
from spplus_desk.services.dashboard import DashboardService
from spplus_desk.services.exporting.writing import written
from tests.helpers.cache import ME, NOW, SITE, Cache, cache, experience, puts, reply, slot, structure
from tests.helpers.clock import FakeClock
from tests.helpers.typography import faults

OWN = "03 99 00 11 22"
PERIOD = Period(date(2027, 10, 1), date(2027, 12, 15))


@pytest.fixture
def desk(tmp_path: Path, clock: FakeClock) -> Iterator[Cache]:
    with cache(tmp_path / "cache.db", clock) as opened:
        rows: list[Any] = [structure()]
        for n in range(1, 41):
            at = NOW - timedelta(days=n + 2, hours=3)
            title = "=HYPERLINK(1)" if n == 1 else f"Une attente, cas {n}"
            body = "Appelez-moi au 06 12 34 56 78, merci." if n == 1 else "J’attends depuis un mois."
            body = f"Le {OWN} ne répond pas." if n == 2 else body
            mood = tuple(Sentiment)[n % 3]
            rows += [experience(str(n), published_at=at, title=title, body=body, sentiment=mood)]
            rows += [slot(str(n), channels=("Accueil",) if n % 2 else ("Courrier", "Téléphone"))]
            if n > 4:
                given = at + timedelta(hours=5 * n)
                votes = {"useful": n % 5, "not_useful": 1}
                rows.append(reply(str(n), state=ReplyState.PUBLISHED, submitted_at=given, published_at=given, **votes))
        opened.feed(puts(*rows))
        yield opened


@pytest.fixture
def service(desk: Cache) -> DashboardService:
    return DashboardService(desk.store, desk.clock, ME)


@pytest.fixture
def numbers(service: DashboardService) -> Numbers:
    return service.numbers(Node(SITE), PERIOD).result()


def read_csv(path: Path) -> list[list[str]]:
    raw = path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig")), delimiter=";"))


def test_csv_holds_the_figures_in_french(service: DashboardService, numbers: Numbers, tmp_path: Path) -> None:
    path = service.export_csv(numbers, tmp_path / "chiffres.csv").result()
    rows = {row[1]: row for row in read_csv(path) if len(row) == 6}
    for figure in figures.every(numbers):
        assert figure.amount is not None
        assert rows[figure.name][2] == f"{round(figure.amount, 2):g}".replace(".", ",")
    assert rows["Expériences publiées"][2] == "40"
    assert ["Début", "01/10/2027"] in read_csv(path)
    assert any("rang le plus proche" in cell for row in read_csv(path) for cell in row)


def test_xlsx_has_typed_cells_definitions_and_a_frozen_head(
    service: DashboardService, numbers: Numbers, tmp_path: Path
) -> None:
    path = service.export_xlsx(numbers, tmp_path / "chiffres.xlsx").result()
    book = openpyxl.load_workbook(path)
    summary = book["Synthèse"]
    assert summary.freeze_panes == "A2"
    told = {row[1]: row[2] for row in summary.iter_rows(values_only=True)}
    for figure in figures.every(numbers):
        assert figure.amount is not None
        assert told[figure.name] == pytest.approx(figure.amount, abs=0.01)
    delays = [row[1] for row in book["Délais"].iter_rows(min_row=2, values_only=True)]
    assert delays == list(numbers.now.counts.delays)
    first = next(book["Évolution"].iter_rows(min_row=2, values_only=True))
    assert isinstance(first[0], datetime) and first[0].date() == PERIOD.first
    assert [sheet.title for sheet in book][-1] == "Définitions"


def test_a_list_is_as_long_as_its_figure_and_has_no_text_of_a_citizen(
    service: DashboardService, numbers: Numbers, tmp_path: Path
) -> None:
    asked = Behind(Node(SITE), PERIOD, Which.IN_TIME)
    for name in ("liste.csv", "liste.xlsx"):
        path = service.export_list(asked, "Caf de l’Orvanne", tmp_path / name).result()
        if name.endswith("csv"):
            rows = read_csv(path)
            assert sum(1 for row in rows[1:] if len(row) > 2) == numbers.now.counts.in_time
        else:
            sheet = openpyxl.load_workbook(path)["Expériences"]
            rows = [[str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
            assert len(rows) == numbers.now.counts.in_time + 1
            assert all(isinstance(row[2], datetime) for row in sheet.iter_rows(min_row=2, values_only=True))
        assert not any("J’attends" in cell or "Cigale" in cell for row in rows for cell in row)


def test_chosen_texts_pass_the_guard_and_are_no_formula(
    service: DashboardService, numbers: Numbers, tmp_path: Path
) -> None:
    path = service.export_list(Behind(Node(SITE), PERIOD), "Caf", tmp_path / "l.csv", texts=True).result()
    line = next(row for row in read_csv(path) if row[0] == "1")
    assert line[10] == "'=HYPERLINK(1)"
    assert "06 12 34 56 78" not in line[11] and line[11].startswith("Appelez-moi au ")
    assert OWN not in next(row[11] for row in read_csv(path) if row[0] == "2")  # nobody said whose it is
    path = service.export_list(Behind(Node(SITE), PERIOD), "Caf", tmp_path / "l.xlsx", texts=True).result()
    sheet = openpyxl.load_workbook(path)["Expériences"]
    cell = next(row[10] for row in sheet.iter_rows(min_row=2) if row[0].value == "1")
    assert (cell.value, cell.data_type) == ("=HYPERLINK(1)", "s")


def test_what_the_service_publishes_itself_stays_legible(
    service: DashboardService, desk: Cache, tmp_path: Path
) -> None:
    desk.store.add_to_site_list(SITE, Kind.PHONE, "0399001122").result()
    for name in ("l.csv", "l.xlsx"):
        path = service.export_list(Behind(Node(SITE), PERIOD), "Caf", tmp_path / name, texts=True).result()
        if name.endswith("csv"):
            texts = {row[0]: row[11] for row in read_csv(path) if len(row) > 11}
        else:
            sheet = openpyxl.load_workbook(path)["Expériences"]
            texts = {str(row[0]): str(row[11]) for row in sheet.iter_rows(values_only=True)}
        assert texts["2"] == f"Le {OWN} ne répond pas."
        assert "06 12 34 56 78" not in texts["1"]


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (errno.ENOSPC, "Le disque est plein"),
        (errno.EROFS, "Ce dossier est en lecture seule"),
        (errno.EACCES, "S’il est ouvert dans un autre programme"),
    ],
)
def test_a_fault_in_the_middle_leaves_what_was_there(number: int, told: str, tmp_path: Path) -> None:
    path = tmp_path / "chiffres.csv"
    path.write_text("de la semaine dernière")

    def half(part: Path) -> None:
        part.write_text("la moit")
        raise OSError(number, "fault")

    with pytest.raises(StorageFault) as caught:
        written(half, path).result()
    assert told in caught.value.sentence and faults(caught.value.sentence) == []
    assert [(one.name, one.read_text()) for one in tmp_path.iterdir()] == [(path.name, "de la semaine dernière")]


def test_a_real_disk_that_is_full_and_a_folder_of_that_name(
    service: DashboardService, numbers: Numbers, tmp_path: Path
) -> None:
    (tmp_path / "dossier.xlsx").mkdir()
    device = Path("/dev/full")
    with pytest.raises(StorageFault, match="export_failed"):
        service.export_csv(numbers, device).result()
    assert device.is_char_device()  # nothing takes its place
    (tmp_path / "plein.xlsx.part").symlink_to(device)
    for name, told in (("dossier", "Un dossier porte déjà ce nom"), ("plein", "Le disque est plein")):
        with pytest.raises(StorageFault) as caught:
            service.export_xlsx(numbers, tmp_path / f"{name}.xlsx").result()
        assert caught.value.sentence.startswith(told)


def test_a_file_that_cannot_be_written_is_told(service: DashboardService, numbers: Numbers, tmp_path: Path) -> None:
    for export, name in ((service.export_csv, "f.csv"), (service.export_xlsx, "f.xlsx")):
        with pytest.raises(StorageFault) as caught:
            export(numbers, tmp_path / "nulle part" / name).result()
        assert caught.value.code == "export_failed" and "n’existe plus" in caught.value.sentence


def test_the_places_are_the_tree_of_the_agent(service: DashboardService, desk: Cache) -> None:
    desk.feed(puts(structure("fille", name="Accueil", parent_id=SITE), structure("ailleurs", name="Ailleurs")))
    names = [(place.name, place.depth) for place in service.places().result()]
    assert names == [("Caf de l’Orvanne et structures filles", 0), ("Caf de l’Orvanne seule", 0), ("Accueil", 1)]
