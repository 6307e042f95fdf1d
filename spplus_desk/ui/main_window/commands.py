"""Every command of the window, with its keys: one table for the shortcuts, the hidden menu bar and the help."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu, QWidget

from spplus_desk.domain.inbox import View
from spplus_desk.ui import wording


@dataclass(frozen=True, slots=True)
class Command:
    """`local` commands act in the list and the reading only, never in a field. Without `menu`, a second key of
    another command, named there as `also`."""

    name: str
    text: str
    keys: tuple[str, ...]
    menu: str
    local: bool = False
    also: str = ""


MENUS = {"experience": "&Expérience", "go": "A&ller", "send": "En&vois", "view": "&Affichage", "help": "Ai&de"}
_AZERTY = {1: "&", 2: "é", 3: '"', 4: "'", 5: "(", 6: "-", 7: "è", 0: "à"}
"""The top row of a French keyboard gives these without Shift, so Ctrl+1 is Ctrl+& there."""


_OBJECT_NAMES = {"fold": "rail_toggle"}


def _digit(digit: int) -> tuple[str, ...]:
    return (f"Ctrl+{digit}", f"Ctrl+{_AZERTY[digit]}")


COMMANDS = (
    Command("reply", "Répondre", ("R",), "experience", local=True),
    Command("template", "Partir d’un modèle", ("M",), "experience", local=True),
    Command("claim", "Je m’en occupe, ou libérer", ("P",), "experience", local=True),
    Command("tag", "Étiqueter", ("E",), "experience", local=True),
    Command("comment", "Commenter", ("C",), "experience", local=True),
    Command("transfer", "Transférer", ("T",), "experience", local=True),
    Command("unread", "Marquer comme non lue", ("U",), "experience", local=True),
    Command("next", "Expérience suivante", ("Alt+PgDown",), "experience", also="J"),
    Command("previous", "Expérience précédente", ("Alt+PgUp",), "experience", also="K"),
    Command("next_letter", "Expérience suivante", ("J",), "", local=True),
    Command("previous_letter", "Expérience précédente", ("K",), "", local=True),
    *(
        Command(f"view_{view.value}", wording.VIEW_NAMES[view], _digit(place), "go")
        for place, view in enumerate(View, start=1)
    ),
    Command("outbox", "Envois", _digit(0), "go"),
    Command("next_pane", "Volet suivant", ("F6",), "go"),
    Command("previous_pane", "Volet précédent", ("Shift+F6",), "go"),
    Command("sync", "Synchroniser", ("F5",), "send"),
    Command("undo", "Annuler l’envoi", ("Alt+Z",), "send"),
    Command("undo_out_of_fields", "Annuler l’envoi", ("Ctrl+Z",), "", local=True),
    Command("send_now", "Envoyer maintenant", (), "send"),
    Command("settings", "Réglages", ("Ctrl+,",), "view"),
    Command("lock", "Verrouiller", ("Ctrl+L",), "view"),
    Command("sign_out", "Se déconnecter", (), "view"),
    Command("fold", "Réduire la navigation", ("Ctrl+B",), "view"),
    Command("help", "Raccourcis clavier", ("F1",), "help"),
)


def build_actions(
    window: QMainWindow, handlers: Mapping[str, Callable[[], None]], local_widgets: Iterable[QWidget]
) -> dict[str, QAction]:
    """One QAction per command that has a handler: a command without one does not appear anywhere."""
    actions: dict[str, QAction] = {}
    menus: dict[str, QMenu] = {}
    local_widgets = tuple(local_widgets)
    for command in COMMANDS:
        handler = handlers.get(command.name)
        if handler is None:
            continue
        action = QAction(QCoreApplication.translate("commands", command.text), window)
        action.setObjectName(_OBJECT_NAMES.get(command.name, f"command_{command.name}"))
        action.setShortcuts([QKeySequence(keys) for keys in command.keys])
        action.triggered.connect(lambda _checked=False, run=handler: run())
        if command.local:
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            for widget in local_widgets:
                widget.addAction(action)
        else:
            window.addAction(action)  # a hidden menu bar alone would not make the shortcut live
        if command.menu and command.menu not in menus:
            menus[command.menu] = window.menuBar().addMenu(QCoreApplication.translate("commands", MENUS[command.menu]))
        if command.menu:
            menus[command.menu].addAction(action)
        actions[command.name] = action
    return actions


def is_letter(command: Command) -> bool:
    """A single letter, which an agent may want off (WCAG 2.1.4)."""
    return command.local and len(command.keys[0]) == 1


def switch_letters(actions: Mapping[str, QAction], on: bool) -> None:
    """Let the single letters act, or not; the commands stay, in their menus."""
    for command in COMMANDS:
        action = actions.get(command.name)
        if action is not None and is_letter(command):
            action.setShortcuts([QKeySequence(keys) for keys in command.keys] if on else [])


def keys_in_words(command: Command, *, letters: bool = True) -> str:
    """« Alt+PgSuiv » : the key names that French keyboards print."""
    words = {"PgDown": "PgSuiv", "PgUp": "PgPréc", "Shift": "Maj", "Return": "Entrée", ",": "virgule"}
    shown = "+".join(words.get(key, key) for key in command.keys[0].split("+"))
    return f"{shown} ou {command.also}" if command.also and letters else shown
