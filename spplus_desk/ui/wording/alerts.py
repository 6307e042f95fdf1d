"""What an alert says: a count and a deadline. Never a title, a pseudonym, a word of a citizen."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from spplus_desk.domain import deadlines
from spplus_desk.domain.alerts import Alert, Clock, Look, Morning
from spplus_desk.ui.wording.dates import hour, long_day
from spplus_desk.ui.wording.numbers import NBSP, count_of


def sentences(look: Look, now: datetime) -> tuple[str, ...]:
    """One sentence for each clock, after that of the morning."""
    day = () if look.morning is None else (morning_sentence(look.morning),)
    return (*day, *(alert_sentence(alert, now, look.timezone) for alert in look.alerts))


def alert_sentence(alert: Alert, now: datetime, zone: str) -> str:
    """« 2 réponses à publier avant 15 h 40 », « 3 réponses à publier, la première avant demain 9 h »."""
    before = _before(alert.first, now, zone)
    several = "" if alert.first == alert.last else ", la première"
    if alert.clock is Clock.INTERNAL:
        answers = count_of(alert.count, "réponse attendue", "réponses attendues")
        return f"Objectif interne{NBSP}: {answers}{several} {before}"
    return f"{count_of(alert.count, 'réponse', 'réponses')} à publier{several} {before}"


def morning_sentence(morning: Morning) -> str:
    """« Ce matin : 2 réponses en retard, 3 à publier aujourd’hui »."""
    parts = []
    if morning.late:
        parts.append(f"{count_of(morning.late, 'réponse', 'réponses')} en retard")
    if morning.today:
        count = f"{morning.today}" if parts else count_of(morning.today, "réponse", "réponses")
        parts.append(f"{count} à publier aujourd’hui")
    return f"Votre journée{NBSP}: {', '.join(parts)}"


def _before(due: datetime, now: datetime, zone: str) -> str:
    local, today = due.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone)).date()
    last = deadlines.last_day(due, zone)
    names = {today: "aujourd’hui", today + timedelta(days=1): "demain"}
    if local.time() == time.min:
        return f"au plus tard {names.get(last) or f'le {long_day(last, today)}'}"
    if last == today:
        return f"avant {hour(local.time())}"
    if last in names:
        return f"avant {names[last]} {hour(local.time())}"
    return f"avant le {long_day(last, today)} à {hour(local.time())}"
