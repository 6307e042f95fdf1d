"""Internal comments: a list that says who reads it, and the box that adds one."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListView,
    QPlainTextEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
)

from spplus_desk.domain.experience import Comment
from spplus_desk.domain.values import Value
from spplus_desk.ui import wording
from spplus_desk.ui.announce import announce
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.avatar import paint_avatar
from spplus_desk.ui.widgets.buttons import Button
from spplus_desk.ui.widgets.labels import Label
from spplus_desk.ui.widgets.painting import paint_row_focus

_COMMENT = int(Qt.ItemDataRole.UserRole) + 1
_LEFT, _BELOW = 34, 12
_WRAP = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
_NO_PARENT = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


class CommentRow(Value):
    """`waiting` comments have not left this desk yet."""

    comment: Comment
    own: bool
    waiting: bool


class CommentModel(QAbstractListModel):
    def __init__(self, clock: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._rows: tuple[CommentRow, ...] = ()
        self._zone = "Europe/Paris"

    def set_rows(self, rows: Sequence[CommentRow], zone: str) -> None:
        if tuple(rows) != self._rows or zone != self._zone:
            self.beginResetModel()
            self._rows, self._zone = tuple(rows), zone
            self.endResetModel()

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def when(self, row: CommentRow) -> str:
        if row.waiting:
            return self.tr("en attente d’envoi")
        return wording.ago(row.comment.created_at, self._clock(), self._zone)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.comment.body
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{row.comment.author_name or row.comment.author}, {self.when(row)}"
            case Qt.ItemDataRole.AccessibleDescriptionRole:
                return row.comment.body
            case _ if role == _COMMENT:
                return row
        return None


class CommentDelegate(QStyledItemDelegate):
    """Avatar, name in 500 with its date, text on as many lines as it needs."""

    def __init__(self, theme: Theme, view: QListView) -> None:
        super().__init__(view)
        self._theme, self._view = theme, view

    def _body_rect(self, width: int, body: str) -> QRect:
        room = max(width - self._theme.px(_LEFT) - 4, 40)
        return QFontMetrics(self._theme.font(Role.UI)).boundingRect(QRect(0, 0, room, 100_000), _WRAP, body)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        body = self._body_rect(self._view.viewport().width(), str(index.data()))
        return QSize(0, self._theme.px(18) + body.height() + self._theme.px(_BELOW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row, model = index.data(_COMMENT), index.model()
        if not isinstance(row, CommentRow) or not isinstance(model, CommentModel):
            return
        theme, rect = self._theme, option.rect
        name = row.comment.author_name or row.comment.author
        size = theme.px(24)
        painter.save()
        paint_avatar(painter, theme, QRectF(rect.left(), rect.top(), size, size), name, own=row.own)
        left, line = rect.left() + theme.px(_LEFT), theme.px(18)
        strong = theme.font(Role.UI, 500)
        aligned = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        painter.setFont(strong)
        painter.setPen(theme.color("text"))
        painter.drawText(QRect(left, rect.top(), rect.width(), line), aligned, name)
        after = left + QFontMetrics(strong).horizontalAdvance(name) + theme.px(4)
        painter.setFont(theme.font(Role.META))
        painter.setPen(theme.color("info" if row.waiting else "text-3"))
        painter.drawText(QRect(after, rect.top(), rect.right() - after, line), aligned, model.when(row))
        painter.setFont(theme.font(Role.UI))
        painter.setPen(theme.color("text-2"))
        body = QRect(left, rect.top() + line, rect.right() - left, rect.height() - line)
        painter.drawText(body, _WRAP, row.comment.body)
        painter.restore()
        paint_row_focus(painter, theme, option)


class CommentList(QListView):
    """As tall as its comments: the pane scrolls, not the list."""

    def __init__(self, theme: Theme, model: CommentModel) -> None:
        super().__init__()
        self.setObjectName("internal_comments")
        self.setAccessibleName(self.tr("Commentaires internes"))
        self.setAccessibleDescription(self.tr("lus par la DITP et les structures concernées"))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QListView.SelectionMode.NoSelection)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setModel(model)
        self.setItemDelegate(CommentDelegate(theme, self))
        model.modelReset.connect(self._fit)
        theme.changed.connect(self._fit)

    def _fit(self) -> None:
        option = QStyleOptionViewItem()
        model = self.model()
        delegate = self.itemDelegate()
        self.doItemsLayout()
        self.setFixedHeight(
            sum(delegate.sizeHint(option, model.index(row, 0)).height() for row in range(model.rowCount()))
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def keyboardSearch(self, search: str) -> None:
        """Nothing: letters are commands here."""


class CommentBox(QFrame):
    """The field that opens under the comments. Ctrl+Enter adds, Escape closes and keeps the text."""

    submitted = Signal(str)
    cancelled = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.field = QPlainTextEdit()
        self.field.setObjectName("comment_field")
        self.field.setProperty("field", True)
        self.field.setAccessibleName(self.tr("Commentaire interne"))
        self.field.setAccessibleDescription(self.tr("lu par la DITP et les structures concernées"))
        self.field.setPlaceholderText(self.tr("Commentaire lu par la DITP et les structures concernées"))
        self.field.setTabChangesFocus(True)
        theme.keep_height(self.field, 76)
        self._add = Button(theme, self.tr("Ajouter le commentaire"))
        self._add.setObjectName("comment_submit")
        self._add.clicked.connect(self._submit)
        self._close = Button(theme, self.tr("Annuler"), "quiet")
        self._close.setObjectName("comment_cancel")
        self._close.clicked.connect(self.cancelled)
        self.advice = Label(theme, "", Role.META, tone="warning", wrap=True)
        self.advice.setObjectName("comment_advice")
        self.advice.hide()
        self._fault = Label(theme, "", Role.META, tone="error", wrap=True)
        self._fault.setObjectName("comment_fault")
        self._fault.hide()
        self.field.textChanged.connect(self.advise)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._add)
        row.addWidget(self._close)
        row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, theme.px(8))
        column.setSpacing(theme.px(4))
        column.addWidget(self.field)
        column.addWidget(self._fault)
        column.addWidget(self.advice)
        column.addLayout(row)

    def show_fault(self, sentence: str) -> None:
        """Why the text is not kept on disk; empty when it is."""
        if sentence and sentence != self._fault.text():
            announce(self.field, sentence)
        self._fault.setText(sentence)
        self._fault.setVisible(bool(sentence))

    def advise(self) -> None:
        """The guard's word on a comment: many read it, the public does not, so nothing is asked."""
        from spplus_desk.domain.privacy import Certainty, find  # late: not for the first paint
        from spplus_desk.ui.wording.personal import listed

        sure = [f.kind for f in find(self.field.toPlainText()) if f.certainty is not Certainty.POSSIBLE]
        words = self.tr(
            "Ce commentaire semble contenir une donnée personnelle\u00a0: {what}. Est-elle utile à tous\u00a0?"
        )
        self.advice.setText(words.format(what=listed(sure)) if sure else "")
        self.advice.setVisible(bool(sure))

    def _submit(self) -> None:
        text = self.field.toPlainText().strip()
        if text:
            self.submitted.emit(text)
        else:
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear(self) -> None:
        self.field.clear()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and (
            event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self._submit()
        else:
            super().keyPressEvent(event)
