"""What is said of an absence, in words without gender."""

from datetime import date

from spplus_desk.domain.absences import Away
from spplus_desk.ui.wording.dates import long_day
from spplus_desk.ui.wording.numbers import NBSP


def when_away(away: Away, today: date) -> str:
    """« jusqu’au samedi 12 décembre », « le lundi 14 décembre », « du lundi 14 décembre au mardi 15 décembre »."""
    if away.on(today):
        return f"jusqu’au {long_day(away.end, today)}"
    if away.start == away.end:
        return f"le {long_day(away.start, today)}"
    return f"du {long_day(away.start, today)} au {long_day(away.end, today)}"


def away_line(away: Away, today: date) -> str:
    """« Thomas Ruault, absence jusqu’au samedi 12 décembre, relais : Nadia Belkacem »: words without gender."""
    when = f"absence {when_away(away, today)}"
    stand_in = f", relais{NBSP}: {away.stand_in_name}" if away.stand_in_name else ", sans relais"
    return f"{away.name}, {when}{stand_in}"
