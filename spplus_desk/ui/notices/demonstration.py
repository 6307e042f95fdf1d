"""The permanent strip of the demonstration, and its menu for trainers."""

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from spplus_desk.services.demonstration import DemonstrationControls
from spplus_desk.ui.notices.strip import Strip
from spplus_desk.ui.tasks import Tasks
from spplus_desk.ui.theme import Theme
from spplus_desk.ui.widgets.buttons import Button


class DemonstrationStrip(Strip):
    """« Démonstration : données inventées, rien n’est envoyé. » and « Quitter »."""

    quit_wanted = Signal()
    seat_wanted = Signal()
    """The trainer goes to the other desk: the same central, as somebody else."""
    happened = Signal(str)
    """What was just done, in words."""

    def __init__(self, theme: Theme, tasks: Tasks, controls: DemonstrationControls) -> None:
        super().__init__(theme, "info", "flask-line")
        self._tasks, self._controls = tasks, controls
        self.setObjectName("demonstration_strip")
        self.strong.setText(self.tr("Démonstration\u00a0:"))
        self.plain.setText(self.tr("données inventées, rien n’est envoyé."))
        self.setAccessibleName(self.tr("Démonstration"))
        self.setAccessibleDescription(self.tr("données inventées, rien n’est envoyé."))
        self._network = QAction(self)
        self._network.triggered.connect(self._toggle_network)
        self._deposit = QAction(self.tr("Déposer une expérience"), self)
        self._deposit.triggered.connect(self._deposit_one)
        self._answer = QAction(self.tr("Faire répondre un collègue"), self)
        self._answer.triggered.connect(self._colleague_answers)
        self._seat = QAction(self.tr("Passer au poste de {who}").format(who=controls.other_seat), self)
        self._seat.triggered.connect(self.seat_wanted)
        self.actions_of_menu = (self._network, self._deposit, self._answer, self._seat)
        self._menu = QMenu(self)
        self._menu.addActions(list(self.actions_of_menu))
        self._button = Button(theme, self.tr("Montrer un cas"), "link", icon="arrow-down-s-line", height=24)
        self._button.setObjectName("demonstration_menu")
        self._button.clicked.connect(self._open)
        leave = Button(theme, self.tr("Quitter"), "link", height=24)
        leave.setObjectName("demonstration_quit")
        leave.clicked.connect(self.quit_wanted)
        self.row.addWidget(self._button)
        self.row.addWidget(leave)
        self.key_of_interest = ""
        """The slot that the agent reads: the one a colleague answers."""
        self._name_network()

    def _open(self) -> None:
        self._name_network()
        self._menu.popup(self._button.mapToGlobal(QPoint(0, self._button.height())))

    def _name_network(self) -> None:
        on = self._controls.network_on
        self._network.setText(self.tr("Couper le réseau") if on else self.tr("Rétablir le réseau"))

    def _toggle_network(self) -> None:
        on = not self._controls.network_on
        self._controls.set_network(on)
        self._name_network()
        self.happened.emit(self.tr("Réseau rétabli.") if on else self.tr("Réseau coupé."))

    def _deposit_one(self) -> None:
        self._tasks.when_done(
            self._controls.deposit_experience(),
            lambda _: self.happened.emit(self.tr("Une expérience vient d’être déposée.")),
            owner=self,
        )

    def _colleague_answers(self) -> None:
        self._tasks.when_done(
            self._controls.colleague_answers(self.key_of_interest or None),
            lambda _: self.happened.emit(self.tr("Un collègue vient de répondre.")),
            owner=self,
        )
