"""« Cas proches »: passages of published answers to testimonies like this one, each with its source."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from spplus_desk.domain.cases import CloseCase
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.buttons import Button
from spplus_desk.ui.widgets.empty import EmptyState
from spplus_desk.ui.widgets.frames import h_line
from spplus_desk.ui.widgets.labels import ElidingLabel, Label
from spplus_desk.ui.wording.cases import common_line, source_line

_SIDE = 18


class CaseCard(QWidget):
    """Title, votes and source, passage, words in common; `wanted` carries the CloseCase to insert."""

    wanted = Signal(object)

    def __init__(self, theme: Theme, found: CloseCase) -> None:
        super().__init__()
        self.insert = Button(theme, self.tr("Insérer"), "link", height=24)
        self.insert.setObjectName("insert_passage")
        self.insert.setAccessibleName(self.tr("Insérer le passage de {title}").format(title=found.case.title))
        self.insert.setAccessibleDescription(found.passage)
        self.insert.clicked.connect(lambda: self.wanted.emit(found))
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(ElidingLabel(theme, found.case.title, weight=600), 1)
        head.addWidget(self.insert)
        quote = QFrame()
        quote.setProperty("quote", True)
        inside = QVBoxLayout(quote)
        theme.keep_margins(inside, 12, 0, 0, 0)
        inside.addWidget(Label(theme, found.passage, tone="text-2", wrap=True, selectable=True))
        column = QVBoxLayout(self)
        theme.keep_margins(column, 0, 10, 0, 10, spacing=4)
        column.addLayout(head)
        useful = found.case.useful * 2 > found.case.votes
        tone = "success" if useful else "text-3"
        column.addWidget(Label(theme, source_line(found.case), Role.META, tone=tone, wrap=True))
        column.addWidget(quote)
        words = common_line(found.words)
        if words:
            column.addWidget(Label(theme, words, Role.META, tone="text-3", wrap=True))
        column.addWidget(h_line())


class CasesTab(QStackedWidget):
    """`wanted` carries the CloseCase whose passage is to be inserted."""

    wanted = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._cards: list[CaseCard] = []
        self.empty = EmptyState(
            theme,
            "file-copy-line",
            self.tr("Aucun cas proche"),
            self.tr("Les réponses publiées du réseau arrivent après vos expériences."),
        )
        self._inside = QWidget()
        self._inside.setObjectName("cases_inside")
        self._column = QVBoxLayout(self._inside)
        theme.keep_margins(self._column, _SIDE, 10, _SIDE, 10)
        self._column.addWidget(
            Label(
                theme, self.tr("Réponses du réseau, celles jugées utiles d’abord"), Role.META, tone="text-3", wrap=True
            )
        )
        self._column.addStretch(1)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setObjectName("cases_area")
        self._area.setWidget(self._inside)
        self.addWidget(self.empty)
        self.addWidget(self._area)

    def show_cases(self, found: tuple[CloseCase, ...]) -> None:
        for card in self._cards:
            card.hide()
            card.deleteLater()
        self._cards = [CaseCard(self._theme, one) for one in found if one.passage]
        for place, card in enumerate(self._cards, start=1):
            card.wanted.connect(self.wanted)
            self._column.insertWidget(place, card)
        self.setCurrentWidget(self._area if self._cards else self.empty)

    def focus_first(self) -> None:
        if self._cards:
            self._cards[0].insert.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self.setFocus(Qt.FocusReason.ShortcutFocusReason)
