"""The reading decides: what is shown of an experience, and what the agent's acts on it ask of the services."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from spplus_desk.domain.absences import Away
from spplus_desk.domain.changes import ChangeKind, ChangeSet
from spplus_desk.domain.errors import KnownError, NotFound
from spplus_desk.domain.inbox import ExperienceDetail
from spplus_desk.domain.outbox import SendState
from spplus_desk.domain.projection import SlotState
from spplus_desk.domain.structure import Agent
from spplus_desk.domain.validation import last_return
from spplus_desk.ui import turns, wording
from spplus_desk.ui.announce import announce
from spplus_desk.ui.reading.acts import Acts
from spplus_desk.ui.reading.cards import Cards
from spplus_desk.ui.reading.comment_keeper import CommentKeeper
from spplus_desk.ui.reading.comments import CommentModel, CommentRow
from spplus_desk.ui.reading.found_marks import FoundMarks
from spplus_desk.ui.reading.view import ReadingView, ReplyBlock
from spplus_desk.ui.tasks import Tasks
from spplus_desk.ui.theme import Theme
from spplus_desk.ui.widgets.chips import row_look, send_look, sentiment_mark
from spplus_desk.ui.wording.absences import away_line
from spplus_desk.ui.wording.history import history_lines
from spplus_desk.ui.wording.presence import writing_line
from spplus_desk.ui.wording.replies import after_publication
from spplus_desk.ui.wording.validation import returned_line, returned_why

if TYPE_CHECKING:
    from spplus_desk.services.inbox import InboxService

_CARES = frozenset({ChangeKind.INBOX, ChangeKind.REPLIES, ChangeKind.COMMENTS, ChangeKind.DRAFTS, ChangeKind.DOCUMENTS})
_SENDS = {
    SlotState.QUEUED: SendState.WAITING,
    SlotState.PENDING_VALIDATION: SendState.PENDING_VALIDATION,
    SlotState.RECEIVED: SendState.RECEIVED,
    SlotState.PUBLISHED: SendState.PUBLISHED,
}


class ReadingPane(QObject):
    """`reply_requested` carries the slot's id and whether a template is wanted."""

    reply_requested = Signal(str, bool)
    review_requested = Signal(str)
    """The slot whose reply waits for this super agent."""
    step_requested = Signal(int)
    list_requested = Signal()
    row_read = Signal(object)
    """The InboxRow of what is shown, each time that it was read from the store."""
    hours_wanted = Signal(str)
    """The structure whose hours and closures the agent wants to see."""
    told = Signal(str, object)
    """What an act did, in a sentence, and the way back (a callable) or None."""

    def __init__(
        self,
        theme: Theme,
        tasks: Tasks,
        service: "InboxService",
        agent: Agent,
        clock: Callable[[], datetime],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._tasks, self._service, self._agent, self._clock = tasks, service, agent, clock
        self._comments = CommentModel(clock, self)
        self.view = ReadingView(theme, self._comments)
        self.acts = Acts(tasks, service, agent, lambda: self._detail, lambda: self._ask(first=False), self)
        self.cards = Cards(theme, tasks, service, agent, self.view, self.acts, lambda: self._detail, clock, self)
        self.found = FoundMarks(self.view, self)
        self.comment = CommentKeeper(service, tasks, self.view.comment_box, self)
        self._key = ""
        self._detail: ExperienceDetail | None = None
        self._minute = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._minute.timeout.connect(self.tell_time)
        self._connect()

    def _connect(self) -> None:
        view, toolbar = self.view, self.view.toolbar
        toolbar.back.clicked.connect(self.list_requested)
        view.escaped.connect(self.list_requested)
        self.acts.told.connect(self.told)
        toolbar.claim.clicked.connect(self.acts.toggle_claim)
        toolbar.tag.clicked.connect(self.cards.open_tags)
        toolbar.transfer.clicked.connect(self.cards.open_transfer)
        toolbar.comment.clicked.connect(self.open_comment_box)
        toolbar.unread_wanted.connect(self.acts.mark_unread)
        toolbar.previous.clicked.connect(lambda: self.step_requested.emit(-1))
        toolbar.next.clicked.connect(lambda: self.step_requested.emit(1))
        view.composer.reply.clicked.connect(lambda: self.ask_reply(with_template=False))
        view.composer.template.clicked.connect(lambda: self.ask_reply(with_template=True))
        view.properties.improvement_changed.connect(self.acts.set_improvement)
        view.properties.tag_chosen.connect(self.acts.set_tag)
        view.properties.business_tags_wanted.connect(self.cards.open_business_tags)
        view.properties.channels_wanted.connect(self.cards.open_channels)
        view.properties.why_wanted.connect(self.cards.open_why_under)
        self.cards.hours_wanted.connect(self.hours_wanted)
        view.returned.acted.connect(self.show_versions)
        view.writing.acted.connect(lambda: self.ask_reply(with_template=False))
        view.testimony.original_toggled.connect(self.toggle_original)
        view.testimony.link_wanted.connect(self.cards.ask_link)
        toolbar.original_wanted.connect(self.toggle_original)
        toolbar.print_wanted.connect(self.cards.open_print)
        toolbar.history_wanted.connect(self.show_history)
        view.comment_box.submitted.connect(self._add_comment)
        self.comment.came_back.connect(view.comments_header.show)
        view.comment_box.cancelled.connect(self._close_comment_box)

    # What others may ask

    @property
    def key(self) -> str:
        """The slot being read, or an empty string."""
        return self._key

    @property
    def detail(self) -> ExperienceDetail | None:
        """What is shown, None until it is there."""
        return self._detail

    def show_slot(self, key: str) -> None:
        """Read the slot `key`; nothing with an empty string."""
        if key == self._key:
            return
        self._key, self._detail = key, None
        self.comment.turn_to(key)
        if not key:
            self._minute.stop()
            self.view.show_nothing()
            return
        self._ask(first=True)

    def changed(self, changes: ChangeSet) -> None:
        # Documents have ids of their own: settings of the site, pauses.
        anywhere = not changes.ids or ChangeKind.DOCUMENTS in changes.kinds
        if self._key and changes.kinds & _CARES and (anywhere or self._concerns(changes.ids)):
            self._ask(first=False)

    def _concerns(self, ids: frozenset[str]) -> bool:
        experience = self._key.rpartition(":")[0]
        return any(key == self._key or key.rpartition(":")[0] == experience for key in ids)

    def show_place(self, place: int, number: int) -> None:
        text = ""
        if place:
            text = self.tr("{place} sur {number}").format(place=wording.number(place), number=wording.number(number))
        self.view.toolbar.show_place(place, number, text)

    def focus_text(self) -> None:
        self.view.testimony.setFocus(Qt.FocusReason.OtherFocusReason)

    # Acts of the agent

    def ask_reply(self, *, with_template: bool) -> None:
        if self.reviewable:
            self.review_requested.emit(self._key)
        elif self._detail is not None and self._detail.row.state.open:
            self.reply_requested.emit(self._key, with_template)

    def show_versions(self) -> None:
        """The texts that went through validation, with what was said of each."""
        if self._detail is not None and self._detail.versions:
            self.review_requested.emit(self._key)
        elif self._detail is not None:
            announce(self.view, self.tr("Aucune version\u00a0: cette réponse n’a pas eu à être relue."))

    @property
    def reviewable(self) -> bool:
        """The reply waits, and the agent is one of those who validate (their own is read there too)."""
        detail = self._detail
        return detail is not None and detail.standing.reviews and detail.row.state is SlotState.PENDING_VALIDATION

    def open_comment_box(self) -> None:
        if self._detail is None:
            return
        self.view.comments_header.show()
        self.view.comment_box.show()
        self.view.comment_box.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        # The box has its place only after the layout has run.
        QTimer.singleShot(0, self.view, lambda: self.view.scroll_to(self.view.comment_box))

    def show_history(self) -> None:
        """Open it, or close it."""
        if self._detail is None:
            return
        history = self.view.history
        history.set_open(not history.open)
        if history.open:
            history.button.setFocus(Qt.FocusReason.ShortcutFocusReason)
            QTimer.singleShot(0, history, lambda: self.view.scroll_to(history))

    def toggle_original(self) -> None:
        """The citizen's text as it came, or with its spacing repaired."""
        self.view.testimony.show_original(not self.view.testimony.as_it_came)
        self._name_original()

    def _name_original(self) -> None:
        testimony, action = self.view.testimony, self.view.toolbar.original
        shown = self.tr("Voir le texte mis en forme") if testimony.as_it_came else self.tr("Voir le texte d’origine")
        action.setText(shown)
        action.setEnabled(testimony.differs)

    def _add_comment(self, text: str) -> None:
        key = self._key

        def done(_: object) -> None:
            if key == self._key:
                self.comment.sent()
                self._close_comment_box()
            else:
                self._tasks.when_done(self._service.keep_comment(key, ""), lambda _: None, owner=self)
            self.told.emit(self.tr("Commentaire ajouté. Il reste : d’autres ont pu le lire."), None)

        self._tasks.when_done(self._service.comment(key, text), done, owner=self)

    def _close_comment_box(self) -> None:
        self.comment.keep()
        self.view.comment_box.hide()
        self.view.comments_header.setVisible(self._comments.rowCount() > 0)
        self.focus_text()

    # Showing

    def _ask(self, *, first: bool) -> None:
        key = self._key
        self._tasks.when_done(
            self._service.detail(key),
            lambda detail: self._answer(key, detail, first),
            lambda error: self._fault(key, error),
            owner=self,
        )

    def _answer(self, key: str, detail: ExperienceDetail, first: bool) -> None:
        if key != self._key:
            return
        first = first or self._detail is None
        self._detail = detail
        self._show(detail, first=first)
        self.cards.refresh_why()
        self.row_read.emit(detail.row)
        if first and detail.row.unread:
            self.acts.do(self._service.mark_read(key))

    def _fault(self, key: str, error: KnownError) -> None:
        if key != self._key:
            return
        if isinstance(error, NotFound):
            self.view.gone.show_text(
                self.tr("Cette expérience n’est plus publiée."), self.tr("Votre brouillon, s’il existe, est gardé.")
            )
            self.view.gone.show()
            self.view.composer.hide()
        else:
            self._tasks.known_error.emit(error)

    def _show_away(self, key: str, away: Away | None) -> None:
        """Who has claimed it is away: until when, and who stands in."""
        detail = self.detail
        if away is None or key != self._key or detail is None or detail.slot.claimed_by != away.agent_id:
            return
        day = self._clock().astimezone(ZoneInfo(detail.row.timezone)).date()
        self.view.toolbar.show_claim(mine=False, colleague=away_line(away, day))

    def _show(self, detail: ExperienceDetail, *, first: bool) -> None:
        view, row, now = self.view, detail.row, self._clock()
        experience = detail.experience
        view.gone.hide()
        view.title.show_text(experience.title)
        view.title.setAccessibleName(experience.title)  # told as a label is: by its words
        view.sentiment.set_mark(*sentiment_mark(experience.sentiment))
        view.pseudonym.setText(experience.pseudonym)
        view.testimony.setAccessibleDescription(experience.title)
        view.testimony.show_testimony(experience.body)
        self._name_original()
        colleague = detail.slot.claimed_by_name if detail.slot.claimed_by not in (None, self._agent.id) else ""
        view.toolbar.show_claim(mine=detail.slot.claimed_by == self._agent.id, colleague=colleague)
        if colleague and detail.slot.claimed_by is not None:
            key, away = row.key, self._service.away(detail.slot.claimed_by)
            self._tasks.when_done(away, lambda found: self._show_away(key, found), owner=self)
        view.toolbar.set_open(row.state.open)
        view.show_replies(view.own_reply, "reply-line", self._own_reply(detail, now))
        view.show_replies(view.other_replies, "building-line", self._other_replies(detail, now))
        self.found.show(row.key)
        self._show_returned(detail)
        self._show_comments(detail)
        name = experience.pseudonym or self.tr("l’usager")
        review = self.reviewable
        act = self.tr("Relire et valider la réponse à {name}") if review else self.tr("Répondre à {name}")
        view.composer.reply.show_recipient(act.format(name=name))
        view.composer.template.setVisible(not review)
        view.composer.setVisible(row.state.open or review)
        self._show_words(detail, now)
        view.show_experience()
        if first:
            view.scroll_to_top()

    def _show_words(self, detail: ExperienceDetail, now: datetime) -> None:
        """What changes with time alone."""
        view, row = self.view, detail.row
        tip = "" if row.replied_at is not None else wording.due_sentence(row.due_at, now, row.timezone)
        view.chip.set_look(row_look(row, now), tip)
        published = wording.published_line(row.published_at, now, row.timezone, date_only=row.date_only)
        view.published.setText(f", {published}")
        view.properties.show_detail(detail, now)
        self._minute.start(turns.wait(now, row.timezone, (row.due_at, row.internal_due_at)))
        writing = writing_line(detail.slot.writers, now, self._agent.id, row.timezone) if row.state.open else ""
        last = max((one.seen_at for one in detail.slot.writers), default=now)
        seen = self.tr("Vu pour la dernière fois {when}.").format(when=wording.ago(last, now, row.timezone))
        view.writing.show_text(writing, seen)
        view.writing.setVisible(bool(writing))
        view.history.show_lines(history_lines(detail), now, row.timezone)

    def tell_time(self) -> None:
        if self._detail is not None:
            self._show_words(self._detail, self._clock())
            self.cards.refresh_why()

    def _own_reply(self, detail: ExperienceDetail, now: datetime) -> list[ReplyBlock]:
        reply, state = detail.reply, detail.row.state
        if reply is None or state not in _SENDS:
            return []
        own = reply.author == self._agent.id
        title = self.tr("Votre réponse") if own else self.tr("Réponse de votre structure")
        text = "\n\n".join(
            part for part in (reply.greeting, reply.body, reply.closing, reply.signature) if part.strip()
        )
        when = reply.published_at or reply.submitted_at
        said = "" if when is None else wording.ago(when, now, detail.row.timezone)
        after = after_publication(reply, now.date())
        return [ReplyBlock(title, said, text, send_look(_SENDS[state]), opened=True, after=after)]

    def _other_replies(self, detail: ExperienceDetail, now: datetime) -> list[ReplyBlock]:
        names = {slot.structure_id: slot.structure_name for slot in detail.slots}
        blocks = []
        for reply in detail.other_replies:
            name = names.get(reply.structure_id) or self.tr("Une autre structure")
            when = reply.published_at or reply.submitted_at
            said = "" if when is None else wording.ago(when, now, detail.row.timezone)
            text = "\n\n".join(part for part in (reply.greeting, reply.body) if part.strip())
            title = self.tr("{name} a répondu").format(name=name)
            blocks.append(ReplyBlock(title, said, text, after=after_publication(reply, now.date())))
        return blocks

    def _show_returned(self, detail: ExperienceDetail) -> None:
        returned = detail.row.state is SlotState.RETURNED and detail.reply is not None
        if returned and detail.reply is not None:
            step = last_return(detail.versions)
            comment = step.comment if step is not None else detail.reply.return_comment
            line = returned_line(step, self._clock(), detail.row.timezone)
            self.view.returned.show_text(line, returned_why(comment, step.passage if step is not None else None))
        self.view.returned.setVisible(returned)

    def _show_comments(self, detail: ExperienceDetail) -> None:
        rows = [
            CommentRow(comment, comment.author == self._agent.id, comment.id in detail.pending_comment_ids)
            for comment in detail.comments
        ]
        self._comments.set_rows(rows, detail.row.timezone)
        self.view.comments.setVisible(bool(rows))
        self.view.comments_header.setVisible(bool(rows) or self.view.comment_box.isVisible())
