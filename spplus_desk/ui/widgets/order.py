"""The order of reading: a screen reader and Tab go through a page as its layouts stand, however it was made."""

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractScrollArea, QLayout, QScrollArea, QStackedLayout, QTabWidget, QWidget

_ALONE = Qt.FindChildOption.FindDirectChildrenOnly


class ReadingOrder:
    """Of what is in `root`; `settle` after something was made anew."""

    def __init__(self, root: QWidget) -> None:
        self._root = root
        self._stops: list[QWidget] = []

    def settle(self) -> None:
        stops = [one for one in _walk(self._root) if one.focusPolicy() & Qt.FocusPolicy.TabFocus]
        if stops == self._stops:
            return
        self._stops = stops
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)


def tell_in_order(root: QWidget) -> None:
    """Of the tree alone, where Tab goes right already."""
    for _ in _walk(root):
        pass


def _walk(widget: QWidget) -> Iterator[QWidget]:
    """`widget` and what is in it, each holder's widgets brought into the order of its layout on the way."""
    yield widget
    if isinstance(widget, QAbstractScrollArea) and not isinstance(widget, QScrollArea):
        return  # a list or a table is one stop
    found = [one for one in widget.findChildren(QWidget, options=_ALONE) if not one.isWindow()]
    wanted = sorted(found, key=_places(widget, found).__getitem__)
    if wanted != found:
        for one in wanted:
            one.raise_()  # the tree goes as they are stacked; none of them covers another
    for one in wanted:
        yield from _walk(one)


def _places(holder: QWidget, found: list[QWidget]) -> dict[QWidget, int]:
    """What stands in no layout keeps its place after the others."""
    if isinstance(holder, QTabWidget):
        bar = holder.tabBar()
        return {one: 0 if one is bar else 2 if one.isAncestorOf(holder.currentWidget()) else 1 for one in found}
    layout = holder.layout()
    placed = [] if layout is None or isinstance(layout, QStackedLayout) else list(_laid(layout))
    known = {one: place for place, one in enumerate(placed)}
    return {one: known.get(one, len(known)) for one in found}


def _laid(layout: QLayout) -> Iterator[QWidget]:
    for place in range(layout.count()):
        item = layout.itemAt(place)
        if item is None:
            continue
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            yield widget
        elif inner is not None:
            yield from _laid(inner)
