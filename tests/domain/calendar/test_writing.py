"""What a person types for hours and closures, and back."""

from typing import Any

import pytest

from spplus_desk.domain.calendar import BadCalendar
from spplus_desk.domain.calendar.writing import (
    closures_text,
    local_days_text,
    periods_text,
    read_closures,
    read_local_days,
    read_periods,
    read_season_day,
    season_day_text,
)

HALVES = [["08:30", "12:00"], ["13:30", "16:00"]]


@pytest.mark.parametrize(
    "typed",
    [
        "8 h 30 – 12 h, 13 h 30 – 16 h", "8h30-12h 13h30-16h".replace("h 13", "h, 13"), "08:30-12:00, 13:30-16:00",
        "de 8 h 30 à 12 h et de 13 h 30 à 16 h", "13:30-16:00; 8h30 - 12",
    ],
)  # fmt: skip
def test_hours_are_read_as_people_write_them(typed: str) -> None:
    assert read_periods(typed, "hours.mon") == HALVES
    assert read_periods(periods_text(HALVES), "hours.mon") == HALVES


@pytest.mark.parametrize("typed", ["", "fermé", "  "])
def test_nothing_is_closed(typed: str) -> None:
    assert read_periods(typed, "hours.mon") == []


@pytest.mark.parametrize("typed", ["matin", "8h", "8h-25h", "22h-2h", "8h-12h-14h", "12h-8h"])
def test_bad_hours_name_their_field(typed: str) -> None:
    with pytest.raises(BadCalendar) as caught:
        read_periods(typed, "hours.mon")
    assert caught.value.field == "hours.mon"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("24/12/2027", "2027-12-24"),
        ("2027-12-24", "2027-12-24"),
        ("24/12/2027 ; Pont", {"date": "2027-12-24", "label": "Pont"}),
        ("31/12/2027 à partir de 12 h", {"date": "2027-12-31", "from": "12:00"}),
        ("31/12/2027 jusqu’à 10 h 30", {"date": "2027-12-31", "to": "10:30"}),
        ("31/12/2027 de 10 h à 11 h ; B", {"date": "2027-12-31", "from": "10:00", "to": "11:00", "label": "B"}),
        ("du 24/12/2027 au 02/01/2028 ; Fêtes", {"from": "2027-12-24", "to": "2028-01-02", "label": "Fêtes"}),
    ],
)  # fmt: skip
def test_closures_come_back_as_they_were(typed: str, read: Any) -> None:
    assert read_closures(typed, "closures") == [read]
    assert read_closures(closures_text([read]), "closures") == [read]


@pytest.mark.parametrize("typed", ["24/12", "30/02/2027", "24/12/2027 le soir", "du 24/12/2027 au 20/12/2027"])
def test_a_bad_closure_says_its_line(typed: str) -> None:
    with pytest.raises(BadCalendar) as caught:
        read_closures(f"01/02/2027\n\n{typed}", "closures")
    assert caught.value.field == "closures, ligne\u00a03"


def test_the_list_of_a_consulate_is_pasted_or_read() -> None:
    wanted = [{"date": "2027-07-05", "name": "Independence Day"}, {"date": "2027-11-25", "name": "Thanksgiving"}]
    pasted = "date;nom\n05/07/2027 ; Independence Day\n# remarque\n2027-11-25;Thanksgiving\n"
    assert read_local_days(pasted, "local_days") == wanted
    assert read_local_days(local_days_text(wanted), "local_days") == wanted


def test_days_of_a_season() -> None:
    assert (read_season_day("01/07", "f"), season_day_text("07-01")) == ("07-01", "01/07")
    assert (read_season_day("01/07/2027", "f"), season_day_text("2027-07-01")) == ("2027-07-01", "01/07/2027")
    with pytest.raises(BadCalendar):
        read_season_day("31/06", "f")
