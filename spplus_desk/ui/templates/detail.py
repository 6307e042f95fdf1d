"""One template: what may be done with it, its facts, its text and its preview."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QMenu, QScrollArea, QVBoxLayout, QWidget

from spplus_desk.services.templates import Shelved
from spplus_desk.ui import wording
from spplus_desk.ui.templates import words
from spplus_desk.ui.templates.preview import TemplatePreview
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.buttons import Button, IconButton
from spplus_desk.ui.widgets.chips import Pill
from spplus_desk.ui.widgets.field import Combo
from spplus_desk.ui.widgets.flow import FlowLayout
from spplus_desk.ui.widgets.frames import Pane, h_line
from spplus_desk.ui.widgets.labels import Label

_NARROW = 620
"""Effective width under which the preview stands below the text."""


class TemplateDetail(Pane):
    """The buttons are connected by the pane."""

    source_chosen = Signal(int)
    withdraw_wanted = Signal()
    export_wanted = Signal()
    import_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__("surface")
        self._theme = theme
        self._body = ""
        self.edit = Button(theme, self.tr("Modifier"), "quiet", icon="edit-2-line")
        self.duplicate = Button(theme, self.tr("Dupliquer"), "quiet", icon="file-copy-line")
        self.versions = Button(theme, self.tr("Versions"), "quiet", icon="history-line")
        self.more = IconButton(theme, "more-line", self.tr("Autres actions sur les modèles"))
        self.insert = Button(theme, self.tr("Insérer dans la réponse"), "primary", key="Entrée")
        for widget, name in (
            (self.edit, "edit_template"),
            (self.duplicate, "duplicate_template"),
            (self.versions, "template_versions"),
            (self.more, "template_more"),
            (self.insert, "insert_template"),
        ):
            widget.setObjectName(name)
        self._menu()
        self.title = Label(theme, "", Role.TITLE, 600, wrap=True, selectable=True)
        self._pills = FlowLayout(gap=8)
        self._facts: dict[str, Label] = {}
        self.text = TemplatePreview(theme, "template_text", self.tr("Texte du modèle"))
        self.preview = TemplatePreview(theme, "template_preview", self.tr("Aperçu du modèle"))
        self.source = Combo(theme)
        self.source.setObjectName("preview_source")
        self.source.setAccessibleName(self.tr("Expérience de l’aperçu"))
        self.source.activated.connect(self.source_chosen)
        self._build()

    def _menu(self) -> None:
        menu = QMenu(self.more)
        self.withdraw_action = QAction(self.tr("Retirer ce modèle"), menu)
        self.withdraw_action.triggered.connect(self.withdraw_wanted)
        exported = QAction(self.tr("Exporter les modèles affichés…"), menu)
        exported.triggered.connect(self.export_wanted)
        imported = QAction(self.tr("Importer un fichier…"), menu)
        imported.triggered.connect(self.import_wanted)
        menu.addActions([self.withdraw_action, exported, imported])
        self.more.clicked.connect(lambda: menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft())))

    def _build(self) -> None:
        theme = self._theme
        bar = QWidget()
        tools = QHBoxLayout(bar)
        theme.keep_margins(tools, 24, 0, 16, 0, spacing=4)
        for button in (self.edit, self.duplicate, self.versions, self.more):
            tools.addWidget(button)
        tools.addStretch(1)
        tools.addWidget(self.insert)
        self._bar = bar
        inside = QWidget()
        column = QVBoxLayout(inside)
        theme.keep_margins(column, 32, 20, 32, 24, spacing=8)
        column.addWidget(self.title)
        column.addLayout(self._pills)
        column.addLayout(self._fact_grid())
        column.addSpacing(4)
        column.addWidget(h_line())
        column.addLayout(self._texts())
        column.addLayout(self._legend())
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setObjectName("template_area")
        inside.setObjectName("template_inside")
        area.setWidget(inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        for widget in (bar, h_line()):
            outer.addWidget(widget)
        outer.addWidget(area, 1)
        theme.changed.connect(self._restyle)
        self._restyle()
        for before, after in pairwise(
            (self.edit, self.duplicate, self.versions, self.more, self.insert, self.text, self.source, self.preview)
        ):
            QWidget.setTabOrder(before, after)

    def _fact_grid(self) -> QGridLayout:
        grid = QGridLayout()
        self._theme.keep_margins(grid, 0, 8, 0, 0)
        grid.setHorizontalSpacing(24)
        for place, (key, name) in enumerate(
            (
                ("owner", self.tr("Responsable")),
                ("review", self.tr("À relire avant le")),
                ("version", self.tr("Version")),
                ("scope", self.tr("Portée")),
                ("used", self.tr("Utilisé")),
                ("votes", self.tr("Réponses jugées utiles")),
            )
        ):
            row, across = divmod(place, 3)
            value = Label(self._theme, wrap=True)
            value.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
            value.setAccessibleDescription(name)
            self._facts[key] = value
            grid.addWidget(Label(self._theme, name, Role.META, tone="text-3"), 3 * row, across)
            grid.addWidget(value, 3 * row + 1, across)
            grid.setColumnStretch(across, 1)
        grid.setRowMinimumHeight(2, self._theme.px(8))
        return grid

    def _texts(self) -> QGridLayout:
        theme = self._theme
        grid = QGridLayout()
        theme.keep_margins(grid, 0, 12, 0, 0)
        grid.setHorizontalSpacing(24)
        head = QHBoxLayout()
        head.addWidget(Label(theme, self.tr("Aperçu"), Role.HEADING, 600))
        head.addStretch(1)
        head.addWidget(self.source)
        self._text_head = Label(theme, self.tr("Texte du modèle"), Role.HEADING, 600)
        self._cards = [self._card(self.text), self._card(self.preview)]
        self._preview_head = QWidget()
        self._preview_head.setLayout(head)
        head.setContentsMargins(0, 0, 0, 0)
        self._grid = grid
        self._wide: bool | None = None
        self._arrange(wide=True)
        return grid

    def _card(self, inside: QWidget) -> QFrame:
        card = QFrame()
        card.setProperty("card", True)
        column = QVBoxLayout(card)
        self._theme.keep_margins(column, 10, 8, 10, 8)
        column.addWidget(inside)
        column.addStretch(1)
        return card

    def _legend(self) -> QHBoxLayout:
        legend = QHBoxLayout()
        legend.setSpacing(8)
        text = self.tr(
            "Variable\u00a0: remplie seule. Blanc\u00a0: à remplir par vous, l’envoi attend que ce soit fait."
        )
        legend.addWidget(Label(self._theme, text, Role.META, tone="text-3", wrap=True), 1)
        return legend

    def set_wide(self, width: int) -> None:
        """`width` px are there for the detail."""
        self._arrange(wide=width / self._theme.scale >= _NARROW)

    def _arrange(self, *, wide: bool) -> None:
        if wide == self._wide:
            return
        self._wide = wide
        places = ((0, 0), (1, 0), (0, 1), (1, 1)) if wide else ((0, 0), (1, 0), (2, 0), (3, 0))
        for widget, (row, across) in zip(
            (self._text_head, self._cards[0], self._preview_head, self._cards[1]), places, strict=True
        ):
            self._grid.addWidget(widget, row, across)
        for across in (0, 1):
            self._grid.setColumnStretch(across, 1 if wide or across == 0 else 0)
        self._grid.setRowStretch(1, 1)
        self._grid.setRowStretch(3, 0 if wide else 1)

    def _restyle(self) -> None:
        self._bar.setFixedHeight(self._theme.px(55))
        self.source.setFixedWidth(self._theme.px(248))

    # Showing

    def show_template(self, row: Shelved, today: date) -> None:
        template = row.template
        self._body = template.body
        self.title.setText(template.title)
        while (item := self._pills.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.deleteLater()
        bound = [template.theme, *template.channels, *template.procedures]
        bound += [wording.sentiment_name(sentiment) for sentiment in template.sentiments]
        for text in filter(None, dict.fromkeys(bound)):
            self._pills.addWidget(Pill(self._theme, text))
        review = self.tr("jamais") if template.review_on is None else _whole_day(template.review_on)
        for key, value in (
            ("owner", template.owner or template.author_name or self.tr("non précisé")),
            ("review", review),
            ("version", words.version(row, today)),
            ("scope", words.scope(row)),
            ("used", words.used(row.use)),
            ("votes", words.votes(row.use)),
        ):
            self._facts[key].setText(value)
        self._facts["review"].set_tone("warning" if row.overdue else "text")
        self.text.show_body(template.body)
        self.edit.setVisible(row.writable)
        self.withdraw_action.setVisible(row.writable)
        self.versions.setVisible(template.version > 0)

    def show_sources(self, names: Sequence[str], current: int) -> None:
        self.source.clear()
        self.source.addItems(list(names))
        self.source.setCurrentIndex(current)
        self.source.setVisible(bool(names))

    def show_values(self, values: Mapping[str, str]) -> None:
        self.preview.show_body(self._body, values)


def _whole_day(day: date) -> str:
    return f"{wording.long_day(day).split(' ', 1)[1]} {day.year}"
