"""The citizen's text: shown with its spacing repaired, copied as it came, its links inert until they are asked for."""

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtGui import QContextMenuEvent

from spplus_desk.domain.spacing import LINK, original_part, repaired
from spplus_desk.ui.reading.text_block import TextBlock
from spplus_desk.ui.theme import Theme

_LISTED = 5
_SHORT = 40


class CitizenText(TextBlock):
    """`show_original` shows it as it came."""

    link_wanted = Signal(str)
    """An address as it stands in the text."""
    original_toggled = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._came = ""
        self._as_it_came = False

    @property
    def differs(self) -> bool:
        """True where the repair changed something."""
        return repaired(self._came) != self._came

    @property
    def as_it_came(self) -> bool:
        return self._as_it_came

    def show_testimony(self, text: str) -> None:
        if text != self._came:
            self._came, self._as_it_came = text, False
        self.show_text(self._came if self._as_it_came else repaired(self._came))

    def show_original(self, wanted: bool) -> None:
        self._as_it_came = wanted
        self.show_testimony(self._came)

    def links(self) -> list[str]:
        return list(dict.fromkeys(LINK.findall(self._came)))

    def createMimeDataFromSelection(self) -> QMimeData:
        """What is copied is the citizen's text, not our spacing of it."""
        cursor, document = self.textCursor(), self.document()
        mime = QMimeData()
        shown = document.toPlainText()
        mime.setText(original_part(self._came, shown, cursor.selectionStart(), cursor.selectionEnd()))
        return mime

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.createStandardContextMenu()
        menu.setParent(self, menu.windowFlags())
        menu.aboutToHide.connect(menu.deleteLater)
        links = self.links()[:_LISTED]
        if links:
            menu.addSeparator()
        for link in links:
            short = link if len(link) <= _SHORT else f"{link[:_SHORT]}…"
            action = menu.addAction(self.tr("Ouvrir le lien {address}").format(address=short.replace("&", "&&")))
            action.triggered.connect(lambda _checked=False, link=link: self.link_wanted.emit(link))
        if self.differs:
            menu.addSeparator()
            text = self.tr("Voir le texte mis en forme") if self._as_it_came else self.tr("Voir le texte d’origine")
            menu.addAction(text).triggered.connect(self.original_toggled)
        menu.popup(event.globalPos())
