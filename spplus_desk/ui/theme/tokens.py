"""The one table of colours: light value, dark value. No hex value stands anywhere else in the program.

Meaning: red is late or refused and nothing else; plum is an unhappy citizen; `primary` is the only accent.
The measured contrasts are kept true by tests/ui/test_contrast.py.
"""

from collections.abc import Mapping
from types import MappingProxyType

_TABLE: dict[str, tuple[str, str]] = {
    "canvas": ("#F3F3F7", "#131316"),
    "surface": ("#FFFFFF", "#1B1B20"),
    "surface-alt": ("#F9F9FC", "#212127"),
    "hover": ("#EFEFF5", "#27272F"),
    "selected": ("#E6E6FA", "#2B2B4D"),
    "border": ("#DCDCE5", "#36363F"),
    "border-strong": ("#83838F", "#7C7C8B"),
    "text": ("#18181D", "#EDEDF2"),
    "text-2": ("#45454F", "#C4C4CE"),
    "text-3": ("#5E5E6A", "#A3A3B0"),
    "primary": ("#000091", "#8585F6"),
    "primary-hover": ("#1D1DA6", "#9C9CF9"),
    "primary-press": ("#00006B", "#7474EC"),
    "on-primary": ("#FFFFFF", "#0B0B24"),
    "link": ("#000091", "#A9A9FA"),
    "focus": ("#0A76F6", "#6FA8FF"),
    "success": ("#18703A", "#74D394"),
    "success-bg": ("#E5F4EA", "#16301F"),
    "success-bd": ("#9CCFAE", "#2F6343"),
    "info": ("#0B57B0", "#8FBBFF"),
    "info-bg": ("#E8F1FD", "#16273F"),
    "info-bd": ("#A6C8F2", "#30527F"),
    "warning": ("#8F4100", "#F3AC6C"),
    "warning-bg": ("#FFF2E2", "#37240F"),
    "warning-bd": ("#E9BE8C", "#6F4A22"),
    "error": ("#B50B06", "#FF938E"),
    "error-bg": ("#FDECEB", "#3B1919"),
    "error-bd": ("#EFB0AC", "#7C3633"),
    "sent-neg": ("#84325F", "#E3A0C4"),
    "mark-bg": ("#FFE699", "#5C4A00"),
    "mark-fg": ("#18181D", "#FFF1BD"),
    "blank-bg": ("#DFDFFC", "#33336B"),
    "blank-fg": ("#000091", "#CFCFFF"),
    "diff-a": ("#DCEBFF", "#1B3557"),
    "diff-b": ("#FFEBC7", "#49330C"),
    "chart-1": ("#4A4AC4", "#8585F6"),
    "chart-2": ("#7F7FC6", "#7272B8"),
    "chart-late": ("#B4501A", "#E08B4A"),
}

TOKENS: Mapping[str, tuple[str, str]] = MappingProxyType(_TABLE)
"""Token name to (light, dark), as `#RRGGBB`."""
