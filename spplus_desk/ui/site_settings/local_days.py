"""« Autres jours fériés du site »: typed, pasted, or read from a file into the field, to be looked at there."""

from PySide6.QtCore import Qt, Signal

from spplus_desk.domain.calendar.day_files import DayFile, merge
from spplus_desk.ui.site_settings.fields import LinesField
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.buttons import Button
from spplus_desk.ui.widgets.labels import Label
from spplus_desk.ui.wording import count_of


class LocalDaysField(LinesField):
    """`file_wanted`: the agent wants to choose a file."""

    file_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        hint = (
            "Une date par ligne, puis un point-virgule et le nom. Pour un consulat, collez sa liste ou lisez un "
            "fichier CSV\u00a0: ses jours s’ajoutent à ceux du champ."
        )
        super().__init__(theme, "site_local_days", "Autres jours fériés du site", hint, 5)
        self.read = Button(theme, self.tr("Lire un fichier…"), icon="file-upload-line", flush=True)
        self.read.setObjectName("read_local_days")
        self.read.setAccessibleName(self.tr("Lire un fichier de jours fériés"))
        self.read.clicked.connect(self.file_wanted)
        self.note = Label(theme, role=Role.META, tone="text-2", wrap=True)
        self.note.setObjectName("local_days_note")
        self.note.hide()
        column = self.layout()
        assert column is not None
        column.addWidget(self.note)
        column.addWidget(self.read)
        column.setAlignment(self.read, Qt.AlignmentFlag.AlignLeft)

    def add_file(self, name: str, file: DayFile) -> None:
        """Its days go into the field; nothing is saved yet, and nothing that was there goes."""
        merged = merge(self.text(), file)
        self.edit.setPlainText(merged.text)  # as if it were typed: weighed, and faults said
        parts = [count_of(merged.added, self.tr("jour ajouté"), self.tr("jours ajoutés"))]
        if merged.known:
            parts.append(count_of(merged.known, self.tr("déjà dans la liste"), self.tr("déjà dans la liste")))
        if merged.bad:
            one, many = self.tr("ligne à corriger, à la fin du champ"), self.tr("lignes à corriger, à la fin du champ")
            parts.append(count_of(merged.bad, one, many))
        self._say(self.tr("{name}\u00a0: {parts}.").format(name=name, parts=", ".join(parts)), "text-2")

    def refuse(self, sentence: str) -> None:
        self._say(sentence, "error")

    def _say(self, text: str, tone: str) -> None:
        self.note.setText(text)
        self.note.set_tone(tone)
        self.note.show()

    def show_text(self, text: str) -> None:
        super().show_text(text)
        self.note.hide()

    def set_read_only(self, on: bool) -> None:
        super().set_read_only(on)
        self.read.setVisible(not on)
