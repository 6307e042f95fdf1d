"""What is said of an absence, in words without gender."""

from datetime import date

from spplus_desk.domain.absences import Away
from spplus_desk.ui.wording.dates import long_day
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
