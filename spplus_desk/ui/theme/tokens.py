"""The one table of colours: light, dark and high-contrast value. No hex value stands anywhere else in the program.

Meaning: red is late or refused and nothing else; plum is an unhappy citizen; `primary` is the only accent.
Which pairs stand on each other, and what each needs, is in tools/contrast.py; a test computes them.
"""

from collections.abc import Mapping
from enum import IntEnum
from types import MappingProxyType


class Shade(IntEnum):
    """The columns of the table."""

    LIGHT = 0
    DARK = 1
    CONTRAST = 2


_TABLE: dict[str, tuple[str, str, str]] = {
    "canvas": ("#F3F3F7", "#131316", "#000000"),
    "surface": ("#FFFFFF", "#1B1B20", "#000000"),
    "surface-alt": ("#F9F9FC", "#212127", "#0D0D0D"),
    "hover": ("#EFEFF5", "#27272F", "#262626"),
    "selected": ("#E6E6FA", "#2B2B4D", "#003366"),
    "border": ("#DCDCE5", "#36363F", "#8C8C8C"),
    "border-strong": ("#83838F", "#7C7C8B", "#FFFFFF"),
    "text": ("#18181D", "#EDEDF2", "#FFFFFF"),
    "text-2": ("#45454F", "#C4C4CE", "#F5F5F5"),
    "text-3": ("#5E5E6A", "#A3A3B0", "#E6E6E6"),
    "primary": ("#000091", "#8585F6", "#FFE14D"),
    "primary-hover": ("#1D1DA6", "#9C9CF9", "#FFF0A6"),
    "primary-press": ("#00006B", "#7474EC", "#E6C200"),
    "on-primary": ("#FFFFFF", "#0B0B24", "#000000"),
    "link": ("#000091", "#A9A9FA", "#FFEE8C"),
    "focus": ("#0A76F6", "#6FA8FF", "#4DE1FF"),
    "success": ("#18703A", "#74D394", "#8CFFB0"),
    "success-bg": ("#E5F4EA", "#16301F", "#00240D"),
    "success-bd": ("#9CCFAE", "#2F6343", "#8CFFB0"),
    "info": ("#0B57B0", "#8FBBFF", "#A6DBFF"),
    "info-bg": ("#E8F1FD", "#16273F", "#001F38"),
    "info-bd": ("#A6C8F2", "#30527F", "#A6DBFF"),
    "warning": ("#8F4100", "#F3AC6C", "#FFCF80"),
    "warning-bg": ("#FFF2E2", "#37240F", "#2B1800"),
    "warning-bd": ("#E9BE8C", "#6F4A22", "#FFCF80"),
    "error": ("#B50B06", "#FF938E", "#FFB3B0"),
    "error-bg": ("#FDECEB", "#3B1919", "#330000"),
    "error-bd": ("#EFB0AC", "#7C3633", "#FFB3B0"),
    "sent-neg": ("#84325F", "#E3A0C4", "#FFC2E8"),
    "mark-bg": ("#FFE699", "#5C4A00", "#FFE14D"),
    "mark-fg": ("#18181D", "#FFF1BD", "#000000"),
    "blank-bg": ("#DFDFFC", "#33336B", "#3D3D00"),
    "blank-fg": ("#000091", "#CFCFFF", "#FFFF99"),
    "diff-a": ("#DCEBFF", "#1B3557", "#003366"),
    "diff-b": ("#FFEBC7", "#49330C", "#4D2E00"),
    "chart-1": ("#4A4AC4", "#8585F6", "#FFE14D"),
    "chart-2": ("#7F7FC6", "#7272B8", "#A6DBFF"),
    "chart-late": ("#B4501A", "#E08B4A", "#FF9E66"),
}

TOKENS: Mapping[str, tuple[str, str, str]] = MappingProxyType(_TABLE)
"""Token name to its value in each shade, as `#RRGGBB`."""
