"""The sheet: greeting, body, closing and signature in one frame that takes the focus ring of its editor."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QTextBlock
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from spplus_desk.domain.experience import ServiceChange
from spplus_desk.domain.outbox import Draft
from spplus_desk.domain.text import MAX_BODY
from spplus_desk.ui.reply.combos import WordCombo
from spplus_desk.ui.reply.editor import ReplyEditor
from spplus_desk.ui.reply.marks import MarksHighlighter
from spplus_desk.ui.reply.words import count_text, template_text
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.theme.style import RING
from spplus_desk.ui.widgets.buttons import Button
from spplus_desk.ui.widgets.labels import ElidingLabel, Label

_ROW = 40
_SIDE = 12


class Sheet(QFrame):
    """`changed` is emitted for each change that the agent makes to any of the four parts."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._wide = False
        self._key = ""
        self._template: tuple[str | None, str] = (None, "")
        self._sources: tuple[str, ...] = ()
        self._change: ServiceChange | None = None
        self.setObjectName("reply_sheet")
        self.greeting = WordCombo(
            theme, Role.READING, "greeting_combo", self.tr("Formule d’appel"), editable=True, parent=self
        )
        self.editor = ReplyEditor(self)
        self.closing = WordCombo(
            theme, Role.UI, "closing_combo", self.tr("Formule de politesse"), editable=False, parent=self
        )
        self.closing.keep_whole(200)
        self.signature = WordCombo(theme, Role.UI, "signature_combo", self.tr("Signature"), editable=False, parent=self)
        self.template_note = ElidingLabel(theme, "", Role.META, tone="text-3")
        self.remove_template = Button(theme, self.tr("Retirer"), "link", height=28)
        self.remove_template.setObjectName("remove_template")
        self.remove_template.setAccessibleName(self.tr("Retirer le modèle"))
        self.count = Label(theme, "", Role.META, tone="text-3", tabular=True)
        self.count.setObjectName("character_count")
        self.count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.count.setAccessibleName(self.tr("Nombre de caractères"))
        self.marks = MarksHighlighter(self.editor.document(), theme)
        self._lay_out()
        self._restyle()
        theme.changed.connect(self._restyle)
        self.editor.focus_changed.connect(lambda _focused: self.update())
        self.editor.textChanged.connect(self._on_change)
        for combo in (self.greeting, self.closing, self.signature):
            combo.currentTextChanged.connect(lambda _text: self.changed.emit())
        self.remove_template.clicked.connect(self._on_remove_template)
        self._show_template()

    def _lay_out(self) -> None:
        top, bottom = QWidget(self), QWidget(self)
        head = QHBoxLayout(top)
        head.addWidget(self.greeting)
        head.addStretch(1)
        head.addWidget(self.template_note)
        head.addWidget(self.remove_template)
        foot = QHBoxLayout(bottom)
        foot.addWidget(self.closing)
        foot.addWidget(self.signature)
        foot.addStretch(1)
        foot.addWidget(self.count)
        for row in (head, foot):
            row.setContentsMargins(_SIDE - 2, 0, _SIDE + 2, 0)
            row.setSpacing(8)
        self._top, self._bottom = top, bottom
        top.lower()  # the greeting is met before the body, by ear too
        column = QVBoxLayout(self)
        column.setContentsMargins(RING, RING, RING, RING)
        column.setSpacing(1)
        column.addWidget(top)
        column.addWidget(self.editor, 1)
        column.addWidget(bottom)

    def _restyle(self) -> None:
        role = Role.READING_WIDE if self._wide else Role.READING
        self.editor.setFont(self._theme.font(role))
        self.editor.document().setDefaultFont(self._theme.font(role))
        self.editor.setLineHeight(self._theme.line_height(role))
        self.editor.setViewportMargins(_SIDE + 2, 12, _SIDE, 12)
        self.editor.setMinimumHeight(round(2 * self._theme.line_height(role)) + 24)
        for row in (self._top, self._bottom):
            row.setFixedHeight(self._theme.px(_ROW))
        # Wide enough for any text, so that typing never moves what stands beside it.
        self.count.setMinimumWidth(self.count.fontMetrics().horizontalAdvance(count_text(MAX_BODY, wide=self._wide)))

    def set_wide(self, wide: bool) -> None:
        """From 1600 px on: larger text, and the usual range beside the count."""
        if wide != self._wide:
            self._wide = wide
            self._restyle()
            self._show_count()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, focused = self._theme, self.editor.hasFocus()
        width = RING if focused else 1
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.color("focus" if focused else "border-strong"), width))
            painter.setBrush(theme.color("surface"))
            half = width / 2
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), 8, 8)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("border"))
            for line in (self._top.geometry().bottom() + 1, self._bottom.geometry().top() - 1):
                painter.drawRect(width, line, self.width() - 2 * width, 1)

    # -- the draft ----------------------------------------------------------------------------------------------

    def show_draft(
        self,
        draft: Draft,
        greetings: tuple[str, ...],
        closings: tuple[str, ...],
        signatures: tuple[str, ...],
        earlier: tuple[str, ...] = (),
    ) -> None:
        """`earlier`: the bodies that the draft had before, for undo."""
        self.blockSignals(True)
        self._key = draft.slot_id
        self._template = (draft.template_id, draft.template_title)
        self._sources, self._change = draft.sources, draft.change
        self.greeting.set_choices(greetings, draft.greeting)
        self.closing.set_choices(closings, draft.closing)
        self.signature.set_choices(signatures, draft.signature)
        self.editor.set_body(draft.body, draft.cursor, earlier)
        self._show_template()
        self._show_count()
        self.blockSignals(False)

    def draft(self) -> Draft:
        return Draft(
            slot_id=self._key,
            greeting=self.greeting.currentText().strip(),
            body=self.editor.body(),
            closing=self.closing.currentText(),
            signature=self.signature.currentText(),
            template_id=self._template[0],
            template_title=self._template[1],
            sources=self._sources,
            change=self._change,
            cursor=self.editor.cursor_characters(),
        )

    @property
    def change(self) -> ServiceChange | None:
        """The change of the service that the reply declares."""
        return self._change

    def set_change(self, change: ServiceChange | None) -> None:
        self._change = change
        self.changed.emit()

    def paint_marks(self) -> None:
        """Paint every mark again. Qt calls that a change of the text; nobody else may, for no word has moved."""
        before = self.editor.blockSignals(True)
        self.marks.rehighlight()
        self.editor.blockSignals(before)

    def paint_paragraph(self, block: QTextBlock) -> None:
        """As `paint_marks`, for one paragraph."""
        before = self.editor.blockSignals(True)
        self.marks.rehighlightBlock(block)
        self.editor.blockSignals(before)

    def insert_template(self, template_id: str, title: str, body: str) -> None:
        self._template = (template_id, title)
        self.editor.insert_template(body)
        self._show_template()

    def insert_passage(self, text: str, source: str) -> None:
        """Put a passage of a published answer at the cursor, a paragraph of its own; one undo takes it away. Its source
        stays with the draft, and goes with the reply."""
        self.editor.insert_paragraph(text)
        self._sources = tuple(dict.fromkeys((*self._sources, source)))

    def _on_remove_template(self) -> None:
        self._template = (None, "")
        self.editor.remove_template()
        self._show_template()
        self.editor.setFocus()

    def _on_change(self) -> None:
        self._show_count()
        if not self.remove_template.isHidden() and not self.editor.holds_template:
            self._show_template()
        self.changed.emit()

    def _show_template(self) -> None:
        shown = bool(self._template[1]) and bool(self.editor.body().strip())
        self.template_note.setText(template_text(self._template[1]) if shown else "")
        self.template_note.setVisible(shown)
        self.remove_template.setVisible(shown and self.editor.holds_template)

    def _show_count(self) -> None:
        length = len(self.editor.body())
        self.count.setText(count_text(length, wide=self._wide))
        self.count.set_tone("error" if length > MAX_BODY else "text-3")
