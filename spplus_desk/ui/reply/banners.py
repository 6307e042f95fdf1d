"""The messages that stay above the sheet until they are no longer true."""

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from spplus_desk.ui.theme import Theme
from spplus_desk.ui.widgets.banner import Banner, BannerKind
from spplus_desk.ui.widgets.buttons import HALO


class BannerArea(QWidget):
    """At most one banner for each `name`."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: dict[str, Banner] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(HALO, 0, HALO, 0)  # its edges are those of the sheet
        self._column.setSpacing(8)
        self.hide()

    def put(
        self,
        name: str,
        kind: BannerKind,
        strong: str,
        plain: str = "",
        *,
        icon: str = "",
        action: str = "",
        act: Callable[[], None] | None = None,
    ) -> bool:
        """Show that banner, with one action where it has one; True when it was not there yet."""
        banner = self._shown.get(name)
        if banner is not None:
            banner.show_text(strong, plain)
            return False
        banner = Banner(self._theme, kind, strong, plain, icon=icon, action=action)
        if act is not None:
            banner.acted.connect(act)
        banner.setObjectName(f"banner_{name}")
        self._shown[name] = banner
        self._column.addWidget(banner)
        self.show()
        return True

    def drop(self, name: str) -> bool:
        """Take that banner away; True when it was there."""
        banner = self._shown.pop(name, None)
        if banner is None:
            return False
        self._column.removeWidget(banner)
        banner.hide()
        banner.setObjectName("")  # gone for who looks by name, before Qt deletes it
        banner.deleteLater()
        self.setVisible(bool(self._shown))
        return True

    def clear(self) -> None:
        for name in list(self._shown):
            self.drop(name)
