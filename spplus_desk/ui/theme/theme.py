"""`Theme`: the one object that knows the colours, fonts and icons of the moment, and says when they change."""

from enum import StrEnum

from PySide6.QtCore import QObject, QRect, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QApplication, QLayout, QWidget

from spplus_desk.ui.theme import fonts, sheets
from spplus_desk.ui.theme.fonts import Role
from spplus_desk.ui.theme.icons import IconFont, Icons
from spplus_desk.ui.theme.style import FocusRingStyle
from spplus_desk.ui.theme.tokens import TOKENS, Shade

TEXT_SCALES = (0.9, 1.0, 1.15, 1.3, 1.5, 2.0)
"""« Taille du texte » : the choices offered."""

_PALETTE = {
    QPalette.ColorRole.Window: "canvas",
    QPalette.ColorRole.Base: "surface",
    QPalette.ColorRole.AlternateBase: "surface-alt",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.PlaceholderText: "text-3",
    QPalette.ColorRole.Button: "surface",
    QPalette.ColorRole.Highlight: "selected",
    QPalette.ColorRole.HighlightedText: "text",
    QPalette.ColorRole.Link: "link",
    QPalette.ColorRole.Mid: "border",
    QPalette.ColorRole.Dark: "border-strong",
    QPalette.ColorRole.Accent: "primary",
    QPalette.ColorRole.ToolTipBase: "surface",
    QPalette.ColorRole.ToolTipText: "text",
}


class Mode(StrEnum):
    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"
    """Black, white and yellow: 7:1 for every text."""


class Theme(QObject):
    """Colours, fonts and icons. Widgets read it when they paint, and listen to `changed` for what they keep."""

    changed = Signal()

    def __init__(self, app: QApplication, mode: Mode = Mode.SYSTEM, text_scale: float = 1.0) -> None:
        super().__init__(app)
        self._app = app
        self._mode = mode
        fonts.load_inter()
        self._system_scale = fonts.system_scale()
        self._text_scale = text_scale
        self._icon_font = IconFont()
        self._fonts: dict[tuple[Role, int, bool, float], QFont] = {}
        self._style = FocusRingStyle(self)
        app.setStyle(self._style)
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._system_scheme_changed)
        hints.accessibility().contrastPreferenceChanged.connect(self._system_scheme_changed)
        self._apply()

    # What is chosen

    @property
    def mode(self) -> Mode:
        return self._mode

    def set_mode(self, mode: Mode) -> None:
        if mode is not self._mode:
            self._mode = mode
            self._apply()

    @property
    def text_scale(self) -> float:
        return self._text_scale

    def set_text_scale(self, text_scale: float) -> None:
        """`text_scale` as a ratio: 1.5 is 150 %."""
        if text_scale != self._text_scale:
            self._text_scale = text_scale
            self._apply()

    @property
    def shade(self) -> Shade:
        """Which column of the colours is shown. « As the system » follows its high contrast, where Qt is told of it."""
        if self._mode is not Mode.SYSTEM:
            return {Mode.LIGHT: Shade.LIGHT, Mode.DARK: Shade.DARK}.get(self._mode, Shade.CONTRAST)
        hints = QGuiApplication.styleHints()
        if hints.accessibility().contrastPreference() is Qt.ContrastPreference.HighContrast:
            return Shade.CONTRAST
        return Shade.DARK if hints.colorScheme() is Qt.ColorScheme.Dark else Shade.LIGHT

    @property
    def dark(self) -> bool:
        """True where text is light on a dark ground."""
        return self.shade is not Shade.LIGHT

    @property
    def scale(self) -> float:
        """System text size x our own: what widths are divided by for breakpoints, and heights multiplied by."""
        return self._system_scale * self._text_scale

    # What widgets read

    def color(self, token: str) -> QColor:
        return QColor(TOKENS[token][self.shade])

    def px(self, length: float) -> int:
        """A length of the pictures, in px, at the present text scale."""
        return round(length * self.scale)

    def font(self, role: Role, weight: int = 400, *, tabular: bool = False) -> QFont:
        """Made once: the fonts that the painters ask for at each row share what Qt found out about them."""
        key = (role, weight, tabular, fonts.dpi())
        if key not in self._fonts:
            self._fonts[key] = fonts.make(role, weight, self.scale, tabular=tabular)
        return QFont(self._fonts[key])

    def line_height(self, role: Role) -> int:
        return self.px(role.line)

    def icon(self, name: str, token: str, side: int) -> QPixmap:
        """A square pixmap of `side` px; ask again when `changed` is emitted."""
        return self._icons.pixmap(name, self.color(token), side)

    def paint_icon(self, painter: QPainter, rect: QRect, name: str, token: str) -> None:
        self._icons.paint(painter, rect, name, self.color(token))

    def keep_font(self, widget: QWidget, role: Role, weight: int = 400, *, tabular: bool = False) -> None:
        """Give `widget` that font now and at each change of the text size."""

        _FontKeeper(self, widget, role, weight, tabular)

    def keep_height(self, widget: QWidget, height: int) -> None:
        """Give `widget` that fixed height, in px of the pictures, now and at each change of the text size."""
        _HeightKeeper(self, widget, height)

    def keep_margins(self, layout: QLayout, left: int, top: int, right: int, bottom: int, spacing: int = -1) -> None:
        """Give `layout` those margins (and spacing), in px of the pictures, now and at each change of the text size."""
        _MarginsKeeper(self, layout, (left, top, right, bottom), spacing)

    # Applying

    def _system_scheme_changed(self) -> None:
        if self._mode is Mode.SYSTEM:
            self._apply()

    def _apply(self) -> None:
        self._icons = Icons(self._icon_font)
        self._fonts.clear()
        palette = QPalette()
        for role, token in _PALETTE.items():
            palette.setColor(role, self.color(token))
        for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.color("text-3"))
        self._app.setPalette(palette)
        self._app.setFont(self.font(Role.UI))
        self._app.setStyleSheet(sheets.whole_sheet(shade=self.shade, scale=self.scale))
        self.changed.emit()


class _FontKeeper(QObject):
    """Lives and dies with its widget, so that a theme change never reaches a dead one."""

    def __init__(self, theme: Theme, widget: QWidget, role: Role, weight: int, tabular: bool) -> None:
        super().__init__(widget)
        self._theme, self._widget = theme, widget
        self._role, self._weight, self._tabular = role, weight, tabular
        self.give()
        theme.changed.connect(self.give)

    def give(self) -> None:
        self._widget.setFont(self._theme.font(self._role, self._weight, tabular=self._tabular))


class _HeightKeeper(QObject):
    def __init__(self, theme: Theme, widget: QWidget, height: int) -> None:
        super().__init__(widget)
        self._theme, self._widget, self._height = theme, widget, height
        self.give()
        theme.changed.connect(self.give)

    def give(self) -> None:
        self._widget.setFixedHeight(self._theme.px(self._height))


class _MarginsKeeper(QObject):
    def __init__(self, theme: Theme, layout: QLayout, margins: tuple[int, int, int, int], spacing: int) -> None:
        super().__init__(layout)
        self._theme, self._layout, self._margins, self._spacing = theme, layout, margins, spacing
        self.give()
        theme.changed.connect(self.give)

    def give(self) -> None:
        self._layout.setContentsMargins(*(self._theme.px(margin) for margin in self._margins))
        if self._spacing >= 0:
            self._layout.setSpacing(self._theme.px(self._spacing))
