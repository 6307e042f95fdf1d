"""A list of days in a file: CSV as a spreadsheet writes it, or one date a line. What cannot be read is handed back."""

import csv
import re
from datetime import date

from spplus_desk.domain.calendar.faults import BadCalendar
from spplus_desk.domain.calendar.writing import day_text, read_day, read_local_days
from spplus_desk.domain.errors import BadInput
from spplus_desk.domain.values import Value

MOST_BYTES = 1_000_000
_SEPARATORS = (";", "\t", ",")
_DOTTED = re.compile(r"(\d{1,2})[.\-](\d{1,2})[.\-](\d{4})")


class DayFile(Value):
    """`days` with their names ("" for none), each once; `bad` are lines as they stand in the file."""

    days: tuple[tuple[date, str], ...]
    bad: tuple[str, ...]


class Merged(Value):
    """The text of the field with a file in it: days that it had before are not added again, nothing is taken out."""

    text: str
    added: int
    known: int
    bad: int


def read_day_file(content: bytes) -> DayFile:
    """Raises BadInput for what is no list of days at all. UTF-8 or the code page of French spreadsheets."""
    if len(content) > MOST_BYTES:
        raise BadInput("Ce fichier est trop grand pour une liste de jours fériés. Gardez une date par ligne.")
    if content.startswith(b"PK\x03\x04"):
        raise BadInput("Ce fichier est un classeur. Enregistrez la feuille au format CSV, puis lisez ce fichier.")
    if b"\x00" in content:
        raise BadInput("Ce fichier n’est pas un texte. Il faut un fichier CSV, ou une date par ligne.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if text.lstrip().upper().startswith("BEGIN:VCALENDAR"):
        raise BadInput("Ce fichier est un calendrier iCalendar (.ics). Il faut un fichier CSV, ou une date par ligne.")
    found: dict[date, str] = {}
    bad: list[str] = []
    for number, line in enumerate(text.splitlines()):
        if not line.strip(" ;,\t") or line.lstrip().startswith("#"):
            continue
        told = _told(line)
        if told is not None:
            found.setdefault(*told)
        elif number > 0 or any(c.isdigit() for c in line):  # else it is the header
            bad.append(line.strip())
    if not found and not bad:
        raise BadInput("Ce fichier ne contient aucune date. Il faut une date par ligne, puis le nom du jour.")
    return DayFile(tuple(sorted(found.items())), tuple(bad))


def _told(line: str) -> tuple[date, str] | None:
    """The first cell that is a date, and the first other one that says something."""
    separator = next((one for one in _SEPARATORS if one in line), " ")
    if separator == " ":
        cells = list(line.strip().partition(" ")[::2])
    else:
        cells = next(csv.reader([line], delimiter=separator), [])
    cells = [cell.replace("\u00a0", " ").strip() for cell in cells]
    for place, cell in enumerate(cells):
        day = _day(cell)
        if day is not None:
            return day, next((other for at, other in enumerate(cells) if other and at != place), "")
    return None


def _day(cell: str) -> date | None:
    """31/12/2027, 31.12.2027, 31-12-2027, 2027-12-31, with midnight after it as some spreadsheets write it."""
    plain = re.sub(r"[ T]00:00(:00)?$", "", cell)
    dotted = _DOTTED.fullmatch(plain)
    try:
        return read_day("/".join(dotted.groups()) if dotted else plain, "local_days")
    except BadCalendar:
        return None


def merge(typed: str, file: DayFile) -> Merged:
    """`typed` is what the field holds, as it stands; lines that cannot be read come last, to be mended there."""
    there: set[date] = set()
    for line in typed.splitlines():
        try:
            there |= {date.fromisoformat(one["date"]) for one in read_local_days(line, "local_days")}
        except BadCalendar:
            continue  # it stays, and is said at the field
    fresh = [(day, name) for day, name in file.days if day not in there]
    lines = [f"{day_text(day)}\u00a0; {name}" if name else day_text(day) for day, name in fresh]
    held = [line for line in typed.splitlines() if line.strip()]
    bad = [line for line in file.bad if line not in held]
    return Merged("\n".join([*held, *lines, *bad]), len(fresh), len(file.days) - len(fresh), len(bad))
