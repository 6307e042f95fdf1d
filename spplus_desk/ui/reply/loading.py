"""Gathers what a reply needs before it can be written. Answers that come for a reply left meanwhile are dropped."""

from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from spplus_desk.domain.inbox import ExperienceDetail
from spplus_desk.domain.outbox import Draft
from spplus_desk.domain.structure import Structure
from spplus_desk.domain.values import Value, names
from spplus_desk.ui.tasks import Tasks

if TYPE_CHECKING:
    from spplus_desk.services.desk import Desk
    from spplus_desk.services.replying import ReplyChoices


class Opened(Value):
    """All that writing can begin with."""

    detail: ExperienceDetail
    choices: "ReplyChoices"
    draft: Draft
    earlier: tuple[str, ...]
    """Bodies that the draft had before, newest last: undo goes back to them."""
    structures: tuple[Structure, ...]


class ReplyLoader(QObject):
    """`opened` carries an Opened; `templates` a tuple of Template; `absent` the KnownError that prevents all."""

    opened = Signal(object)
    templates = Signal(object)
    absent = Signal(object)
    fresh = Signal(object)
    """An ExperienceDetail that changed while the reply is being written."""
    gone = Signal()

    def __init__(self, desk: "Desk", tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._tasks = desk, tasks
        self._key = ""
        self._parts: dict[str, Any] = {}

    def load(self, key: str) -> None:
        self._key = key
        self._parts = {}
        inbox, replying = self._desk.inbox, self._desk.replying
        self._ask("detail", inbox.detail(key))
        self._ask("choices", replying.choices(key))
        self._ask("draft", replying.draft(key))
        self._ask("earlier", replying.revisions(key))
        self._ask("structures", inbox.structures())
        self.load_templates()

    def load_templates(self) -> None:
        self._when(self._desk.replying.templates(self._key), self.templates.emit)

    def refresh(self) -> None:
        """Read the experience again."""
        self._when(self._desk.inbox.detail(self._key), self.fresh.emit, lambda _error: self.gone.emit())

    def forget(self) -> None:
        self._key = ""

    def _ask(self, name: str, future: "Future[Any]") -> None:
        self._when(future, lambda answer: self._put(name, answer), self.absent.emit)

    def _when(
        self, future: "Future[Any]", then: Callable[[Any], None], failed: Callable[[Any], None] | None = None
    ) -> None:
        key = self._key

        def if_current(call: Callable[[Any], None]) -> Callable[[Any], None]:
            return lambda answer: call(answer) if key == self._key else None

        self._tasks.when_done(
            future, if_current(then), failed=None if failed is None else if_current(failed), owner=self
        )

    def _put(self, name: str, answer: Any) -> None:
        self._parts[name] = answer
        if len(self._parts) == len(names(Opened)):
            self.opened.emit(Opened(**self._parts))
