"""The commands of the window and of its pages, as actions: shortcuts, hidden menu bar and help come from one table."""

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow, QMenu, QWidget

from spplus_desk.ui.commands import Command
from spplus_desk.ui.main_window.page import Page

MENUS = {
    "go": "A&ller",
    "experience": "&Expérience",
    "reply": "&Réponse",
    "send": "En&vois",
    "conflict": "&Comparaison",
    "review": "Re&lecture",
    "search": "Rec&herche",
    "templates": "&Modèles",
    "guide": "&Guide",
    "view": "&Affichage",
    "help": "Ai&de",
}
"""The groups of the menu bar and of the help. One without a command is left out."""
WINDOW_COMMANDS = (
    Command("next_pane", "Volet suivant", ("F6",), "go"),
    Command("previous_pane", "Volet précédent", ("Shift+F6",), "go"),
    Command("sync", "Synchroniser", ("F5",), "send"),
    Command("undo", "Annuler l’envoi", ("Alt+Z",), "send"),
    Command("undo_out_of_fields", "Annuler l’envoi", ("Ctrl+Z",), local=True),
    Command("send_now", "Envoyer maintenant", (), "send"),
    Command("lock", "Verrouiller", ("Ctrl+L",), "view", account=True),
    Command("fold", "Réduire la navigation", ("Ctrl+B",), "view"),
    Command("text_size", "Taille du texte", ("Ctrl+Wheel",), "view", built_in=True),
    Command("menu_bar", "Barre de menus", ("Alt",), "view", built_in=True),
    Command("close", "Fermer, revenir", ("Escape",), "go", built_in=True),
)
"""What acts whatever page is shown."""
_OBJECT_NAMES = {"fold": "rail_toggle"}


def opening_commands(page: Page) -> tuple[Command, ...]:
    """What leads to a page: its entries of the rail, and its own command where it has one."""
    rail = tuple(Command(f"go_{entry.key}", entry.name, entry.keys, "go") for entry in page.rail)
    return rail if page.opening is None else (*rail, page.opening)


def command_table(pages: Sequence[Page], *, can_lock: bool = True) -> tuple[Command, ...]:
    """Every command there is, in the order of the menus: what the help and the menu bar list."""
    of_pages = tuple(one for page in pages for one in (*page.commands, *opening_commands(page)))
    return (*of_pages, *(one for one in WINDOW_COMMANDS if can_lock or one.name != "lock"))


class Actions:
    """One QAction per command. Those of a page are on while it is shown; `local` ones act in their places alone."""

    def __init__(self, window: QMainWindow) -> None:
        self._window = window
        self._menus: dict[str, QMenu] = {}
        self._of_page: dict[str, list[QAction]] = {}
        self._commands: dict[str, Command] = {}
        self._by_name: dict[str, QAction] = {}

    def __getitem__(self, name: str) -> QAction:
        return self._by_name[name]

    def all(self) -> list[QAction]:
        return list(self._by_name.values())

    def add(self, command: Command, run: Callable[[], None], *, page: str = "") -> QAction:
        """Make the command act. `page`: only while that one is shown. Those that a widget does itself are not for the
        menus: the help lists them."""
        window = self._window
        action = QAction(QCoreApplication.translate("commands", command.text), window)
        action.setObjectName(_OBJECT_NAMES.get(command.name, f"command_{command.name}"))
        action.setShortcuts(command.sequences)
        action.setAutoRepeat(command.repeats)
        action.triggered.connect(lambda _checked=False: run())
        if command.local:
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        else:
            window.addAction(action)  # a hidden menu bar alone would not make the shortcut live
        if command.menu:
            self._menu(command.menu).addAction(action)
        if page:
            self._of_page.setdefault(page, []).append(action)
        self._commands[command.name] = command
        self._by_name[command.name] = action
        return action

    def _menu(self, name: str) -> QMenu:
        """Made with its first command, at its place in the order of the bar."""
        if name not in self._menus:
            menu = self._menus[name] = QMenu(QCoreApplication.translate("commands", MENUS[name]), self._window)
            order = list(MENUS)
            after = [self._menus[one] for one in order[order.index(name) + 1 :] if one in self._menus]
            self._window.menuBar().insertMenu(after[0].menuAction() if after else None, menu)  # type: ignore[arg-type]
        return self._menus[name]

    def place(self, names: Iterable[str], widgets: Iterable[QWidget]) -> None:
        """Let the local ones of these commands act in `widgets`."""
        found = tuple(widgets)
        for name in names:
            if name in self._by_name and self._commands[name].local:
                for widget in found:
                    widget.addAction(self._by_name[name])

    def show_page(self, shown: str) -> None:
        """Commands of other pages rest: two pages may give one key two meanings."""
        for page, actions in self._of_page.items():
            for action in actions:
                action.setEnabled(page == shown)

    def switch_letters(self, on: bool) -> None:
        """Let the single letters act, or not; the commands stay, in their menus."""
        for name, command in self._commands.items():
            if command.is_letter:
                self._by_name[name].setShortcuts(command.sequences if on else [])

    def of_account(self) -> list[QAction]:
        """Those that stand in the menu of the account."""
        return [self._by_name[name] for name, command in self._commands.items() if command.account]
