"""A draft that a colleague shared is offered; one's own is shared on purpose. Nothing is ever written over a text."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from spplus_desk.domain.documents import SharedDraft
from spplus_desk.domain.structure import Agent
from spplus_desk.ui.reply.view import ReplyView
from spplus_desk.ui.tasks import Tasks
from spplus_desk.ui.wording import ago

if TYPE_CHECKING:
    from spplus_desk.services.shared_drafts import SharedDraftService


class Sharing(QObject):
    """`told` carries a sentence for the agent."""

    told = Signal(str)

    def __init__(
        self,
        view: ReplyView,
        service: "SharedDraftService",
        tasks: Tasks,
        agent: Agent,
        clock: Callable[[], datetime],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._view, self._service, self._tasks, self._agent, self._clock = view, service, tasks, agent, clock
        self._key = ""
        self._shared: tuple[SharedDraft, ...] = ()

    def begin(self, key: str) -> None:
        """Look what is shared for that slot."""
        self._key, self._shared = key, ()
        self.look_again()

    def look_again(self) -> None:
        """Something was shared, or is no more."""
        key = self._key
        if key:
            self._tasks.when_done(
                self._service.of(key), lambda found: self._show(key, found), failed=lambda _error: None, owner=self
            )

    def end(self, *, sent: bool = False) -> None:
        """The reply is closed; once it has left, nothing remains to be taken up."""
        if sent and self._shared:
            self._tasks.when_done(self._service.unshare(self._shared), lambda _nothing: None, owner=self)
        self._key, self._shared = "", ()

    def share(self) -> None:
        draft = self._view.sheet.draft()
        if not self._key or not draft.body.strip():
            self.told.emit(self.tr("Il n’y a pas encore de texte à partager."))
            return

        def done(_nothing: None) -> None:
            self.told.emit(self.tr("Brouillon partagé avec votre structure. La suite de votre texte ne l’est pas."))
            self.look_again()

        self._tasks.when_done(self._service.share(draft), done, owner=self)

    def unshare(self) -> None:
        """The agent's own is offered no more."""
        own = tuple(one for one in self._shared if one.author_name == self._agent.name)
        if not own:
            self.told.emit(self.tr("Vous ne partagez pas de brouillon ici."))
            return

        def done(_nothing: None) -> None:
            self.told.emit(self.tr("Votre brouillon n’est plus partagé."))
            self.look_again()

        self._tasks.when_done(self._service.unshare(own), done, owner=self)

    def _show(self, key: str, found: tuple[SharedDraft, ...]) -> None:
        if key != self._key:
            return
        self._shared = found
        others = [one for one in found if one.author_name != self._agent.name]
        self._view.banners.drop("shared")
        if others:
            self._offer(others[0])

    def _offer(self, shared: SharedDraft) -> None:
        when = "" if shared.changed_at is None else f" {ago(shared.changed_at, self._clock())}"
        strong = self.tr("Brouillon partagé par {name}{when}.").format(name=shared.author_name, when=when)
        self._view.banners.put(
            "shared",
            "info",
            strong,
            self.tr("Le reprendre le copie dans votre réponse, si elle est vide."),
            icon="file-copy-line",
            action=self.tr("Reprendre"),
            act=lambda: self._take_up(shared),
        )

    def _take_up(self, shared: SharedDraft) -> None:
        """Into the editor, as if it were typed: saved like any text, and undone by Ctrl+Z."""
        editor = self._view.sheet.editor
        if self._view.sheet.draft().body.strip():
            self.told.emit(self.tr("Votre réponse a déjà un texte\u00a0: il est gardé, rien n’a été repris."))
            return
        editor.insertPlainText(shared.body)
        self._view.banners.drop("shared")
        editor.setFocus(Qt.FocusReason.OtherFocusReason)
