"""What a search found, marked in the experience that was opened from it, until another is read or the marks are taken
away."""

from PySide6.QtCore import QObject, QPoint

from spplus_desk.domain.needles import NO_NEEDLES, Needles
from spplus_desk.ui import wording
from spplus_desk.ui.announce import announce
from spplus_desk.ui.reading.text_block import TextBlock
from spplus_desk.ui.reading.view import ReadingView


class FoundMarks(QObject):
    def __init__(self, view: ReadingView, parent: QObject) -> None:
        super().__init__(parent)
        self._view = view
        self._key, self._needles, self._shown = "", NO_NEEDLES, ""
        self._place = -1
        view.found.acted.connect(self.clear)

    def mark(self, key: str, needles: Needles) -> None:
        """The slot `key` comes from a search for `needles`."""
        self._key, self._needles, self._place = key, needles, -1
        if key == self._shown:
            self._paint()

    def clear(self) -> None:
        self.mark("", NO_NEEDLES)
        self._paint()
        self._view.testimony.setFocus()

    def show(self, key: str) -> None:
        """The texts of `key` have just been written."""
        self._shown = key
        if key != self._key:
            self.mark("", NO_NEEDLES)
        self._paint()

    def step(self, by: int) -> None:
        """To the next passage (1) or the one before (-1), round and round: in sight, and said."""
        number = sum(block.found for block in self._blocks())
        if not number:
            return
        self._place = (self._place + by) % number if self._place >= 0 else (0 if by > 0 else number - 1)
        self._paint()
        rest = self._place
        for block in self._blocks():
            if rest < block.found:
                self._bring(block, self._place + 1, number)
                return
            rest -= block.found

    def _bring(self, block: TextBlock, place: int, number: int) -> None:
        rect = block.place_of_present()
        self._view.scroll_to_point(block, QPoint(rect.x(), rect.center().y()))
        said = self.tr("Passage {place} sur {number}").format(
            place=wording.number(place), number=wording.number(number)
        )
        announce(self._view, f"{said}, {block.words_of_present()}")

    def _paint(self) -> None:
        rest, number = self._place, 0
        for block in self._blocks():
            block.show_found(self._needles)
            if 0 <= rest < block.found:
                block.show_found(self._needles, rest)
            rest -= block.found
            number += block.found
        count = wording.count_of(number, "passage marqué", "passages marqués")
        self._view.found.show_text(self.tr("Votre recherche\u00a0: {count}").format(count=count))
        self._view.found.setVisible(number > 0)

    def _blocks(self) -> list[TextBlock]:
        replies = (self._view.own_reply, self._view.other_replies)
        texts = (self._view.title, self._view.testimony)
        return [*texts, *(block for one in replies for block in one.findChildren(TextBlock))]
