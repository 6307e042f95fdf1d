"""Writing mode: opens a reply, keeps its draft, sends it. The view lays out, this decides."""

from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QStackedLayout, QWidget

from spplus_desk.domain.blanks import units
from spplus_desk.domain.cases import CloseCase
from spplus_desk.domain.changes import ChangeKind, ChangeSet
from spplus_desk.domain.documents import Template
from spplus_desk.domain.errors import REFUSALS, KnownError
from spplus_desk.domain.inbox import ExperienceDetail
from spplus_desk.domain.outbox import Draft, SendItem
from spplus_desk.domain.structure import StructureTree
from spplus_desk.domain.sync_status import SyncPhase, SyncStatus
from spplus_desk.domain.text import MAX_BODY
from spplus_desk.ui.announce import announce
from spplus_desk.ui.drafts import DraftKeeper
from spplus_desk.ui.reply.guard.advice import advice_points
from spplus_desk.ui.reply.guard.controller import GuardController
from spplus_desk.ui.reply.habits import Habits
from spplus_desk.ui.reply.loading import Opened, ReplyLoader
from spplus_desk.ui.reply.presence import Presence
from spplus_desk.ui.reply.read_back import ReadBack
from spplus_desk.ui.reply.sharing import Sharing
from spplus_desk.ui.reply.spelling import SpellWatch
from spplus_desk.ui.reply.validation import ReturnedNote
from spplus_desk.ui.reply.view import ReplyView
from spplus_desk.ui.reply.words import send_line, too_long, typography_set
from spplus_desk.ui.tasks import Tasks
from spplus_desk.ui.theme import Theme
from spplus_desk.ui.widgets.change_popover import ChangePopover
from spplus_desk.ui.wording import hour

if TYPE_CHECKING:
    from spplus_desk.services.desk import Desk

_PREVIEW_MS = 150
"""The preview follows at each pause: laid out anew, 8,000 characters take some 30 ms, too long for each key."""
DEFAULT_HOLD = timedelta(seconds=30)
_AWAY = (SyncPhase.OFFLINE, SyncPhase.UNREACHABLE, SyncPhase.SESSION_EXPIRED, SyncPhase.PROTOCOL_MISMATCH)
_SEEN_HERE = frozenset({ChangeKind.INBOX, ChangeKind.REPLIES, ChangeKind.COMMENTS})


class ReplyPane(QWidget):
    """`sent` carries the SendItem of the reply that left; `closed` says that the agent goes back to the list."""

    closed = Signal()
    sent = Signal(object)
    advice_silenced = Signal(str)
    """The kind of advice that the agent wants no more of."""
    read_back_shown = Signal()

    def __init__(
        self,
        theme: Theme,
        desk: "Desk",
        tasks: Tasks,
        clock: Callable[[], datetime],
        hold: Callable[[], timedelta] = lambda: DEFAULT_HOLD,
        quiet: Callable[[], tuple[str, ...]] = tuple,
        habits: Callable[[], Habits] = Habits,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk, self._tasks, self._clock, self._hold = desk, tasks, clock, hold
        self._habits = habits
        self._key = ""
        self._detail: ExperienceDetail | None = None
        self._with_template = False
        self._validation = False
        self._waiting: Template | None = None
        self._sending = False
        self._phase = SyncPhase.NEVER
        self.view = ReplyView(theme, self)
        self._preview_timer = QTimer(self, singleShot=True, interval=_PREVIEW_MS)
        self._preview_timer.timeout.connect(self._show_preview)
        self._returned = ReturnedNote(theme, self.view, clock)
        self._loader = ReplyLoader(desk, tasks, self)
        self._presence = Presence(desk.inbox, tasks, self)
        self._keeper = DraftKeeper(desk.replying, tasks, self.view.sheet.draft, self)
        self._change = ChangePopover(theme, self)
        self._read_back = ReadBack(theme)
        self._sharing = Sharing(self.view, desk.shared_drafts, tasks, desk.agent, clock, self)
        self._layers = QStackedLayout(self)
        self._layers.addWidget(self.view)
        self._layers.addWidget(self._read_back)
        self._guard = GuardController(
            self.view.guard,
            self.view.sheet,
            desk.reviewing,
            tasks,
            lambda text, about, sent: advice_points(text, about, sent, quiet()),
            self,
        )
        self._spelling = SpellWatch(self.view.sheet, desk.spelling, tasks, lambda: habits().spelling, self)
        self._connect()

    def _connect(self) -> None:
        view, keeper, loader = self.view, self._keeper, self._loader
        view.bar.back.clicked.connect(self.leave)
        view.template.clicked.connect(view.go_to_templates)
        view.send_bar.send.clicked.connect(self.send)
        view.send_bar.validate.clicked.connect(self.send)
        view.sheet.changed.connect(self._on_change)
        view.sheet.editor.focus_changed.connect(self._on_editor_focus)
        view.assist.chosen.connect(self._insert)
        view.assist.case_chosen.connect(self._insert_passage)
        view.assist.preview_wanted.connect(self._show_preview)
        view.sheet.editor.image_refused.connect(self._say_image)
        view.bar.more.add(self.tr("Relire avant l’envoi"), "Ctrl+Maj+R", self.read_back)
        view.bar.more.add(self.tr("Corriger la typographie"), "Ctrl+Maj+T", self.correct_typography)
        view.bar.more.add(self.tr("Revoir les données que j’ai gardées"), "", self._guard.ask_again)
        view.bar.more.add(self.tr("Partager ce brouillon avec mes collègues"), "", self._sharing.share)
        view.bar.more.add(self.tr("Ne plus partager ce brouillon"), "", self._sharing.unshare)
        self._sharing.told.connect(self._tell)
        view.bar.more.add(self.tr("Changement prévu ou fait…"), "", self.ask_change)
        view.change.wanted.connect(self.ask_change)
        self._change.chosen.connect(view.sheet.set_change)
        self._read_back.confirmed.connect(self.send)
        self._read_back.back.connect(self._stop_reading)
        self._guard.changed.connect(self.show_send_line)
        self._guard.silenced.connect(self.advice_silenced)
        keeper.saved.connect(self._on_saved)
        keeper.failed.connect(self._on_save_failed)
        loader.opened.connect(self._begin)
        loader.templates.connect(view.assist.show_templates)
        loader.absent.connect(self._on_absent)
        loader.fresh.connect(self._on_fresh)
        loader.gone.connect(self._on_gone)

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What its commands do, by their names in the table."""
        return {
            "send": self.send,
            "ask_validation": self._ask_validation,
            "read_back": self.read_back,
            "typography": self.correct_typography,
            "save": self._keeper.save_now,
            "templates": self.view.go_to_templates,
            "preview": self.view.go_to_preview,
            "aid": self.toggle_aid,
            "next_point": lambda: self._guard.walk(1),
            "previous_point": lambda: self._guard.walk(-1),
            "leave_reply": self._escape,
        }

    # -- opening and leaving ------------------------------------------------------------------------------------

    @property
    def key(self) -> str:
        """The slot being answered, empty when none is."""
        return self._key

    def open(self, key: str, *, with_template: bool = False, view_name: str = "") -> None:
        """Show the reply of the slot `key`, its draft where one is kept. `view_name` is where « back » leads."""
        if self._key:
            self.flush()
        self._keeper.end()
        self._guard.end()
        self._spelling.end()
        self._key, self._with_template = key, with_template
        self._detail = None
        self._waiting = None
        self._sending = False
        self._layers.setCurrentWidget(self.view)
        self.look_again()
        self.view.show_nothing(view_name)
        self._loader.load(key)
        self.view.assist.show_cases(())
        self._ask_for_near(key)

    def begin_with(self, template: Template) -> None:
        """Insert `template` as soon as the reply that is being opened can be written."""
        if self._detail is not None:
            self._insert(template)
        else:
            self._waiting = template

    def leave(self) -> None:
        """Back to the list; the draft is kept."""
        if self._key and not self._sending:
            self.flush()
            self._close()

    def flush(self) -> "Future[Any]":
        """Post what is not on disk yet; the future resolves once it is, or carries why it is not."""
        return self._keeper.flush()

    def left(self) -> None:
        """Another page comes up, the window is locked or closed: the text is kept."""
        self.flush()

    def foot_height(self) -> int:
        """Messages never cover « Envoyer »."""
        return self._read_back.foot_height() if self._reading else self.view.send_bar.height()

    def focus(self) -> None:
        if self._reading:
            self._read_back.focus()
            return
        self.view.sheet.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _close(self, *, sent: bool = False) -> None:
        self._keeper.end()
        self._presence.end(sent=sent)
        self._sharing.end(sent=sent)
        self._guard.end()
        self._spelling.end()
        self._loader.forget()
        self._key = ""
        self._detail = None
        self.closed.emit()

    def _on_absent(self, error: KnownError) -> None:
        self._tasks.known_error.emit(error)
        self._close()

    def _begin(self, opened: Opened) -> None:
        self._detail, draft, sheet = opened.detail, opened.draft, self.view.sheet
        self._validation = opened.detail.standing.waits
        self.view.send_bar.set_validation(validation=self._validation)
        self.view.show_experience(opened.detail, self._clock(), self._desk.agent.id)
        tree, row = StructureTree(opened.structures), opened.detail.row
        told = (row.pseudonym, row.structure_name, self._desk.agent.name, draft.signature)
        self._spelling.begin(row.structure_id, (*told, *(one.name for one in opened.structures)), tree)
        choices = opened.choices
        sheet.show_draft(draft, choices.greetings, choices.closings, choices.signatures, opened.earlier)
        sheet.setEnabled(True)
        self._keeper.begin(stored=draft.saved_at is not None)
        if opened.detail.row.state.open:
            self._presence.begin(self._key)
            self._sharing.begin(self._key)
        if draft.saved_at is not None:
            self._show_saved(draft.saved_at)
        self._guard.begin(opened.detail, (opened.detail.row.pseudonym, self._desk.agent.name, draft.signature))
        self._show_returned(opened)
        self._refresh()
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            self._insert(waiting)
        elif self._with_template:
            self.view.go_to_templates()
        else:
            sheet.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_returned(self, opened: Opened) -> None:
        """Begin at the passage that the super agent spoke of; a draft of one's own keeps its place."""
        said = self._returned.show(opened.detail)
        place = self._returned.place()
        if place is not None and opened.draft.saved_at is None:
            cursor = self.view.sheet.editor.textCursor()
            cursor.setPosition(units(opened.draft.body, place.start))
            self.view.sheet.editor.setTextCursor(cursor)
        if said:
            announce(self, said)

    # -- writing ------------------------------------------------------------------------------------------------

    def _on_change(self) -> None:
        self._keeper.touch()
        self._guard.touch()
        self._refresh()

    def _on_editor_focus(self, focused: bool) -> None:
        if not focused:
            self._keeper.save_now()

    def _refresh(self) -> None:
        self.view.change.show_change(self.view.sheet.change, self._clock().date())
        self.show_send_line()
        if self.view.assist.shows_preview:
            self._preview_timer.start()

    def _show_preview(self) -> None:
        if self._detail is not None:
            self.view.assist.show_preview(self._detail.row.structure_name, self.view.sheet.draft())

    def _insert(self, template: Template) -> None:
        if self._detail is None or self._sending:
            return
        body = self._desk.replying.fill(template, self._detail)
        self.view.sheet.insert_template(template.id, template.title, body)
        self.view.open_drawer(False)
        self.view.sheet.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, self.tr("Modèle inséré"))

    def _insert_passage(self, found: CloseCase) -> None:
        if self._detail is None or self._sending:
            return
        self.view.sheet.insert_passage(found.passage, found.case.id)
        self.view.open_drawer(False)
        self.view.sheet.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, self.tr("Passage inséré, sa source est gardée"))

    def _ask_for_near(self, key: str) -> None:
        def show(found: tuple[CloseCase, ...]) -> None:
            if key == self._key:
                self.view.assist.show_cases(found)

        self._tasks.when_done(self._desk.recall.near(key), show, failed=lambda _error: None, owner=self)

    def toggle_aid(self) -> None:
        """Give the focus to the aid, opening its drawer, or back to the editor."""
        inside = self.view.assist.isAncestorOf(self.focusWidget())
        if self.view.drawer_open or inside:
            self.view.open_drawer(False)
            self.view.sheet.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self.view.go_to_cases()

    def correct_typography(self) -> None:
        """Set the typography of the whole text; one Ctrl+Z takes it back."""
        if self._detail is None or self._sending or self._reading:
            return
        count = self.view.sheet.editor.correct_typography()
        self._tell(typography_set(count))

    def ask_change(self) -> None:
        """Declare what the service changes because of this testimony."""
        if self._detail is not None and not self._sending:
            shown = self.view.change.isVisible()
            self._change.ask(self.view.sheet.change, self.view.change if shown else self.view.bar.more)

    def _say_image(self) -> None:
        self._say(self.tr("Une réponse est faite de mots\u00a0: l’image n’a pas été collée."))

    def _escape(self) -> None:
        if self._reading:
            self._stop_reading()
        elif self.view.drawer_open:
            self.toggle_aid()
        else:
            self.leave()

    # -- the draft's state --------------------------------------------------------------------------------------

    def _on_saved(self, draft: Draft) -> None:
        if draft.slot_id == self._key:
            if self.view.banners.drop("storage"):
                announce(self, self.tr("Brouillon de nouveau enregistré"))
            self._show_saved(draft.saved_at or self._clock())

    def _show_saved(self, at: datetime) -> None:
        self.view.bar.status.show_state(self.tr("Brouillon enregistré à {hour}").format(hour=hour(at)))

    def _on_save_failed(self, sentence: str) -> None:
        """The sentence stays until the text is on disk again."""
        self.view.bar.status.show_state(self.tr("Brouillon non enregistré"), "error-warning-line", "error")
        if self.view.banners.put("storage", "error", sentence):
            announce(self, sentence, urgent=True)

    # -- sending ------------------------------------------------------------------------------------------------

    def set_sync_status(self, status: SyncStatus) -> None:
        self._phase = status.phase
        self.show_send_line()

    def look_again(self) -> None:
        """What the agent wants to be told of, or helped with, has changed."""
        self.view.sheet.editor.helps_typography = self._habits().typography
        self._spelling.look_again()
        self._guard.look_again()

    def show_send_line(self) -> None:
        """Say what « Envoyer » does now."""
        if not self._sending:
            points = len(self._guard.blocking)
            text = send_line(self._phase, points, validation=self._validation, hold=self._hold())
            self.view.send_bar.state.show_line(text, "wifi-off-line" if self._phase in _AWAY else "time-line")
            self._read_back.show_line(text)

    @property
    def _reading(self) -> bool:
        return self._layers.currentWidget() is self._read_back

    def read_back(self) -> None:
        """Show what will be published, once nothing remains to be done to it."""
        if not self._reading and self._may_leave():
            detail, draft = self._detail, self.view.sheet.draft()
            assert detail is not None
            line = self.view.send_bar.state.text()
            row = detail.row
            self._read_back.show_reply(row.structure_name, row.pseudonym, draft, validation=self._validation, line=line)
            self._layers.setCurrentWidget(self._read_back)
            self._read_back.focus()
            self.read_back_shown.emit()

    def _stop_reading(self) -> None:
        self._layers.setCurrentWidget(self.view)
        self.view.sheet.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def send(self) -> None:
        """Send, or move the focus to what remains and say it; read back first where the agent wants it."""
        if not self._may_leave():
            return
        if not self._reading and self._habits().read_back:
            self.read_back()
            return
        draft = self.view.sheet.draft()
        self._sending = True
        self._keeper.end()
        self.view.sheet.setEnabled(False)
        future = self._desk.replying.send(draft, self._hold(), kept=self._guard.kept_lines())
        self._tasks.when_done(future, self._on_sent, failed=self._on_refused, owner=self)

    def _may_leave(self) -> bool:
        """Nothing leaves empty, too long, with a blank, a variable, or a personal datum that nobody decided on."""
        if self._detail is None or self._sending:
            return False
        editor, draft = self.view.sheet.editor, self.view.sheet.draft()
        if draft.empty:
            editor.setFocus(Qt.FocusReason.OtherFocusReason)
            self._say(REFUSALS["empty_body"])
            return False
        length = len(draft.body.strip())
        if length > MAX_BODY:
            editor.setFocus(Qt.FocusReason.OtherFocusReason)
            self._say(too_long(length))
            return False
        if self._guard.blocking:
            self._stop_reading()
            self._say(self._guard.go_to_first())
            return False
        return True

    def _ask_validation(self) -> None:
        if self._validation:
            self.send()

    def _on_sent(self, item: SendItem) -> None:
        self._sending = False
        announce(self, self.tr("Réponse confiée à l’envoi"))
        self.sent.emit(item)
        self._close(sent=True)

    def _on_refused(self, error: KnownError) -> None:
        self._sending = False
        self._layers.setCurrentWidget(self.view)
        self.view.sheet.setEnabled(True)
        self._keeper.begin(stored=True)
        self._keeper.touch()
        self.view.sheet.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self._say(error.sentence)

    def _say(self, sentence: str) -> None:
        self.view.send_bar.state.show_line(sentence, "error-warning-line", "warning")
        announce(self, sentence, urgent=True)

    def _tell(self, sentence: str) -> None:
        self.view.send_bar.state.show_line(sentence, "check-line")
        announce(self, sentence)

    # -- what changes meanwhile ---------------------------------------------------------------------------------

    def changed(self, change: ChangeSet) -> None:
        """Keep the testimony column true; what the agent types is never touched."""
        if self._detail is None or self._sending:
            return
        if change.kinds & _SEEN_HERE and (not change.ids or self._key in change.ids):
            self._loader.refresh()
        if ChangeKind.DOCUMENTS in change.kinds:
            self._spelling.read_added()
            self._sharing.look_again()
        if ChangeKind.TEMPLATES in change.kinds:
            self._loader.load_templates()
        if ChangeKind.CASES in change.kinds:
            self._ask_for_near(self._key)

    def _on_fresh(self, detail: ExperienceDetail) -> None:
        self.view.banners.drop("gone")
        if detail != self._detail:
            self._detail = detail
            self._returned.show(detail)
            self.view.show_experience(detail, self._clock(), self._desk.agent.id)

    def _on_gone(self) -> None:
        self.view.banners.put(
            "gone",
            "warning",
            self.tr("Cette expérience n’est plus sur ce poste."),
            self.tr("Elle a été retirée ou confiée à un autre site. Votre brouillon est gardé."),
        )
