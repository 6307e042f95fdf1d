"""Style sheets: one short template per pane in resources/themes, filled from the tokens.

In a template, `@surface-alt` is a colour and `@32px` a length multiplied by the text scale.
Fonts are never set in a sheet: it would lose the weight axis of Inter.
"""

import re

from spplus_desk.domain.resources import resource_path
from spplus_desk.ui.theme.tokens import TOKENS, Shade

_MARK = re.compile(r"@(?:(\d+)px|([a-z][a-z0-9-]*))")


def fill(template: str, *, shade: Shade, scale: float) -> str:
    """The sheet of a template. An unknown token raises KeyError: it is a bug."""

    def value(match: re.Match[str]) -> str:
        if match[1]:
            return f"{round(int(match[1]) * scale)}px"
        return TOKENS[match[2]][shade]

    return _MARK.sub(value, template)


def whole_sheet(*, shade: Shade, scale: float) -> str:
    """All templates, filled, plus one rule per token for labels: `tone` is a property holding a token's name."""
    parts = [path.read_text(encoding="utf-8") for path in sorted(resource_path("themes").glob("*.qss"))]
    parts.extend(f'QLabel[tone="{token}"] {{ color: @{token}; }}' for token in TOKENS)
    return fill("\n".join(parts), shade=shade, scale=scale)
