"""Lists of holidays in files, as consulates and spreadsheets write them."""

from datetime import date

import pytest

from spplus_desk.domain.calendar.day_files import DayFile, merge, read_day_file
from spplus_desk.domain.errors import BadInput
from tests.helpers.typography import faults

FIFTH = (date(2027, 7, 5), "Independence Day")


@pytest.mark.parametrize(
    "content",
    [
        "Date;Nom\r\n05/07/2027;Independence Day\r\n",
        "\ufeffDate,Nom\n2027-07-05,Independence Day\n",
        '"Nom"\t"Date"\n"Independence Day"\t"05/07/2027"\n',
        "05.07.2027 Independence Day",
        "05-07-2027;Independence Day;;\n;;;\n# noté par le chef de poste\n",
        "2027-07-05 00:00:00;Independence Day",
        "05/07/2027;Independence Day\n05/07/2027;Le même jour, une autre fois",
    ],
)
def test_usual_files_are_read(content: str) -> None:
    assert read_day_file(content.encode()) == DayFile((FIFTH,), ())


def test_the_code_page_of_french_spreadsheets_is_read() -> None:
    assert read_day_file("25/12/2027;Noël, fêté".encode("cp1252")).days == ((date(2027, 12, 25), "Noël, fêté"),)


def test_lines_that_are_no_date_are_handed_back_as_they_stand() -> None:
    found = read_day_file(
        "Date;Nom\n31/02/2027;Jamais\n05/07/2027;Independence Day\n07/14/2027;Fête\nvoir avec Paris".encode()
    )
    assert found == DayFile((FIFTH,), ("31/02/2027;Jamais", "07/14/2027;Fête", "voir avec Paris"))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "aucune date"),
        (b"Date;Nom\n", "aucune date"),
        (b"PK\x03\x04rest", "classeur"),
        (b"\x89PNG\x00", "pas un texte"),
        (b"BEGIN:VCALENDAR\r\n", "iCalendar"),
        (b"1" * 1_000_001, "trop grand"),
    ],
)
def test_other_files_get_a_sentence(content: bytes, said: str) -> None:
    with pytest.raises(BadInput, match=said) as raised:
        read_day_file(content)
    assert not faults(raised.value.sentence)


def test_nothing_of_the_field_is_lost_and_nothing_comes_twice() -> None:
    typed = "05/07/2027\u00a0; Fête nationale\nà vérifier"
    file = DayFile((FIFTH, (date(2027, 11, 25), "Thanksgiving")), ("31/02/2027;Jamais", "à vérifier"))
    merged = merge(typed, file)
    assert merged.text.splitlines() == [
        "05/07/2027\u00a0; Fête nationale", "à vérifier", "25/11/2027\u00a0; Thanksgiving", "31/02/2027;Jamais",
    ]  # fmt: skip
    assert (merged.added, merged.known, merged.bad) == (1, 1, 1)
