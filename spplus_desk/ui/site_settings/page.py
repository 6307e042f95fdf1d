"""« Horaires et réglages du site »: hours, closures, target and texts of a structure, edited, weighed, saved."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from spplus_desk.domain.calendar import BadCalendar
from spplus_desk.domain.calendar.day_files import DayFile
from spplus_desk.domain.changes import ChangeKind, ChangeSet
from spplus_desk.domain.document_payloads import SaveSiteSettings
from spplus_desk.domain.documents import SiteSettings, content
from spplus_desk.domain.errors import KnownError
from spplus_desk.domain.site_settings import SettingsEffect, Site
from spplus_desk.ui.announce import announce
from spplus_desk.ui.site_settings.form import Form
from spplus_desk.ui.site_settings.lines import ServiceLinesBox
from spplus_desk.ui.site_settings.versions import Versions
from spplus_desk.ui.tasks import Tasks
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.buttons import HALO, Button
from spplus_desk.ui.widgets.field import Combo
from spplus_desk.ui.widgets.frames import Pane, h_line
from spplus_desk.ui.widgets.labels import Label
from spplus_desk.ui.wording import count_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from spplus_desk.services.service_lines import KnownLine, ServiceLines
    from spplus_desk.services.site_settings import SiteSettingsService

_WIDTH, _PAUSE_MS = 720, 400


class SiteSettingsPage(Pane):
    """`told` carries a sentence for the notices. What was typed and not saved stays until another site is chosen."""

    closed = Signal()
    told = Signal(str)

    def __init__(
        self,
        theme: Theme,
        tasks: Tasks,
        service: "SiteSettingsService",
        lines: "ServiceLines",
        clock: "Callable[[], datetime]",
    ) -> None:
        super().__init__("surface")
        self._theme, self._tasks, self._service, self._clock = theme, tasks, service, clock
        self._lines = lines
        self._sites: dict[str, Site] = {}
        self._shown: Site | None = None
        self._base: SiteSettings | SaveSiteSettings | None = None
        """What the fields began with, or were last saved as."""
        self._overtaken = ""
        self._wanted = ""
        self.setObjectName("site_settings_page")
        self.setAccessibleName(self.tr("Horaires et réglages du site"))
        self.site = Combo(theme)
        self.site.setObjectName("site_choice")
        self.site.setAccessibleName(self.tr("Site"))
        # The names come after the page is shown, and again at each change: the first ones do not decide the width.
        self.site.setSizeAdjustPolicy(Combo.SizeAdjustPolicy.AdjustToContents)
        self.site.activated.connect(lambda place: self.show_site(str(self.site.itemData(place))))
        self.leave = Button(theme, self.tr("Fermer"), key=self.tr("Échap"))
        self.leave.setObjectName("site_settings_close")
        self.leave.setAccessibleName(self.tr("Fermer les réglages du site"))
        self.leave.clicked.connect(self.closed)
        self.form = Form(theme)
        self.form.changed.connect(self._on_typed)
        self.form.local_days.file_wanted.connect(self._choose_days)
        self.effect = Label(theme, role=Role.META, tone="text-2", wrap=True)
        self.effect.setObjectName("settings_effect")
        self.effect.setAccessibleName(self.tr("Effet sur les échéances"))
        self.save = Button(theme, self.tr("Enregistrer"), "primary", key=self.tr("Ctrl S"))
        self.save.setObjectName("save_site_settings")
        self.save.clicked.connect(self.save_all)
        self.history = Button(theme, self.tr("Versions"))
        self.history.setObjectName("site_settings_versions")
        self.history.clicked.connect(self._toggle_versions)
        self.versions = Versions(theme, clock)
        self.versions.chosen.connect(self._put_back)
        self.versions.hide()
        self.lines = ServiceLinesBox(theme, clock)
        self.lines.removed.connect(self._remove_line)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._weigh)
        self._build()

    def _build(self) -> None:
        theme = self._theme
        head = QHBoxLayout()
        theme.keep_margins(head, 24, 8, 24 - HALO, 8, spacing=12)
        head.addWidget(Label(theme, self.accessibleName(), Role.TITLE, 600, wrap=True), 1)
        head.addWidget(self.site)
        head.addWidget(self.leave)
        body = Pane("surface")
        row = QHBoxLayout(body)
        theme.keep_margins(row, 24, 16, 24, 24)
        self._inside = QWidget()
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.versions)
        column.addWidget(self.form)
        column.addWidget(self.lines)
        column.addStretch(1)
        row.addWidget(self._inside)
        row.addStretch(1)
        self.scroller = QScrollArea()
        self.scroller.setWidgetResizable(True)
        self.scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scroller.setWidget(body)
        self._foot = Pane("surface-alt")
        foot = QHBoxLayout(self._foot)
        theme.keep_margins(foot, 24, 8, 24 - HALO, 8, spacing=8)
        foot.addWidget(self.effect, 1)
        foot.addWidget(self.history)
        foot.addWidget(self.save)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(h_line())
        whole.addWidget(self.scroller, 1)
        whole.addWidget(h_line())
        whole.addWidget(self._foot)
        theme.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        side = 2 * self._theme.px(24) + self._theme.px(12)
        self._inside.setFixedWidth(max(min(self._theme.px(_WIDTH), self.width() - side), 200))
        self.site.setMaximumWidth(max(self._theme.px(320), 120))

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._restyle()

    # Which site

    def opened(self) -> None:
        self._ask()

    def open_site(self, structure_id: str) -> None:
        """Show that site as soon as it is known."""
        self._wanted = structure_id
        if structure_id in self._sites:
            self.show_site(structure_id)

    def changed(self, changes: ChangeSet) -> None:
        if self.isVisible() and changes.kinds & {ChangeKind.DOCUMENTS, ChangeKind.STRUCTURES}:
            self._ask()
            self._ask_lines()

    def _ask_lines(self) -> None:
        if self._shown is not None:
            found = self._lines.of(self._shown.structure.id)
            self._tasks.when_done(found, self.lines.show_lines, owner=self)

    def _remove_line(self, line: "KnownLine") -> None:
        said = self.tr("«\u00a0{value}\u00a0» n’est plus dans la liste du site. Le garde-fou la signale de nouveau.")

        def gone(_none: None) -> None:
            self.told.emit(said.format(value=line.value))
            self._ask_lines()

        self._tasks.when_done(self._lines.remove(line), gone, self._refused, owner=self)

    def _ask(self) -> None:
        self._tasks.when_done(self._service.sites(), self._on_sites, owner=self)

    def _on_sites(self, sites: tuple[Site, ...]) -> None:
        self._sites = {site.structure.id: site for site in sites}
        self.site.clear()
        for site in sites:
            self.site.addItem(site.structure.name or site.structure.id, site.structure.id)
        self.site.setVisible(len(sites) > 1)
        present = "" if self._shown is None else self._shown.structure.id
        wanted = self._wanted or present
        if wanted not in self._sites:
            wanted = sites[0].structure.id if sites else ""
        self._wanted = ""
        if not wanted:
            self._say_effect(self.tr("Aucun site n’est encore connu sur ce poste. Synchronisez."), "text-2")
        elif wanted != present or not self.form.touched:
            self.show_site(wanted)
        else:
            self._overtake(self._sites[wanted])
        self.site.setCurrentIndex(self.site.findData(wanted))

    def _overtake(self, site: Site) -> None:
        """Somebody else saved while these fields were being filled: saving them would take theirs back in silence."""
        self._shown, newer = site, site.own
        if newer is None or (self._base is not None and content(self._base) == content(newer)):
            return
        told = self.tr("{name} vient de changer ces réglages\u00a0: enregistrer remplace ses changements.")
        self._overtaken = told.format(name=newer.author_name or self.tr("Un collègue"))
        self.history.show()
        announce(self, self._overtaken)
        self._weigh()

    def show_site(self, structure_id: str) -> None:
        site = self._shown = self._sites[structure_id]
        self._base, self._overtaken = site.own, ""
        self.form.show_site(site)
        self.form.set_read_only(not site.may_write)
        self.save.setVisible(site.may_write)
        self.history.setVisible(site.own is not None)
        self.versions.hide()
        self.setAccessibleDescription(site.structure.name)
        self._ask_lines()
        idle = self.tr("Rien n’est changé.")
        only = self.tr("Lecture seule\u00a0: les responsables du site changent ces réglages.")
        self._say_effect(idle if site.may_write else only, "text-3")

    # What would happen

    def _on_typed(self) -> None:
        self._pause.start()

    def _payload(self) -> SaveSiteSettings | None:
        """What the fields say; None, with the fault at its field, where they cannot be read."""
        self.form.clear_faults()
        try:
            return self.form.payload()
        except BadCalendar as error:
            self.form.say(error)
            self._say_effect(self.tr("À corriger\u00a0: {why}.").format(why=error.reason), "error")
            return None

    def _weigh(self) -> None:
        payload = self._payload()
        if payload is not None:
            self._tasks.when_done(self._service.effect(payload), self._show_effect, self._refused, owner=self)

    def _show_effect(self, effect: SettingsEffect) -> None:
        words = f"{self._overtaken} {effect_words(effect)}".lstrip()
        self._say_effect(words, "warning" if effect.late or self._overtaken else "text-2")

    def _refused(self, error: KnownError) -> None:
        self._say_effect(error.sentence, "error")

    def _say_effect(self, text: str, tone: str) -> None:
        self.effect.setText(text)
        self.effect.set_tone(tone)

    # A file of holidays

    def _choose_days(self) -> None:
        """Not `exec`: the window goes on behind it."""
        dialog = QFileDialog(self, self.tr("Lire un fichier de jours fériés"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([self.tr("Listes de jours (*.csv *.txt)"), self.tr("Tous les fichiers (*)")])
        dialog.fileSelected.connect(lambda chosen: self.read_days(Path(chosen)))
        dialog.open()

    def read_days(self, path: Path) -> None:
        """The days of a file go into the field; they are saved like what is typed."""
        field = self.form.local_days

        def read(found: DayFile) -> None:
            field.add_file(path.name, found)
            field.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            announce(self, field.note.text())

        def failed(error: KnownError) -> None:
            field.refuse(error.sentence)
            announce(self, error.sentence)

        self._tasks.when_done(self._service.read_days(path), read, failed, owner=self)

    # Saving

    def save_all(self) -> None:
        if self._shown is None or not self._shown.may_write:
            return
        self._pause.stop()
        payload = self._payload()
        if payload is None:
            self.form.focus_fault()
            announce(self, self.effect.text())
            return
        self.form.touched = False  # what is typed from now on is not in it
        self._base, self._overtaken = payload, ""

        def failed(error: KnownError) -> None:
            self.form.touched = True
            self._refused(error)

        self._tasks.when_done(self._service.save(payload), lambda _id: self._saved(), failed, owner=self)

    def _saved(self) -> None:
        self.told.emit(self.tr("Réglages enregistrés. Ils valent tout de suite ici, et partent à la synchronisation."))
        self._ask()

    # Versions

    def _toggle_versions(self) -> None:
        if not self.versions.isHidden():
            self.versions.hide()
            return
        if self._shown is None or self._shown.own is None:
            return

        def show(found: tuple[SiteSettings, ...]) -> None:
            self.versions.show_versions(found)
            self.versions.show()
            self.scroller.verticalScrollBar().setValue(0)
            self.versions.list.setFocus(Qt.FocusReason.OtherFocusReason)

        self._tasks.when_done(self._service.versions(self._shown.own), show, owner=self)

    def _put_back(self, version: SiteSettings) -> None:
        """Into the fields, to be weighed and saved like any other change."""
        if self._shown is None:
            return
        payload = SaveSiteSettings(structure_id=version.structure_id, **content(version))
        self.form.show_payload(payload, self._shown)
        self.versions.hide()
        self.save.setFocus(Qt.FocusReason.OtherFocusReason)
        self._weigh()

    # The window’s

    def focus(self) -> None:
        self.form.focus_first()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            if self.versions.isHidden():
                self.closed.emit()
            else:
                self.versions.hide()
            return
        if event.key() == Qt.Key.Key_S and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.save_all()
            return
        super().keyPressEvent(event)


def effect_words(effect: SettingsEffect) -> str:
    """« 4 échéances internes changent, 1 devient dépassée. »"""
    if not effect.changed:
        return "Aucune échéance interne ne change."
    verb = "change" if effect.changed < 2 else "changent"
    parts = [f"{count_of(effect.changed, 'échéance interne', 'échéances internes')} {verb}"]
    if effect.late:
        parts.append(f"{effect.late} {'devient dépassée' if effect.late < 2 else 'deviennent dépassées'}")
    if effect.no_longer_late:
        parts.append(f"{effect.no_longer_late} {'ne l’est plus' if effect.no_longer_late < 2 else 'ne le sont plus'}")
    return f"{', '.join(parts)}."
