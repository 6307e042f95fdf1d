"""Names and descriptions for screen readers, told only when they change: a timer must not make one speak."""

from PySide6.QtWidgets import QWidget


def tell_name(widget: QWidget, name: str) -> None:
    if widget.accessibleName() != name:
        widget.setAccessibleName(name)


def tell_description(widget: QWidget, description: str) -> None:
    if widget.accessibleDescription() != description:
        widget.setAccessibleDescription(description)
