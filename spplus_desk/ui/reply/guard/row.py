"""One point: icon, what was found and why, two answers at most; below, where the agent says why a datum is kept."""

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from spplus_desk.domain.privacy import Kind
from spplus_desk.domain.review import Point, PointKind
from spplus_desk.ui.reply.guard import words
from spplus_desk.ui.reply.guard.run_in import RunIn
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.buttons import Button
from spplus_desk.ui.widgets.labels import Label
from spplus_desk.ui.wording.personal import DATA

_ICON_LEFT, _ICON = 13, 16
_TEXT_LEFT = 38


class PointRow(QFrame):
    """Emits what the agent answered; the panel knows which point it was."""

    chosen = Signal(object)
    masked = Signal(object)
    kept = Signal(object, str, bool)
    """Point, reason, and whether the site's list takes it."""
    silenced = Signal(object)
    grown = Signal()
    """Its height changed."""

    def __init__(self, theme: Theme, point: Point, shown: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.point = point
        self._said: tuple[object, ...] = ()
        self.text = RunIn(theme)
        self.answers = QWidget()
        answers = QHBoxLayout(self.answers)
        answers.setContentsMargins(0, 0, 0, 0)
        answers.setSpacing(4)
        self.buttons = self._make_buttons()
        for place, button in enumerate(self.buttons):
            if place:
                answers.addWidget(_bar(theme))
            answers.addWidget(button)
        answers.addStretch(1)
        self._form: QWidget | None = None
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._line.setSpacing(2)
        self._line.addWidget(self.text, 1)
        self._line.addWidget(self.answers)
        column = QVBoxLayout(self)
        theme.keep_margins(column, _TEXT_LEFT, 4, 8, 4, spacing=4)
        column.addLayout(self._line)
        self.show_point(point, shown)
        theme.changed.connect(self._place)

    def show_point(self, point: Point, shown: str, counted: str = "") -> None:
        """The same point, perhaps elsewhere in the text. `counted` is « 1 sur 3, » where one is shown at a time."""
        before = self._said
        self.point, self._said = point, (point.kind, point.words, shown, counted)
        if self._said == before:
            return  # it moved in the text, no more
        what = words.what(point)
        strong = f"{counted} {what[:1].lower()}{what[1:]}" if counted else what
        why = words.why(point, shown)
        self.text.show_words(strong, f"\u00a0: {why}" if why else "")
        self._place()
        self.update()

    @property
    def first_answer(self) -> Button:
        return self.buttons[0]

    @property
    def asking(self) -> bool:
        """The agent is saying why."""
        return self._form is not None

    def _make_buttons(self) -> tuple[Button, ...]:
        point = self.point
        if point.kind in (PointKind.BLANK, PointKind.VARIABLE):
            fill = Button(self._theme, self.tr("Remplir"), "link", height=26)
            fill.setObjectName("fill_blank")
            name = self.tr("Remplir le blanc {name}") if point.kind is PointKind.BLANK else self.tr("Remplir {name}")
            fill.setAccessibleName(name.format(name=point.words).strip())
            fill.clicked.connect(lambda: self.chosen.emit(self.point))
            return (fill,)
        if point.datum is None:
            see = Button(self._theme, self.tr("Voir"), "link", height=26)
            see.setObjectName("see_advice")
            see.setAccessibleName(self.tr("Voir le passage"))
            see.clicked.connect(lambda: self.chosen.emit(self.point))
            quiet = Button(self._theme, self.tr("Ne plus signaler"), "link", height=26)
            quiet.setObjectName("silence_advice")
            quiet.setAccessibleName(self.tr("Ne plus signaler ce conseil"))
            quiet.clicked.connect(lambda: self.silenced.emit(self.point))
            return (see, quiet) if point.end > point.start else (quiet,)
        named = DATA[point.datum]
        mask = Button(self._theme, self.tr("Masquer"), "link", height=26)
        mask.setObjectName("mask_button")
        mask.setAccessibleName(self.tr("Masquer {datum}").format(datum=named.the))
        mask.clicked.connect(lambda: self.masked.emit(self.point))
        return (mask, self._keep_button(point.datum))

    def _keep_button(self, kind: Kind) -> Button:
        named = DATA[kind]
        service = {
            Kind.PHONE: self.tr("Garder, c’est le numéro du service"),
            Kind.ADDRESS: self.tr("Garder, c’est l’adresse du service"),
            Kind.EMAIL: self.tr("Garder, c’est l’adresse du service"),
        }
        keep = Button(self._theme, service.get(kind, self.tr("Garder…")), "link", height=26)
        keep.setObjectName("keep_button")
        if kind not in service:
            keep.setAccessibleName(self.tr("Garder {datum}…").format(datum=named.the))
        keep.clicked.connect(self._ask)
        return keep

    # -- saying why ---------------------------------------------------------------------------------------------

    def _ask(self) -> None:
        if self._form is not None:
            return
        datum = self.point.datum
        assert datum is not None
        form = QWidget()
        column = QVBoxLayout(form)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(4)
        field = QLineEdit()
        field.setObjectName("keep_reason")
        field.setMaxLength(200)
        field.setAccessibleName(self.tr("Pourquoi garder {datum}").format(datum=DATA[datum].the))
        field.setPlaceholderText(self.tr("Pourquoi\u00a0? La raison reste avec l’envoi, sans la donnée."))
        buttons = QHBoxLayout()
        buttons.setContentsMargins(0, 0, 0, 0)
        column.addWidget(field)
        column.addLayout(buttons)
        if datum in words.SERVICE:
            field.setText(
                self.tr("C’est celui du service") if datum is Kind.PHONE else self.tr("C’est celle du service")
            )
            add = Button(self._theme, self.tr("Garder et ajouter à la liste du site"), "link", height=26)
            add.setObjectName("keep_and_list")
            add.clicked.connect(lambda: self._keep(field, listed=True))
            buttons.addWidget(add)
        once = Button(self._theme, self.tr("Garder cette fois"), "link", height=26)
        once.setObjectName("keep_once")
        once.clicked.connect(lambda: self._keep(field, listed=False))
        cancel = Button(self._theme, self.tr("Annuler"), "link", height=26)
        cancel.setObjectName("keep_cancel")
        cancel.clicked.connect(self._cancel)
        field.returnPressed.connect(lambda: self._keep(field, listed=False))
        buttons.addWidget(once)
        buttons.addWidget(cancel)
        buttons.addStretch(1)
        self._form = form
        layout = self.layout()
        assert layout is not None
        layout.addWidget(form)
        self.answers.hide()
        form.show()
        self.grown.emit()
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep(self, field: QLineEdit, *, listed: bool) -> None:
        if field.text().strip():
            self.kept.emit(self.point, field.text().strip(), listed)
        else:
            field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _cancel(self) -> None:
        if self._form is not None:
            self._form.hide()
            self._form.deleteLater()
            self._form = None
            self.answers.show()
            self.grown.emit()
            self.buttons[-1].setFocus(Qt.FocusReason.OtherFocusReason)

    # -- layout -------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        """The answers at the right of the words where both fit on one line, else below them."""
        px = self._theme.px
        room = self.width() - px(_TEXT_LEFT) - px(8)
        wanted = self.text.natural_width() + sum(b.sizeHint().width() + px(9) for b in self.buttons)
        beside = wanted <= room
        direction = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._line.direction() != direction:
            self._line.setDirection(direction)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        theme = self._theme
        with QPainter(self) as painter:
            side = theme.px(_ICON)
            text, line = self.text.geometry(), theme.line_height(Role.UI)
            above = max(0, (text.height() - self.text.heightForWidth(text.width())) // 2)
            top = text.top() + above + (line - side) // 2  # on the first line of the words
            rect = QRect(theme.px(_ICON_LEFT), top, side, side)
            tone = "warning" if self.point.kind.blocks else "text-2"
            theme.paint_icon(painter, rect, words.icon(self.point), tone)


def _bar(theme: Theme) -> Label:
    bar = Label(theme, "|", tone="text-3")
    bar.setAccessibleName(" ")
    return bar
