"""What a figure means: formula, scope, exclusions, clock, day of the count. Copied as one text."""

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from spplus_desk.domain.statistics.definitions import CLOCK_WORDS, Definition
from spplus_desk.ui import wording
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.labels import Label
from spplus_desk.ui.widgets.popover import Popover


class DefinitionPopover(Popover):
    def __init__(self, theme: Theme, parent: QWidget, definition: Definition, at: datetime, zone: str) -> None:
        super().__init__(theme, parent, width=420)
        self.setObjectName("definition_popover")
        self.setAccessibleName(self.tr("Définition, {0}").format(definition.name))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        column = QVBoxLayout(self)
        theme.keep_margins(column, 16, 12, 16, 14, spacing=2)
        column.addWidget(Label(theme, definition.name, Role.HEADING, 600, wrap=True))
        column.addWidget(Label(theme, CLOCK_WORDS[definition.clock], Role.META, tone="text-3"))
        computed = self.tr("Calculé sur ce poste {0}.").format(wording.ago(at, at, zone))
        parts = (
            (self.tr("Calcul"), definition.formula),
            (self.tr("Périmètre"), definition.scope),
            (self.tr("Exclusions"), definition.exclusions),
        )
        for name, text in parts:
            column.addSpacing(theme.px(6))
            column.addWidget(Label(theme, name, weight=600))
            column.addWidget(Label(theme, text, tone="text-2", wrap=True, selectable=True))
        column.addSpacing(theme.px(6))
        column.addWidget(Label(theme, computed, Role.META, tone="text-3", wrap=True))
        self.setAccessibleDescription(" ".join(f"{name}\u00a0: {text}" for name, text in parts))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
