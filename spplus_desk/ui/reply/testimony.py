"""The testimony beside the editor: what the citizen wrote, what the others answered, what colleagues said of it."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from spplus_desk.domain import deadlines
from spplus_desk.domain.inbox import ExperienceDetail
from spplus_desk.ui.reply.document import DocumentWriter
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.chips import sentiment_mark
from spplus_desk.ui.wording import ago, long_day


class TestimonyView(QTextBrowser):
    """Read-only, selectable, one document: it scrolls and is read by keyboard as a whole."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._wide = self._titled = False
        self._shown: tuple[ExperienceDetail, datetime] | None = None
        self.setObjectName("testimony_view")
        self.setAccessibleName(self.tr("Témoignage"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)
        theme.changed.connect(self._redraw)

    def set_room(self, *, wide: bool, titled: bool) -> None:
        """`wide`: at the size of the reading. `titled`: under the title, which the bar has no room to say whole."""
        if (wide, titled) != (self._wide, self._titled):
            self._wide, self._titled = wide, titled
            self._redraw()

    def show_experience(self, detail: ExperienceDetail, now: datetime) -> None:
        self._shown = (detail, now)
        self.setAccessibleDescription(detail.experience.title)
        place = self.verticalScrollBar().value()
        self._redraw()
        self.verticalScrollBar().setValue(place)

    def clear_experience(self) -> None:
        self._shown = None
        self.clear()

    def _redraw(self) -> None:
        if self._shown is None:
            return
        detail, now = self._shown
        self.clear()
        writer = DocumentWriter(self.document(), self._theme)
        experience, row = detail.experience, detail.row
        heading = experience.title if self._titled else self.tr("Le témoignage")
        writer.line((heading, Role.HEADING, 600, "text"), below=6)
        icon, word, tone = sentiment_mark(experience.sentiment)
        day = (
            deadlines.published_on(experience.published_at)
            if experience.published_date_only
            else experience.published_at.astimezone(ZoneInfo(row.timezone)).date()
        )
        writer.line(
            (word, Role.META, 400, tone),
            (f"\u2003{experience.pseudonym}", Role.META, 500, "text"),
            (self.tr(", publiée le {day}").format(day=_short(day, now)), Role.META, 400, "text-3"),
            icon=(icon, tone),
            below=14,
        )
        writer.text(experience.body, Role.READING if self._wide else Role.READING_SIDE)
        names = {slot.id: slot.structure_name for slot in detail.slots}
        for reply in detail.other_replies:
            name = names.get(reply.id) or self.tr("Une autre structure")
            writer.line((name, Role.UI, 600, "text"), icon=("building-line", "text-2"), above=14, below=6)
            writer.quote(reply.body)
        if detail.comments:
            writer.line(
                (self.tr("Commentaires internes"), Role.UI, 600, "text"),
                (f"\u2002{len(detail.comments)}", Role.META, 400, "text-3"),
                icon=("chat-private-line", "text-2"),
                above=14,
            )
            readers = self.tr("lus par la DITP et les structures concernées")
            writer.line((readers, Role.META, 400, "text-3"), below=8)
        for comment in detail.comments:
            when = ago(comment.created_at, now, row.timezone)
            writer.line(
                (comment.author_name or comment.author, Role.UI, 500, "text"), (f" {when}", Role.META, 400, "text-3")
            )
            writer.text(comment.body, Role.UI, "text-2", gap=8)


def _short(day: date, now: datetime) -> str:
    """« 9 décembre »: the week day is in the reading pane, the room is short here."""
    return long_day(day, now.date()).split(" ", 1)[1]
