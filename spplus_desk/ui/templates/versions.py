"""The versions of a template: who, when, and its text then."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout

from spplus_desk.domain.documents import Template
from spplus_desk.ui import wording
from spplus_desk.ui.templates.preview import TemplatePreview
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.buttons import Button
from spplus_desk.ui.widgets.frames import Pane, h_line
from spplus_desk.ui.widgets.labels import Label


class TemplateVersions(Pane):
    """`restored` carries the version that the agent wants back, `left` that they go back to the template."""

    restored = Signal(object)
    left = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__("surface")
        self._theme = theme
        self._versions: tuple[Template, ...] = ()
        self.heading = Label(theme, self.tr("Versions"), Role.TITLE, 600)
        self.note = Label(theme, "", tone="text-2", wrap=True)
        self.list = QListWidget()
        self.list.setObjectName("template_versions_list")
        self.list.setAccessibleName(self.tr("Versions du modèle"))
        theme.keep_font(self.list, Role.UI)
        self.text = TemplatePreview(theme, "template_version_text", self.tr("Texte de cette version"))
        self.restore = Button(theme, self.tr("Reprendre cette version"), "primary")
        self.back = Button(theme, self.tr("Revenir au modèle"), "secondary", key="Échap")
        self.list.currentRowChanged.connect(self._show)
        self.restore.clicked.connect(self._restore)
        self.back.clicked.connect(self.left)
        column = QVBoxLayout(self)
        theme.keep_margins(column, 32, 20, 32, 16, spacing=12)
        for widget in (self.heading, self.note):
            column.addWidget(widget)
        column.addWidget(self.list, 1)
        column.addWidget(h_line())
        column.addWidget(self.text, 2)
        foot = QHBoxLayout()
        foot.addWidget(self.restore)
        foot.addWidget(self.back)
        foot.addStretch(1)
        column.addLayout(foot)

    def open(self, title: str) -> None:
        """Before the central has answered."""
        self.heading.setText(self.tr("Versions de «\u00a0{title}\u00a0»").format(title=title))
        self.note.setText(self.tr("Lecture des versions sur le serveur."))
        self._fill((), writable=False, today=None)
        self.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_versions(self, versions: tuple[Template, ...], *, writable: bool, today: date) -> None:
        self.note.setText(wording.count_of(len(versions), "version", "versions"))
        self._fill(versions, writable=writable, today=today)
        self.list.setCurrentRow(0)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_fault(self, sentence: str) -> None:
        self.note.setText(sentence)

    def _fill(self, versions: tuple[Template, ...], *, writable: bool, today: date | None) -> None:
        self._versions = versions
        self.list.clear()
        for version in versions:
            day = "" if version.changed_at is None else wording.long_day(version.changed_at.date(), today)
            who = version.author_name or self.tr("importée")
            words = self.tr("Version {number}, {who}, {day}").format(number=version.version, who=who, day=day)
            self.list.addItem(QListWidgetItem(words))
        self.list.setVisible(bool(versions))
        self.text.setVisible(bool(versions))
        self.restore.setVisible(writable and len(versions) > 1)

    def _show(self, row: int) -> None:
        if 0 <= row < len(self._versions):
            self.text.show_body(self._versions[row].body)
            self.restore.setEnabled(row > 0)

    def _restore(self) -> None:
        row = self.list.currentRow()
        if 0 < row < len(self._versions):
            self.restored.emit(self._versions[row])
