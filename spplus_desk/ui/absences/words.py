"""What is said of an absence."""

from datetime import date, datetime

from spplus_desk.domain.absences import Away
from spplus_desk.domain.inbox import InboxRow
from spplus_desk.ui.wording import due_line, long_day
from spplus_desk.ui.wording.numbers import NBSP


def away_line(away: Away, today: date) -> str:
    """« Thomas Ruault, absence jusqu’au samedi 12 décembre, relais : Nadia Belkacem »: words without gender."""
    if away.on(today):
        when = f"absence jusqu’au {long_day(away.end, today)}"
    elif away.start == away.end:
        when = f"absence le {long_day(away.start, today)}"
    else:
        when = f"absence du {long_day(away.start, today)} au {long_day(away.end, today)}"
    stand_in = f", relais{NBSP}: {away.stand_in_name}" if away.stand_in_name else ", sans relais"
    return f"{away.name}, {when}{stand_in}"


def claim_line(row: InboxRow, now: datetime) -> str:
    """« Aujourd’hui, 15 h 40 — Trois rendez-vous annulés »."""
    return f"{due_line(row.due_at, now, row.timezone)}{NBSP}— {row.title}"


def read_day(text: str, today: date) -> date | None:
    """« 07/12/2026 », « 7/12 » (the next one); None for anything else."""
    parts = text.replace("-", "/").replace(".", "/").split("/")
    if len(parts) not in (2, 3) or not all(part.strip().isdecimal() for part in parts):
        return None
    day, month, *year = (int(part) for part in parts)
    try:
        if year:
            return date(year[0] + 2000 if year[0] < 100 else year[0], month, day)
        found = date(today.year, month, day)
        return found if found >= today else date(today.year + 1, month, day)
    except ValueError:
        return None
