"""What a manager looks at first: who is away, and what the network expects of the site. This desk's cache answers."""

from collections.abc import Callable
from concurrent.futures import Future
from datetime import date, datetime
from typing import Any

from spplus_desk.domain.absences import Away
from spplus_desk.domain.inbox import View
from spplus_desk.domain.inbox_filter import Filter
from spplus_desk.domain.listing import ListQuery
from spplus_desk.domain.service_changes import is_due
from spplus_desk.domain.values import Value
from spplus_desk.services.futures import gather, then
from spplus_desk.services.inbox import InboxService
from spplus_desk.services.templates import TemplateService
from spplus_desk.store.store import Store

IMPROVEMENTS = Filter(improvement=True, days=365)
"""« Amélioration à considérer » has no end of its own: those of a year are looked at."""


class ManagersDay(Value, kw_only=True):
    """`away`: today, the next to come back first. Of what is expected: announced changes whose day has come, templates
    past their review date that the agent may change, experiences ticked « amélioration à considérer »."""

    today: date
    away: tuple[Away, ...] = ()
    changes: int = 0
    templates: int = 0
    improvements: int = 0


class DayService:
    """Works offline; nothing here blocks."""

    def __init__(
        self, store: Store, inbox: InboxService, templates: TemplateService, clock: Callable[[], datetime]
    ) -> None:
        self._store, self._inbox, self._templates, self._clock = store, inbox, templates, clock

    def improvements(self) -> ListQuery:
        """The list behind `ManagersDay.improvements`."""
        return ListQuery(view=View.ALL, filter=IMPROVEMENTS, sites=self._inbox.sites)

    def day(self) -> Future[ManagersDay]:
        asked = gather(
            self._store.relays(self._clock()),
            self._inbox.announced_changes(),
            self._templates.shelf(),
            self._inbox.count_lists([self.improvements()]),
        )

        def made(found: tuple[Any, ...]) -> ManagersDay:
            relays, changes, shelf, (improvements,) = found
            return ManagersDay(
                today=relays.today,
                away=tuple(one for one in relays.absences if one.on(relays.today)),
                changes=sum(is_due(one.change, relays.today) for one in changes),
                templates=sum(row.due for row in shelf),
                improvements=improvements,
            )

        return then(asked, made)
