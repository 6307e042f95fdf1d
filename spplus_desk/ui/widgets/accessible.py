"""Names and descriptions for screen readers, told only when they change: a timer must not make one speak."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QWidget


def tell_name(widget: QWidget, name: str) -> None:
    if widget.accessibleName() != name:
        widget.setAccessibleName(name)


def tell_description(widget: QWidget, description: str) -> None:
    if widget.accessibleDescription() != description:
        widget.setAccessibleDescription(description)


def tell_label(combo: QComboBox) -> None:
    """Give a combo box without a label beside it one that is not shown, once it has its place.

    On Linux, Qt tells screen readers the value of a combo box as its name, and the name by the label whose buddy it is,
    which it looks for beside it.
    """
    name, around = combo.accessibleName(), combo.parentWidget()
    if not name or around is None:
        return
    beside = around.findChildren(QLabel, options=Qt.FindChildOption.FindDirectChildrenOnly)
    label = next((one for one in beside if one.buddy() is combo), None)
    if label is None:
        label = QLabel(name, around)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setBuddy(combo)
        label.hide()
    elif label.isHidden() and label.text() != name:
        label.setText(name)
