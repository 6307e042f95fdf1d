"""What the page reads and says."""

from datetime import date, datetime

from spplus_desk.domain.inbox import InboxRow
from spplus_desk.ui.wording import due_line
from spplus_desk.ui.wording.numbers import NBSP


def claim_line(row: InboxRow, now: datetime) -> str:
    """« Aujourd’hui, 15 h 40 — Trois rendez-vous annulés »."""
    return f"{due_line(row.due_at, now, row.timezone)}{NBSP}— {row.title}"


def read_stretch(first: str, last: str, today: date) -> tuple[date | None, date | None]:
    """Both days of an absence. The first may lie behind us: on the 26th, « 20/11 » to « 30/11 » began last week."""
    start, end = read_day(first, today), read_day(last, today)
    if start is not None and end is not None and end < start and first.strip().count("/") == 1:
        before = read_day(f"{first.strip()}/{start.year - 1}", today)
        start = before if before is not None else start
    return start, end


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
