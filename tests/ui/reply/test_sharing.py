"""A shared draft: shared on purpose, offered to colleagues, never written over a text, gone with the reply."""

from datetime import timedelta

from PySide6.QtWidgets import QAbstractButton, QFrame

from spplus_desk.domain.documents import SharedDraft
from spplus_desk.domain.vocabulary import Entity
from spplus_desk.store.pages import PulledChange
from tests.helpers.typography import faults
from tests.ui.reply.conftest import Writing, answers, look, world, writing
from tests.ui.reply.world import CIGALE, SITE

__all__ = ["answers", "look", "world", "writing"]
TEXT = "Bonjour, je me renseigne auprès de l’agenda."


def thomas_shares(writing: Writing) -> None:
    at = writing.world.clock() - timedelta(hours=2)
    row = SharedDraft(
        id="D1", structure_id=SITE, slot=CIGALE, body=TEXT, version=1, author_name="Thomas Ruault", changed_at=at
    )
    change = PulledChange(Entity.SHARED_DRAFT, row.id, row)
    writing.world.store.apply_page([change], cursor="9", last=True, at=writing.world.clock()).result()


def banner(writing: Writing) -> QFrame | None:
    return writing.pane.findChild(QFrame, "banner_shared")


def shared(writing: Writing) -> list[str]:
    return [one.body for one in writing.world.desk.shared_drafts.of(CIGALE).result()]


def take_up(writing: Writing) -> None:
    shown = banner(writing)
    assert shown is not None
    shown.findChild(QAbstractButton).click()


def test_one_of_a_colleague_is_offered_and_taken_up(writing: Writing) -> None:
    thomas_shares(writing)
    writing.open()
    writing.qtbot.waitUntil(lambda: banner(writing) is not None)
    shown = banner(writing)
    assert shown is not None and shown.accessibleName().startswith("Brouillon partagé par Thomas Ruault à ")
    assert faults(shown.accessibleName()) == faults(shown.accessibleDescription()) == []
    take_up(writing)
    assert writing.editor.toPlainText() == TEXT
    writing.qtbot.waitUntil(lambda: writing.saved() == TEXT)
    writing.editor.undo()
    assert writing.editor.toPlainText() == ""


def test_a_text_that_stands_is_never_written_over(writing: Writing) -> None:
    thomas_shares(writing)
    writing.open()
    writing.type("Mon texte.")
    writing.qtbot.waitUntil(lambda: banner(writing) is not None)
    take_up(writing)
    assert writing.editor.toPlainText() == "Mon texte."
    assert shared(writing) == [TEXT]


def test_one_is_shared_on_purpose_again_in_its_place_and_taken_back(writing: Writing) -> None:
    writing.open()
    writing.pane._sharing.share()
    assert shared(writing) == []
    writing.type("Premier jet.")
    writing.qtbot.waitUntil(lambda: writing.saved() == "Premier jet.")
    assert shared(writing) == []
    writing.pane._sharing.share()
    writing.qtbot.waitUntil(lambda: shared(writing) == ["Premier jet."])
    writing.type(" Suite.")
    writing.pane._sharing.share()
    writing.qtbot.waitUntil(lambda: shared(writing) == ["Premier jet. Suite."])
    assert banner(writing) is None
    writing.qtbot.waitUntil(lambda: bool(writing.pane._sharing._shared))
    writing.pane._sharing.unshare()
    writing.qtbot.waitUntil(lambda: shared(writing) == [])
    assert writing.editor.toPlainText() == "Premier jet. Suite."


def test_it_goes_with_the_reply(writing: Writing) -> None:
    thomas_shares(writing)
    writing.open()
    writing.qtbot.waitUntil(lambda: banner(writing) is not None)
    take_up(writing)
    writing.pane.send()
    writing.qtbot.waitUntil(lambda: shared(writing) == [])
