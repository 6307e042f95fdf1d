"""The internal target in the properties: its date, and the question of where it comes from."""

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from spplus_desk.domain.site_settings import SiteRules
from spplus_desk.ui.theme import Theme
from spplus_desk.ui.widgets.buttons import Button
from spplus_desk.ui.widgets.labels import Label
from spplus_desk.ui.wording import calendars


def target_label(rules: SiteRules, *, wide: bool = False) -> str:
    """« Objectif interne (3 j ouvrés) »; in two columns, the target stands beside the date instead."""
    if wide:
        return QCoreApplication.translate("InternalTarget", "Objectif interne")
    name = QCoreApplication.translate("InternalTarget", "Objectif interne ({target})")
    return name.format(target=calendars.target_short(rules.target))


class InternalTarget(QWidget):
    """The date in words, and « Pourquoi cette date ? » below it."""

    def __init__(self, theme: Theme, text: str) -> None:
        super().__init__()
        self.why = Button(theme, self.tr("Pourquoi cette date\u00a0?"), "link", height=24, flush=True)
        self.why.setObjectName("why_date_button")
        self.why.setAccessibleDescription(self.tr("Touche D"))
        self.why.setToolTip(self.tr("Pourquoi cette date\u00a0? (D)"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(2))
        column.addWidget(Label(theme, text, wrap=True, selectable=True))
        column.addWidget(self.why, 0, Qt.AlignmentFlag.AlignLeft)
