"""« Changements annoncés »: late ones first, read or done from there, also before the central knows."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from spplus_desk.domain.experience import Reply, ServiceChange, slot_id
from spplus_desk.domain.service_changes import AnnouncedChange, in_order
from spplus_desk.domain.values import replace
from spplus_desk.domain.vocabulary import ChangeState, Entity
from spplus_desk.store.pages import PulledChange
from spplus_desk.ui.outbox.pane import OutboxPane
from spplus_desk.ui.widgets.change_popover import ChangePopover
from tests.helpers.clock import FakeClock
from tests.ui.reply.looking import Answers, accessible, theme_of
from tests.ui.reply.world import SITE, LocalDesk, local_desk, page

_LATE = ServiceChange(text="Ouverture le samedi.", on=date(2027, 12, 1))


def _told(world: LocalDesk, experience: str, change: ServiceChange) -> None:
    key = slot_id(experience, SITE)
    (told,) = [one.row for one in page() if one.entity is Entity.REPLY and one.id == key]
    assert isinstance(told, Reply)
    row = replace(told, change=change, useful=14, not_useful=2, evaluation="Réponse utile", version=2)
    world.feed(PulledChange(Entity.REPLY, key, row), cursor=f"{experience}-2")


def test_late_ones_come_first_and_one_is_said_done(
    qtbot: QtBot, qapp: object, tmp_path: Path, clock: FakeClock
) -> None:
    answers = Answers()
    with local_desk(tmp_path, clock) as world:
        _told(world, "E4", ServiceChange(text="Agenda en ligne.", on=date(2028, 3, 1)))
        _told(world, "E5", _LATE)
        pane = OutboxPane(theme_of(qapp), world.desk, answers.tasks, clock)  # type: ignore[arg-type]
        qtbot.addWidget(pane)
        pane.resize(1366, 700)
        pane.show()
        qtbot.mouseClick(pane.view.changes, Qt.MouseButton.LeftButton)
        card = pane._announced
        qtbot.waitUntil(card.isVisible)

        def named() -> list[str]:
            found = card.findChildren(QPushButton, "announced_done")
            return [one.accessibleName() for one in found if one.isVisible()]

        qtbot.waitUntil(lambda: len(named()) == 2)
        assert named() == ["C’est fait\u00a0: Ouverture le samedi.", "C’est fait\u00a0: Agenda en ligne."]
        next(one for one in card.findChildren(QPushButton, "announced_done") if one.isVisible()).click()
        qtbot.waitUntil(lambda: named() == ["C’est fait\u00a0: Agenda en ligne."])
        changes = world.desk.inbox.announced_changes().result()
        assert [one.change.state for one in changes] == [ChangeState.PLANNED, ChangeState.DONE]
        assert changes[1].change.on == clock().date()
        detail = world.desk.inbox.detail(slot_id("E5", SITE)).result()
        assert detail.reply is not None
        assert detail.reply.change == changes[1].change
        read: list[str] = []
        pane.read_wanted.connect(read.append)
        next(one for one in card.findChildren(QPushButton) if one.isVisible() and one.text() == "Lire").click()
        assert read == [slot_id("E4", SITE)]
        assert not card.isVisible()
        assert accessible(pane, "announced_button") == "Changements annoncés"
        pane.hide()
    assert answers.bugs == 0


def test_one_is_put_off_and_another_is_taken_back(qtbot: QtBot, qapp: object, tmp_path: Path, clock: FakeClock) -> None:
    answers = Answers()
    with local_desk(tmp_path, clock) as world:
        _told(world, "E5", _LATE)
        pane = OutboxPane(theme_of(qapp), world.desk, answers.tasks, clock)  # type: ignore[arg-type]
        qtbot.addWidget(pane)
        pane.resize(1366, 700)
        pane.show()

        def edit() -> ChangePopover:
            if not pane._announced.isVisible():
                qtbot.mouseClick(pane.view.changes, Qt.MouseButton.LeftButton)
            qtbot.waitUntil(pane._announced.isVisible)
            found = pane._announced.findChildren(QPushButton, "announced_edit")
            next(one for one in found if one.isVisible()).click()
            assert pane._change.isVisible() and not pane._announced.isVisible()
            return pane._change

        def told() -> list[ServiceChange]:
            return [one.change for one in world.desk.inbox.announced_changes().result()]

        form = edit()
        assert form.text.toPlainText() == _LATE.text
        form.day.setText("15/03/2028")
        qtbot.keyClick(form.day, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: told() == [replace(_LATE, on=date(2028, 3, 15))])
        edit().remove.click()
        qtbot.waitUntil(lambda: told() == [])
        qtbot.waitUntil(pane._announced.isVisible)  # the list comes back, without it
        pane._announced.close()
        pane.hide()
    assert answers.bugs == 0


def test_the_order_is_that_of_what_asks_for_something() -> None:
    def one(id: str, state: ChangeState, on: date | None) -> AnnouncedChange:
        return AnnouncedChange(id, "", "", "", ServiceChange(text=id, state=state, on=on))

    planned, done = ChangeState.PLANNED, ChangeState.DONE
    given = (
        one("done, old", done, date(2027, 1, 1)),
        one("some day", planned, None),
        one("soon", planned, date(2028, 1, 1)),
        one("done, new", done, date(2027, 6, 1)),
        one("late", planned, date(2027, 1, 1)),
    )
    assert [o.slot_id for o in in_order(given)] == ["late", "soon", "some day", "done, new", "done, old"]
