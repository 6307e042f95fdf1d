"""The bar under the list while several rows are selected: how many, and what can be done to all of them."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from spplus_desk.domain.vocabulary import Sentiment
from spplus_desk.ui import wording
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.buttons import Button, IconButton
from spplus_desk.ui.widgets.flow import FlowLayout
from spplus_desk.ui.widgets.frames import Pane, h_line
from spplus_desk.ui.widgets.labels import Label


class BulkBar(Pane):
    claim = Signal()
    release = Signal()
    tag = Signal(str, object)
    """(general tag, Sentiment or None)."""
    add_tag = Signal(str)
    remove_tag = Signal(str)
    new_tag = Signal()
    export = Signal(bool)
    """True: with what citizens wrote."""
    left = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__("surface-alt")
        self._theme = theme
        self._business: Sequence[str] = ()
        self.setObjectName("bulk_bar")
        self.setAccessibleName(self.tr("Expériences sélectionnées"))
        self._number = Label(theme, "", Role.UI, 600)
        leave = IconButton(theme, "close-line", self.tr("Tout désélectionner"), self.tr("Tout désélectionner (Échap)"))
        leave.setObjectName("bulk_leave")
        leave.clicked.connect(self.left)
        top = QHBoxLayout()
        theme.keep_margins(top, 16, 4, 8, 0)
        top.addWidget(self._number, 1)
        top.addWidget(leave)
        acts = QWidget()
        flow = FlowLayout(acts, gap=4)
        for name, text, icon, act in (
            ("bulk_claim", self.tr("Je m’en occupe"), "user-received-line", self.claim.emit),
            ("bulk_release", self.tr("Libérer"), "user-unfollow-line", self.release.emit),
            ("bulk_tag", self.tr("Étiqueter"), "price-tag-3-line", None),
            ("bulk_export", self.tr("Exporter"), "download-line", None),
        ):
            button = Button(theme, text, "quiet", icon=icon, height=28, compact=True)
            button.setObjectName(name)
            if act is not None:
                button.clicked.connect(act)
            else:
                button.clicked.connect(self._opener(button))
            flow.addWidget(button)
        around = QVBoxLayout()
        theme.keep_margins(around, 8, 0, 8, 6)
        around.addWidget(acts)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(h_line())
        column.addLayout(top)
        column.addLayout(around)
        self._menus = {"bulk_tag": QMenu(self), "bulk_export": QMenu(self)}
        for name, menu in self._menus.items():
            menu.setObjectName(f"{name}_menu")
        self._fill_export()
        self.hide()

    def show_number(self, number: int) -> str:
        """What it says now; hidden under two."""
        said = wording.count_of(number, self.tr("expérience sélectionnée"), self.tr("expériences sélectionnées"))
        self._number.setText(said)
        self.setAccessibleDescription(said)
        self.setVisible(number > 1)
        return said

    def show_business_tags(self, tags: Sequence[str]) -> None:
        """The catalogue, the most used first."""
        self._business = tags
        menu = self._menus["bulk_tag"]
        menu.clear()
        for field, name in wording.GENERAL_TAGS:
            under = menu.addMenu(name)
            for sentiment in (*Sentiment, None):
                text = self.tr("Retirer") if sentiment is None else wording.sentiment_name(sentiment)
                self._add(under, text, lambda f=field, s=sentiment: self.tag.emit(f, s))  # type: ignore[misc]
        menu.addSeparator()
        adding, removing = menu.addMenu(self.tr("Ajouter une étiquette métier")), None
        for tag in tags:
            self._add(adding, tag, lambda t=tag: self.add_tag.emit(t))  # type: ignore[misc]
        self._add(adding, self.tr("Nouvelle étiquette…"), self.new_tag.emit)
        if tags:
            removing = menu.addMenu(self.tr("Retirer une étiquette métier"))
            for tag in tags:
                self._add(removing, tag, lambda t=tag: self.remove_tag.emit(t))  # type: ignore[misc]

    def _fill_export(self) -> None:
        menu = self._menus["bulk_export"]
        self._add(menu, self.tr("Sans les textes des usagers"), lambda: self.export.emit(False))
        self._add(menu, self.tr("Avec les textes des usagers"), lambda: self.export.emit(True))

    def _add(self, menu: QMenu, text: str, act: Callable[[], None]) -> None:
        action = QAction(text, menu)
        action.triggered.connect(lambda _checked=False: act())
        menu.addAction(action)

    def _opener(self, button: Button) -> Callable[[], None]:
        def open_menu() -> None:
            menu = self._menus[button.objectName()]
            menu.popup(button.mapToGlobal(QPoint(0, -menu.sizeHint().height())))

        return open_menu
