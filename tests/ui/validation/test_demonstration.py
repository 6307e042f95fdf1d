"""The demonstration's two desks: the agent's, then the super agent's on the same central, and back."""

from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from spplus_desk.app import Program
from spplus_desk.domain.inbox import View
from spplus_desk.domain.projection import SlotState
from spplus_desk.domain.validation import last_return
from spplus_desk.services.desk import Desk
from spplus_desk.settings import Settings
from spplus_desk.ui.theme import Theme


def test_the_super_agent_reads_what_waits_and_the_agent_comes_back(
    qtbot: QtBot, qapp: QApplication, look: Theme, tmp_path: Path
) -> None:
    program = Program(qapp, Settings(data_root=tmp_path))
    desks: list[Desk] = []
    program.opened.connect(desks.append)
    try:
        program.start_demonstration()
        qtbot.waitUntil(lambda: len(desks) == 1, timeout=60_000)
        assert desks[0].agent.name == "Nadia Belkacem"
        window = program._main
        assert window is not None
        assert window.demonstration is not None
        window.demonstration.actions_of_menu[-1].trigger()
        qtbot.waitUntil(lambda: len(desks) == 2, timeout=60_000)
        chief = desks[1]
        assert chief.agent.name == "Hélène Morvan"
        qtbot.waitUntil(lambda: chief.inbox.counts().result().to_validate == 3, timeout=60_000)
        rows = chief.inbox.rows(View.ALL).result()
        waiting = [row for row in rows if row.state is SlotState.PENDING_VALIDATION]
        assert all(chief.validating.detail(row.key).result().versions for row in waiting)
        back = next(row for row in rows if row.state is SlotState.RETURNED)
        step = last_return(chief.validating.detail(back.key).result().versions)
        assert step is not None
        assert step.passage is not None
        assert program._main is not None
        assert program._main.demonstration is not None
        assert program._main.demonstration.actions_of_menu[-1].text() == "Passer au poste de Nadia Belkacem, agent"
        program._main.demonstration.actions_of_menu[-1].trigger()
        qtbot.waitUntil(lambda: len(desks) == 3, timeout=60_000)
        assert desks[2].agent.name == "Nadia Belkacem"
    finally:
        program.close()
        program.deleteLater()
        qtbot.wait(0)
