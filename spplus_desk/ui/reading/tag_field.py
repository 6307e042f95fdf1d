"""Business tags being chosen: those that are set, a field, and what the catalogue holds of what is typed."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from spplus_desk.domain.tags import MAX_TAGS, same_tag, suggestions, tidy_tag
from spplus_desk.ui.theme import Theme
from spplus_desk.ui.widgets.buttons import Button
from spplus_desk.ui.widgets.field import LineField
from spplus_desk.ui.widgets.flow import FlowLayout
from spplus_desk.ui.widgets.lists import KeyListView
from spplus_desk.ui.widgets.row_delegate import RowDelegate

_SHOWN = 5
_ROW = 28


class _Field(LineField):
    """Enter adds, Backspace in an empty field takes the last one away, Down goes to the suggestions."""

    accepted = Signal()
    back = Signal()
    down = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, plain = event.key(), event.modifiers() == Qt.KeyboardModifier.NoModifier
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain and self.text().strip():
            self.accepted.emit()
        elif key == Qt.Key.Key_Backspace and not self.text():
            self.back.emit()
        elif key == Qt.Key.Key_Down:
            self.down.emit()
        else:
            super().keyPressEvent(event)


class TagField(QWidget):
    """Plain words for those who hear it: each set tag is a button « Retirer {tag} »."""

    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._tags: list[str] = []
        self._catalogue: tuple[str, ...] = ()
        self._set = QWidget()
        self._flow = FlowLayout(self._set, gap=theme.px(4))
        self.field = _Field(theme, self.tr("Ajouter une étiquette métier"))
        self.field.setObjectName("business_tag_field")
        self.field.setAccessibleName(self.tr("Ajouter une étiquette métier"))
        self.field.textEdited.connect(self._suggest)
        self.field.accepted.connect(self._take_typed)
        self.field.back.connect(self._take_last_away)
        self.field.down.connect(self._to_list)
        self._model = QStringListModel(self)
        self.list = KeyListView()
        self.list.setObjectName("business_tag_list")
        self.list.setAccessibleName(self.tr("Étiquettes déjà employées"))
        self.list.setItemDelegate(RowDelegate(theme, self.list, _ROW))
        self.list.setModel(self._model)
        self.list.clicked.connect(self._take_index)
        self.list.entered_by_key.connect(self._take_index)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        column.addWidget(self._set)
        column.addWidget(self.field)
        column.addWidget(self.list)

    def show_tags(self, tags: Sequence[str], catalogue: Sequence[str]) -> None:
        self._tags, self._catalogue = list(tags), tuple(catalogue)
        self.field.clear()
        self._rebuild()

    def set_catalogue(self, catalogue: Sequence[str]) -> None:
        self._catalogue = tuple(catalogue)
        self._suggest()

    @property
    def tags(self) -> tuple[str, ...]:
        """Those that are set, with what stands in the field."""
        typed = tidy_tag(self.field.text())
        known = any(same_tag(typed, tag) for tag in self._tags)
        return (*self._tags, typed) if typed and not known else tuple(self._tags)

    def _rebuild(self) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.setObjectName("")
                widget.deleteLater()
        for tag in self._tags:
            button = Button(self._theme, tag, "secondary", icon="close-line", height=24, compact=True)
            button.setAccessibleName(self.tr("Retirer {tag}").format(tag=tag))
            button.setToolTip(self.tr("Retirer {tag}").format(tag=tag))
            button.clicked.connect(lambda _checked=False, tag=tag: self._take_away(tag))
            self._flow.addWidget(button)
        self._set.setVisible(bool(self._tags))
        self._suggest()

    def _suggest(self) -> None:
        found = suggestions(self.field.text(), self._catalogue, self._tags)[:_SHOWN]
        self._model.setStringList(list(found))
        self.list.setVisible(bool(found))
        self.list.setFixedHeight(max(len(found), 1) * self._theme.px(_ROW))
        self.updateGeometry()

    def _add(self, tag: str) -> None:
        if tag and len(self._tags) < MAX_TAGS and not any(same_tag(tag, one) for one in self._tags):
            self._tags.append(tag)
        self.field.clear()
        self._rebuild()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def _take_typed(self) -> None:
        typed = tidy_tag(self.field.text())
        self._add(next((tag for tag in self._catalogue if same_tag(tag, typed)), typed))

    def _take_index(self, index: QModelIndex) -> None:
        self._add(str(index.data()))

    def _take_away(self, tag: str) -> None:
        self._tags = [one for one in self._tags if one != tag]
        self._rebuild()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def _take_last_away(self) -> None:
        if self._tags:
            self._take_away(self._tags[-1])

    def _to_list(self) -> None:
        if self._model.rowCount():
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
            self.list.setCurrentIndex(self._model.index(0, 0))
