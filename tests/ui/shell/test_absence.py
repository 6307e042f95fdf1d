"""After a long time without news, what happened meanwhile is said once; a rescue is said until it is read."""

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QFrame, QListView

from spplus_desk.domain.sync_status import SyncPhase
from spplus_desk.domain.vocabulary import ReplyState, Sentiment
from tests.helpers.clock import FakeClock
from tests.helpers.inbox_world import experience_changes, reply_of_site
from tests.helpers.typography import faults
from tests.ui.shell.conftest import Shell


def new_one(shell: Shell, id: str) -> list:
    return experience_changes(
        id, f"Nouvelle {id}", "Lune", "Un mot.", Sentiment.NEUTRAL, (), timedelta(hours=60), now=shell.world.clock()
    )


def test_what_happened_during_a_night(shell: Shell, clock: FakeClock) -> None:
    shell.world.phase(SyncPhase.OFFLINE)
    shell.until(shell.control(QFrame, "offline_strip").isVisible)
    clock.advance(timedelta(hours=20))
    changes = [change for id in ("N1", "N2") for change in new_one(shell, id)]
    shell.world.feed(*changes, reply_of_site("E5", ReplyState.PUBLISHED, clock()), cursor="2")
    shell.world.phase(SyncPhase.SYNCED, last_success=clock())
    notices = shell.control(QFrame, "notices")
    said: list[str] = []

    def told() -> bool:
        if notices.isVisible() and notices.accessibleDescription() not in said:
            said.append(notices.accessibleDescription())
            notices._next()
        return any("nouvelles" in text for text in said)

    shell.until(told)
    sentence = next(text for text in said if "nouvelles" in text)
    assert sentence.endswith("\u00a0: 2\u00a0nouvelles, 1\u00a0répondue par d’autres.")
    assert sentence.startswith("Depuis hier ")
    assert faults(sentence) == []


def test_a_short_absence_is_not_told(shell: Shell, clock: FakeClock) -> None:
    clock.advance(timedelta(hours=1))
    shell.world.feed(*new_one(shell, "N1"), cursor="2")
    shell.world.phase(SyncPhase.SYNCED, last_success=clock())
    shell.until(lambda: "Nouvelle N1" in shell.titles())
    assert not shell.control(QFrame, "notices").isVisible()


def test_a_rescue_is_said_until_it_is_closed(shell: Shell) -> None:
    banner = shell.control(QFrame, "opening_notice")
    assert not banner.isVisible()
    text = "Les données de ce poste étaient endommagées. Votre brouillon est sauf."
    shell.window.opening.show_text(text)
    assert banner.isVisible()
    assert banner.accessibleDescription() == text
    close = shell.control(QAbstractButton, "close_opening_notice")
    close.setFocus(Qt.FocusReason.TabFocusReason)
    shell.press(Qt.Key.Key_Space)
    assert not banner.isVisible()
    assert shell.control(QListView, "experience_list").hasFocus()
    shell.window.opening.show_text(text)
    assert not banner.isVisible(), "said once"
