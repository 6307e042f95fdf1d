"""What was submitted before, each text with what was said of it."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from spplus_desk.domain.validation import TextVersion
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.buttons import Button
from spplus_desk.ui.widgets.labels import Label
from spplus_desk.ui.wording.validation import passage_line


class VersionList(QWidget):
    """One block for each text that was decided on, newest first. `wanted` carries the id of the one to lay beside."""

    wanted = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._shown: tuple[tuple[TextVersion, str], ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self.buttons: list[Button] = []

    def show_versions(self, found: Sequence[tuple[TextVersion, str]]) -> None:
        """Each with the words of its line."""
        if tuple(found) == self._shown:
            return
        self._shown = tuple(found)
        while self._column.count():
            item = self._column.takeAt(0)
            old = None if item is None else item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        self.buttons.clear()
        for one, line in reversed(self._shown):
            self._add(one, line)

    def _add(self, one: TextVersion, line: str) -> None:
        self._column.addWidget(Label(self._theme, line, Role.UI, 500, wrap=True))
        about = passage_line(one.decision.passage) if one.decision is not None else ""
        said = one.decision.comment if one.decision is not None else ""
        for text, tone in ((about, "text-3"), (said, "text-2")):
            if text:
                self._column.addWidget(Label(self._theme, text, Role.UI, tone=tone, wrap=True, selectable=True))
        compare = Button(self._theme, self.tr("Comparer"), "link", height=24)
        compare.setObjectName(f"compare_version_{one.number}")
        compare.setAccessibleName(self.tr("Comparer avec la version {number}").format(number=one.number))
        compare.setAccessibleDescription(f"{line}. {about} {said}".strip())
        compare.clicked.connect(lambda: self.wanted.emit(one.text.id))
        self.buttons.append(compare)
        self._column.addWidget(compare)
        self._column.addSpacing(8)
