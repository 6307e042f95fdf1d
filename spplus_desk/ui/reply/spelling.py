"""Unknown words of the reply being written: asked for behind the window, marked, and what their menu offers.

Verdicts are kept word by word: a key costs a look at the words of its own paragraph, and only words never seen are
asked for, at a pause. The word under the caret is not marked while it is being typed.
"""

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAction, QTextBlock
from PySide6.QtWidgets import QMenu

from spplus_desk.domain.blanks import characters
from spplus_desk.domain.documents import DictionaryWord
from spplus_desk.domain.spelling import Word, is_known, key, names, words
from spplus_desk.domain.structure import StructureTree
from spplus_desk.ui.reply.sheet import Sheet
from spplus_desk.ui.tasks import Tasks

if TYPE_CHECKING:
    from spplus_desk.services.spelling.service import SpellingService

_PAUSE_MS = 400
_WARM_MS = 800
"""The dictionary is loaded once the reply is there to be read, not while it is being laid out."""


class SpellWatch(QObject):
    """Changes nothing by itself: a word is replaced when the agent chooses another in the menu."""

    def __init__(
        self,
        sheet: Sheet,
        spelling: "SpellingService",
        tasks: Tasks,
        wanted: Callable[[], bool],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._sheet, self._spelling, self._tasks, self._wanted = sheet, spelling, tasks, wanted
        self._on = False
        self._structure = ""
        self._may_share = False
        self._verdicts: dict[str, bool] = {}
        """True for a word that the dictionary does not know."""
        self._names: frozenset[str] = frozenset()
        self._added: dict[str, DictionaryWord] = {}
        self._known: frozenset[str] = frozenset()
        self._unasked: set[str] = set()
        self._spared: QTextBlock | None = None
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        self._warm = QTimer(self, singleShot=True, interval=_WARM_MS)
        self._warm.timeout.connect(self._load)
        sheet.marks.set_spelling_source(self._spans)
        sheet.editor.cursorPositionChanged.connect(self._on_caret)
        sheet.editor.focus_changed.connect(lambda _focused: self._on_caret())
        sheet.editor.menu_wanted.connect(self._fill_menu)

    # -- one reply ----------------------------------------------------------------------------------------------

    def begin(self, structure_id: str, known: Iterable[str], tree: StructureTree) -> None:
        """Watch a reply of that structure. `known`: texts whose words are right, such as names."""
        self._structure, self._names = structure_id, names(known)
        self._may_share = self._spelling.may_share(structure_id, tree)
        self._known = self._names | self._added.keys()
        self._on = self._wanted()
        self.read_added()
        if self._on:
            self._warm.start()

    def end(self) -> None:
        self._on = False
        self._unasked.clear()
        self._spared = None
        self._pause.stop()
        self._warm.stop()

    def look_again(self) -> None:
        """The agent switched it on or off."""
        if self._structure and self._on != self._wanted():
            self._on = self._wanted()
            self._sheet.paint_marks()

    def read_added(self) -> None:
        """The dictionaries of people changed, here or elsewhere."""
        self._tasks.when_done(self._spelling.added(), self._take_added, owner=self)

    def _take_added(self, added: tuple[DictionaryWord, ...]) -> None:
        self._added = {key(one.word): one for one in added}
        known = self._names | self._added.keys()
        if known != self._known:
            self._known = known
            if self._on:
                self._sheet.paint_marks()

    def _load(self) -> None:
        if self._on:
            self._tasks.when_done(self._spelling.warm(), lambda _nothing: None, owner=self)

    # -- marks --------------------------------------------------------------------------------------------------

    def _spans(self, block: QTextBlock) -> tuple[tuple[int, int], ...]:
        if not self._on:
            return ()
        text = block.text()
        caret = self._caret_in(block, text)
        found = []
        for word in words(text):
            verdict = self._verdicts.get(word.text)
            if verdict is None:
                self._unasked.add(word.text)
                self._pause.start()
            elif verdict and not is_known(word.text, self._known):
                if word.start < caret <= word.end:
                    self._spared = block
                else:
                    found.append((word.start, word.end))
        return tuple(found)

    def _caret_in(self, block: QTextBlock, text: str) -> int:
        """In characters; -1 where the caret is elsewhere, or the agent is: nothing is being typed then."""
        editor = self._sheet.editor
        cursor = editor.textCursor()
        if cursor.block() != block or not editor.hasFocus():
            return -1
        return characters(text, cursor.positionInBlock())

    def _on_caret(self) -> None:
        """The word that was being typed is left: it may be marked now."""
        block = self._spared
        if block is None:
            return
        self._spared = None
        if self._on and block.isValid():
            self._sheet.paint_paragraph(block)

    def _ask(self) -> None:
        asked = frozenset(self._unasked)
        self._unasked.clear()
        if asked and self._on:
            self._tasks.when_done(self._spelling.wrong(asked), lambda wrong: self._take(asked, wrong), owner=self)

    def _take(self, asked: frozenset[str], wrong: frozenset[str]) -> None:
        self._verdicts.update({word: word in wrong for word in asked})
        block = self._sheet.editor.document().begin()
        while wrong and block.isValid():
            if any(word.text in wrong for word in words(block.text())):
                self._sheet.paint_paragraph(block)
            block = block.next()

    # -- the menu -----------------------------------------------------------------------------------------------

    def _word_at(self, place: int) -> Word | None:
        """The word there, its place counted in the body."""
        body = self._sheet.editor.body()
        start = body.rfind("\n", 0, place) + 1
        line = body[start:].split("\n", 1)[0]
        for word in words(line):
            if word.start <= place - start <= word.end:
                return Word(start + word.start, start + word.end, word.text)
        return None

    def _fill_menu(self, menu: QMenu, place: int) -> None:
        word = self._word_at(place) if self._on else None
        if word is None:
            return
        first = menu.actions()[0]  # « Annuler », which Qt puts there
        mine = self._added.get(key(word.text))
        if mine is not None and (mine.agent_id is not None or self._may_share):
            text = self.tr("Retirer «\u00a0{word}\u00a0» du dictionnaire").format(word=word.text)
            self._insert(menu, first, text, lambda: self._change(self._spelling.remove(mine)))
        elif self._verdicts.get(word.text) and not is_known(word.text, self._known):
            looking = self._insert(menu, first, self.tr("Recherche de suggestions…"))
            looking.setEnabled(False)
            menu.insertSeparator(first)
            self._insert(menu, first, self.tr("Ajouter à mon dictionnaire"), lambda: self._add(word.text))
            if self._may_share:
                text = self.tr("Ajouter au dictionnaire du site")
                self._insert(menu, first, text, lambda: self._add(word.text, shared=True))
            future = self._spelling.suggestions(word.text)
            self._tasks.when_done(future, lambda found: self._suggest(menu, looking, word, found), owner=self)
        else:
            return
        menu.insertSeparator(first)

    def _suggest(self, menu: QMenu, looking: QAction, word: Word, found: tuple[str, ...]) -> None:
        if not shiboken6.isValid(menu) or not menu.isVisible():
            return
        if not found:
            looking.setText(self.tr("Aucune suggestion"))
            return
        made = [self._insert(menu, looking, one, partial(self._replace, word, one)) for one in found]
        menu.removeAction(looking)
        menu.setActiveAction(made[0])

    @staticmethod
    def _insert(menu: QMenu, before: QAction, text: str, act: Callable[[], object] | None = None) -> QAction:
        action = QAction(text.replace("&", "&&"), menu)
        if act is not None:
            action.triggered.connect(lambda _checked: act())
        menu.insertAction(before, action)
        return action

    def _replace(self, word: Word, by: str) -> None:
        """Only where the word still stands: the text may have moved while the menu was open."""
        editor = self._sheet.editor
        if editor.body()[word.start : word.end] == word.text:
            editor.replace_span(word.start, word.end, by)

    def _add(self, word: str, *, shared: bool = False) -> None:
        self._change(self._spelling.add(word, self._structure, shared=shared))

    def _change(self, future: object) -> None:
        self._tasks.when_done(future, lambda _nothing: self.read_added(), owner=self)  # type: ignore[arg-type]
