"""Modèles: reads the shelf, follows what changes, does what the agent asks. The view lays out, this decides."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from spplus_desk.domain.changes import ChangeKind, ChangeSet
from spplus_desk.domain.documents import Template, content
from spplus_desk.domain.errors import KnownError
from spplus_desk.domain.inbox import ExperienceDetail, InboxRow, View
from spplus_desk.domain.templates import Library, values_of
from spplus_desk.services.templates import Shelved
from spplus_desk.ui import wording
from spplus_desk.ui.announce import announce
from spplus_desk.ui.tasks import Tasks
from spplus_desk.ui.templates import words
from spplus_desk.ui.templates.model import DUE
from spplus_desk.ui.templates.view import TemplatesView
from spplus_desk.ui.theme import Theme

if TYPE_CHECKING:
    from spplus_desk.domain.privacy import SiteNumbers
    from spplus_desk.services.desk import Desk

_SOURCES = 20
"""Experiences offered for the preview."""
_SEEN_HERE = frozenset({ChangeKind.TEMPLATES, ChangeKind.REPLIES, ChangeKind.STRUCTURES, ChangeKind.DOCUMENTS})


class TemplatesPane(QWidget):
    """`insert_wanted` carries the key of a slot and the Template to begin its reply with; `told` a sentence to show."""

    insert_wanted = Signal(str, object)
    told = Signal(str)

    def __init__(
        self, theme: Theme, desk: "Desk", tasks: Tasks, clock: Callable[[], datetime], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._desk, self._tasks, self._clock = desk, tasks, clock
        self._chosen = ""
        self._places: tuple[tuple[str, str], ...] = ()
        self._sources: tuple[InboxRow, ...] = ()
        self._source: ExperienceDetail | None = None
        self._wanted_source = ""
        self._stale = True
        self.view = TemplatesView(theme, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        self._connect()

    def _connect(self) -> None:
        view, detail, form, versions = self.view, self.view.detail, self.view.form, self.view.versions
        view.search.textChanged.connect(self._on_search)
        view.search.returnPressed.connect(self._insert)
        view.list.selectionModel().currentChanged.connect(self._on_current)
        view.list.entered_by_key.connect(lambda _index: self._insert())
        view.list.doubleClicked.connect(lambda _index: self._insert())
        view.new.clicked.connect(self._new)
        detail.edit.clicked.connect(self._edit)
        detail.duplicate.clicked.connect(self._duplicate)
        detail.versions.clicked.connect(self._show_versions)
        detail.insert.clicked.connect(self._insert)
        detail.source_chosen.connect(self._on_source)
        detail.withdraw_wanted.connect(self._withdraw)
        detail.export_wanted.connect(self._export)
        detail.import_wanted.connect(self._import)
        form.saved.connect(self._save)
        form.left.connect(self._back)
        versions.left.connect(self._back)
        versions.restored.connect(self._restore)

    def handlers(self) -> dict[str, Callable[[], object]]:
        return {"template_find": self.focus}

    def show_due(self) -> None:
        """Those to be read again; Échap shows all of them."""
        self.view.search.setText(DUE)

    # Reading

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def focus(self) -> None:
        self.view.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self.view.search.selectAll()

    def changed(self, changes: ChangeSet) -> None:
        if changes.kinds & _SEEN_HERE:
            self.refresh()

    def opened(self) -> None:
        """The experiences of the preview are those of today."""
        rows = self._desk.inbox.rows(View.TO_ANSWER, limit=_SOURCES)
        self._tasks.when_done(rows, self._on_sources, owner=self)

    def refresh(self) -> None:
        """Read the shelf again, or remember to when it is seen."""
        self._stale = not self.isVisible()
        if self._stale:
            return
        self._tasks.when_done(self._desk.templates.shelf(), self._on_shelf, owner=self)
        self._tasks.when_done(self._desk.templates.places(), self._on_places, owner=self)

    def _on_places(self, places: tuple[tuple[str, str], ...]) -> None:
        self._places = places

    def _on_shelf(self, rows: tuple[Shelved, ...]) -> None:
        view = self.view
        own = sum(row.library in (Library.SITE, Library.PERSONAL) for row in rows)
        view.count.setText(words.shelf_line(len(rows), own))
        view.model.show(rows)
        self._keep_place()

    def _on_search(self, typed: str) -> None:
        self.view.model.search(typed)
        self._keep_place(first=True)

    def _keep_place(self, *, first: bool = False) -> None:
        view = self.view
        shown = view.model.rowCount()
        searching = bool(view.search.text().strip())
        view.found.setText(wording.count_of(shown, "trouvé", "trouvés") if searching else "")
        view.found.setVisible(searching)
        view.lists.setCurrentWidget(view.list if shown else view.empty)
        if not shown:
            plain = (
                self.tr("Essayez d’autres mots.")
                if searching
                else self.tr("Écrivez le premier avec «\u00a0Nouveau\u00a0».")
            )
            view.empty.show_text(self.tr("Aucun modèle"), plain)
            if self._resting:
                view.show_side(view.nothing)
            return
        place = 0 if first else max(view.model.place(self._chosen), 0)
        view.list.setCurrentIndex(view.model.index(place, 0))
        self._show_current()

    @property
    def _resting(self) -> bool:
        """Nothing is being written at the right."""
        return self.view.sides.currentWidget() in (self.view.detail, self.view.nothing)

    def _current(self) -> Shelved | None:
        return self.view.model.row(self.view.list.currentIndex().row())

    def _on_current(self, now: QModelIndex, _before: QModelIndex) -> None:
        row = self.view.model.row(now.row())
        if row is not None and self._resting:
            self._chosen = row.template.id
            self._show_current()

    def _show_current(self) -> None:
        row = self._current()
        if row is None or not self._resting:
            return
        self._chosen = row.template.id
        self.view.detail.show_template(row, self._clock().date())
        self.view.show_side(self.view.detail)
        self._show_preview()

    # The preview

    def _on_sources(self, rows: tuple[InboxRow, ...]) -> None:
        self._sources = rows
        keys = [row.key for row in rows]
        kept = "" if self._source is None else self._source.row.key
        place = keys.index(kept) if kept in keys else 0
        names = [self.tr("avec l’expérience de {name}").format(name=row.pseudonym or row.title) for row in rows]
        self.view.detail.show_sources(names, place)
        if rows:
            self._on_source(place)
        else:
            self._source = None
            self._show_preview()

    def _on_source(self, place: int) -> None:
        key = self._wanted_source = self._sources[place].key
        self._tasks.when_done(
            self._desk.inbox.detail(key), self._on_source_read, failed=lambda _error: None, owner=self
        )

    def _on_source_read(self, detail: ExperienceDetail) -> None:
        if detail.row.key == self._wanted_source:
            self._source = detail
            self._show_preview()

    def _show_preview(self) -> None:
        self.view.detail.show_values({} if self._source is None else values_of(self._source))

    # Acting

    def _insert(self) -> None:
        row = self._current()
        if row is None:
            return
        if self._source is None:
            self.told.emit(self.tr("Aucune expérience n’attend de réponse. Ouvrez-en une, puis insérez le modèle."))
            return
        self.insert_wanted.emit(self._source.row.key, row.template)

    def _home(self) -> str:
        """Where the agent's own templates are kept: their first post."""
        posts = self._desk.agent.memberships
        return posts[0].structure_id if posts else ""

    def _new(self) -> None:
        self._open_form(Template(id="", structure_id="", title="", body=""))

    def _edit(self) -> None:
        row = self._current()
        if row is not None and row.writable:
            self._open_form(row.template)

    def _duplicate(self) -> None:
        row = self._current()
        if row is not None:
            copy = {**content(row.template), "title": self.tr("{title} (copie)").format(title=row.template.title)}
            self._open_form(Template(id="", structure_id="", **copy))

    def _open_form(self, template: Template) -> None:
        self.view.show_side(self.view.form)
        self.view.form.open(template, self._places, self._home())

        def take(known: "SiteNumbers") -> None:
            self.view.form.public = known

        self._tasks.when_done(self._desk.reviewing.site_list(), take, owner=self)

    def _back(self) -> None:
        self.view.show_side(self.view.detail)
        self._show_current()
        self.view.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Échap: out of the form or the versions, then an empty search; at last the window has it."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif not self._resting:
            self._back()
        elif self.view.search.text():
            self.view.search.clear()
            self.focus()
        else:
            event.ignore()

    def _save(self, template: Template) -> None:
        self._tasks.when_done(
            self._desk.templates.save(template), self._on_saved, failed=self._on_not_saved, owner=self
        )

    def _on_saved(self, template_id: str) -> None:
        announce(self, self.tr("Modèle enregistré"))
        self.told.emit(self.tr("Modèle enregistré. Il part au serveur avec vos envois."))
        self.view.search.clear()
        self._back()
        self._chosen = template_id
        self.refresh()

    def _on_not_saved(self, error: KnownError) -> None:
        self.view.form.show_fault(error.sentence)

    def _withdraw(self) -> None:
        row = self._current()
        if row is None:
            return
        done = self.tr("Modèle retiré. Les réponses déjà écrites restent.")
        self._tasks.when_done(self._desk.templates.withdraw(row.template), lambda _: self.told.emit(done), owner=self)

    def _show_versions(self) -> None:
        row = self._current()
        if row is None:
            return
        versions, today = self.view.versions, self._clock().date()
        self.view.show_side(versions)
        versions.open(row.template.title)
        self._tasks.when_done(
            self._desk.templates.versions(row.template),
            lambda found: versions.show_versions(found, writable=row.writable, today=today),
            failed=lambda error: versions.show_fault(error.sentence),
            owner=self,
        )

    def _restore(self, version: Template) -> None:
        row = self._current()
        if row is not None:
            self._save(replace(row.template, **content(version)))

    # Files

    def _export(self) -> None:
        shown = [self.view.model.row(n) for n in range(self.view.model.rowCount())]
        dialog = QFileDialog(self, self.tr("Exporter les modèles"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(self.tr("Modèles (*.json)"))
        dialog.setDefaultSuffix("json")
        dialog.selectFile("modeles.json")
        dialog.fileSelected.connect(
            lambda path: self.export_to(Path(path), [row.template for row in shown if row is not None])
        )
        self._open_dialog(dialog)

    def export_to(self, path: Path, templates: list[Template]) -> None:
        """Write them to a file, and say where it is."""

        def done(number: int) -> None:
            count = wording.count_of(number, "modèle exporté", "modèles exportés")
            self.told.emit(self.tr("{count} dans {path}.").format(count=count, path=path))

        self._tasks.when_done(self._desk.templates.export_file(path, templates), done, owner=self)

    def _import(self) -> None:
        dialog = QFileDialog(self, self.tr("Importer des modèles"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(self.tr("Modèles (*.json)"))
        dialog.fileSelected.connect(lambda path: self.import_from(Path(path)))
        self._open_dialog(dialog)

    def import_from(self, path: Path) -> None:
        """As templates of the agent's own: what is to be shared is then duplicated to a structure, one by one."""

        def read(templates: tuple[Template, ...]) -> None:
            saved = self._desk.templates.import_all(templates, self._home(), personal=True)
            self._tasks.when_done(saved, done, owner=self)

        def done(number: int) -> None:
            count = wording.count_of(number, "modèle importé", "modèles importés")
            self.told.emit(self.tr("{count}, pour vous seulement.").format(count=count))

        self._tasks.when_done(self._desk.templates.read_file(path), read, owner=self)

    def _open_dialog(self, dialog: QFileDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
