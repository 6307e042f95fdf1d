"""Account and settings: the look and the size of the text. What each choice is called is said once, here."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QPoint
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from spplus_desk.ui.theme import Mode, Theme
from spplus_desk.ui.theme.theme import TEXT_SCALES

_NBSP = "\u00a0"
_MODES = {
    Mode.SYSTEM: "Comme le système",
    Mode.LIGHT: "Clair",
    Mode.DARK: "Sombre",
    Mode.CONTRAST: "Contraste élevé",
}


def look_menu(theme: Theme, parent: QWidget) -> QMenu:
    """« Apparence » : light, dark, high contrast, or as the system."""
    menu = QMenu(QCoreApplication.translate("account", "Apparence"), parent)
    group = QActionGroup(menu)
    for mode, name in _MODES.items():
        action = QAction(QCoreApplication.translate("account", name), group, checkable=True)
        action.setObjectName(f"look_{mode.value}")
        action.setChecked(theme.mode is mode)
        action.triggered.connect(lambda _checked=False, chosen=mode: theme.set_mode(chosen))
        menu.addAction(action)
    menu.aboutToShow.connect(lambda: _check(group, f"look_{theme.mode.value}"))
    return menu


def text_size_menu(theme: Theme, parent: QWidget) -> QMenu:
    """« Taille du texte » : 90 to 200 %."""
    menu = QMenu(QCoreApplication.translate("account", "Taille du texte"), parent)
    group = QActionGroup(menu)
    for scale in TEXT_SCALES:
        action = QAction(f"{round(scale * 100)}{_NBSP}%", group, checkable=True)
        action.setObjectName(f"text_{round(scale * 100)}")
        action.setChecked(theme.text_scale == scale)
        action.triggered.connect(lambda _checked=False, chosen=scale: theme.set_text_scale(chosen))
        menu.addAction(action)
    menu.aboutToShow.connect(lambda: _check(group, f"text_{round(theme.text_scale * 100)}"))
    return menu


def _check(group: QActionGroup, name: str) -> None:
    """The same choice stands in two menus: what is checked is what is true, whichever was used."""
    for action in group.actions():
        action.setChecked(action.objectName() == name)


class AccountMenu(QMenu):
    """The look, then the commands that concern the account: `commands` are those of the window."""

    def __init__(self, theme: Theme, parent: QWidget, commands: Sequence[QAction] = ()) -> None:
        super().__init__(parent)
        self.setAccessibleName(QCoreApplication.translate("account", "Compte et réglages"))
        self.addMenu(look_menu(theme, self))
        self.addMenu(text_size_menu(theme, self))
        self.addSeparator()
        self.addActions(list(commands))

    def open_over(self, widget: QWidget) -> None:
        self.popup(widget.mapToGlobal(QPoint(0, -self.sizeHint().height())))
