"""Which structures stand side by side: ticked in a list of all that the agent may ask about."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from spplus_desk.domain.statistics.comparison import FEWEST, MOST
from spplus_desk.domain.statistics.questions import Node
from spplus_desk.services.dashboard import Place
from spplus_desk.ui.announce import announce
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.buttons import Button
from spplus_desk.ui.widgets.labels import Label
from spplus_desk.ui.widgets.popover import Popover


class ComparePopover(Popover):
    """`chosen` carries the nodes, in the order of the list."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget, places: Sequence[Place], ticked: Sequence[Node]) -> None:
        super().__init__(theme, parent, width=400)
        self.setObjectName("compare_popover")
        self.setAccessibleName(self.tr("Structures à comparer"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.list = QListWidget()
        self.list.setObjectName("compare_list")
        self.list.setAccessibleName(self.tr("Structures à comparer"))
        theme.keep_font(self.list, Role.UI)
        for place in places:
            item = QListWidgetItem("\u2003" * place.depth + place.name)
            item.setData(Qt.ItemDataRole.UserRole, place.node)
            item.setSizeHint(QSize(0, theme.px(28)))
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if place.node in ticked else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.setFixedHeight(theme.px(min(28 * len(places) + 10, 300)))
        self.list.setCurrentRow(0)
        self.fault = Label(theme, "", Role.META, tone="error", wrap=True)
        self.fault.setObjectName("compare_fault")
        self.fault.hide()
        show = Button(theme, self.tr("Comparer"), "primary")
        show.setObjectName("compare_show")
        show.clicked.connect(self.confirm)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(show)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(Label(theme, self.tr("Comparer des structures"), Role.HEADING, 600))
        column.addWidget(self.list)
        column.addWidget(self.fault)
        self.fill(body, foot)

    def confirm(self) -> None:
        """What is ticked, or the sentence that says how many it takes."""
        items = [self.list.item(row) for row in range(self.list.count())]
        nodes = [item.data(Qt.ItemDataRole.UserRole) for item in items if item.checkState() is Qt.CheckState.Checked]
        if FEWEST <= len(nodes) <= MOST:
            self.chosen.emit(tuple(nodes))
            self.close()
            return
        told = self.tr("Cochez de {0} à {1} structures. Ici\u00a0: {2}.").format(FEWEST, MOST, len(nodes))
        self.fault.setText(told)
        self.fault.show()
        self.fit()
        announce(self, told)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
