"""Who is writing, in one sentence."""

from collections.abc import Iterable
from datetime import datetime

from spplus_desk.domain.experience import Writer
from spplus_desk.ui.wording.dates import since_hour


def writing_line(writers: Iterable[Writer], now: datetime, me: str, zone: str | None = None) -> str:
    """« Thomas Ruault écrit une réponse à cette expérience depuis 10 h 05. », empty when no colleague does."""
    others = [one for one in writers if one.agent_id != me and one.writes_at(now)]
    if not others:
        return ""
    since = since_hour(min(one.since for one in others), now, zone)
    names = " et ".join(one.name for one in others)
    verb = "écrit" if len(others) == 1 else "écrivent"
    return f"{names} {verb} une réponse à cette expérience depuis {since}."
