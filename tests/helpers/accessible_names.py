"""The design's table of controls, and what is wrong with one of them as a screen reader meets it."""

import json
import re
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface, QAction
from PySide6.QtWidgets import QComboBox, QTabBar, QTabWidget

TABLE: list[dict[str, str]] = json.loads(
    (Path(__file__).parents[1] / "fixtures" / "accessible-names.json").read_text(encoding="utf-8")
)
ROLES = {
    "QMainWindow": {"Window"},
    "QPushButton": {"Button", "CheckBox"},
    "QToolButton": {"Button", "ButtonMenu", "CheckBox"},
    "QListView": {"List"},
    "QTableView": {"Table"},
    "QTabBar": {"PageTabList"},
    "QTabWidget": {"Client", "PageTabList"},
    "QTextBrowser": {"StaticText", "EditableText"},
    "QTextEdit": {"EditableText"},
    "QLineEdit": {"EditableText"},
    "QComboBox": {"ComboBox"},
    "QCheckBox": {"CheckBox"},
    "QRadioButton": {"RadioButton"},
    "QGroupBox": {"Grouping"},
    "QProgressBar": {"ProgressBar"},
    "QLabel": {"StaticText"},
    "QFrame": {"Client", "Border", "Grouping", "StaticText", "Dialog"},
    "QWidget": {"Client", "Grouping", "Chart", "Graphic"},
}


_OTHER_FORMS = ("ou ", "autres données", "« …, tableau")
"""How a note begins that gives another form of the name."""


def of(screen: str) -> list[dict[str, str]]:
    return [entry for entry in TABLE if entry["screen"] == screen]


def pattern(name: str) -> re.Pattern[str]:
    """« Répondre à {pseudonyme} » : what stands in braces is filled at run time."""
    return re.compile(re.sub(r"\\\{[^}]*\\\}", ".+", re.escape(name)))


def role_name(interface: QAccessibleInterface) -> str:
    return str(interface.role().name)


def find(root: QObject, name: str) -> list[QObject]:
    return [root] if root.objectName() == name else root.findChildren(QObject, name)


def fault_of(root: QObject, entry: dict[str, str]) -> str:
    """What is wrong with a control under `root`, in words; empty when nothing is. All of a name are looked at."""
    found = find(root, entry["objectName"])
    faults = [_fault(one, entry) for one in found] or ["not there"]
    wrong = next((fault for fault in faults if fault), "")
    return f"{entry['objectName']}: {wrong}" if wrong else ""


def _fault(control: Any, entry: dict[str, str]) -> str:
    kind = entry["qt"].split(" ")[0]
    other = re.findall(r"«\s([^»]*)\s»", entry["note"]) if entry["note"].startswith(_OTHER_FORMS) else []
    patterns = [pattern(one) for one in (entry["name"], *other)]
    if kind == "QAction":
        text = control.text() if isinstance(control, QAction) else ""
        return "" if patterns[0].fullmatch(text) else repr(text)
    if not control.inherits(kind):
        return f"{control.metaObject().className()} is no {kind}"
    interface = QAccessible.queryAccessibleInterface(control)
    if interface is None:
        return "not in the accessible tree"
    # Qt gives the value of these as their name where names come by a relation (Linux); elsewhere, this is the name.
    own = isinstance(control, QComboBox | QTabBar | QTabWidget)
    said = control.accessibleName() if own else interface.text(QAccessible.Text.Name)
    if not any(one.fullmatch(said) for one in patterns):
        return f"says {said!r}"
    return "" if role_name(interface) in ROLES[kind] else f"role {role_name(interface)}"
