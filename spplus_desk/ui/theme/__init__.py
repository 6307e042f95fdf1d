"""How everything looks: colours (tokens), fonts, icons, focus ring, sheets. `Theme` is what panes get."""

from spplus_desk.ui.theme.fonts import Role
from spplus_desk.ui.theme.theme import Mode, Theme

__all__ = ["Mode", "Role", "Theme"]
