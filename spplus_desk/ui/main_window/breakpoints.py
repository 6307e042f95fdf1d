"""What stands beside what at a given width. Pure: widths are divided by the text scale first, so that a window of
1366 px with text at 200 % behaves like one of 683 px."""

from enum import Enum

from spplus_desk.domain.values import Value

RAIL_FOLDED = 56
MINIMUM = (960, 600)


class Properties(Enum):
    """Where the properties of an experience stand."""

    WIDE = "wide"
    SIDE = "side"
    UNDER = "under"


class WindowLayout(Value):
    """Widths in px of the pictures, to be multiplied by the text scale. `single` shows the list or the reading."""

    rail_folded: bool
    rail_width: int
    list_width: int
    single: bool
    properties: Properties


def layout_for(width: int, scale: float, *, writing: bool, fold_wanted: bool | None = None) -> WindowLayout:
    """The layout of a window `width` px wide; `fold_wanted` is the agent's own choice, where there is room for one."""
    effective = width / scale
    if effective >= 1600:
        folded, rail, column, single, properties = False, 232, 440, False, Properties.WIDE
    elif effective >= 1280:
        folded, rail, column, single, properties = writing, 216, 376, False, Properties.SIDE
    elif effective >= 1100:
        folded, rail, column, single, properties = True, 216, 352, False, Properties.UNDER
    else:
        folded, rail, column, single, properties = True, 216, 352, True, Properties.UNDER
    if fold_wanted is not None and not writing:
        # Unfolding is only offered where the rest still fits.
        folded = fold_wanted or effective < 1280
    return WindowLayout(folded, RAIL_FOLDED if folded else rail, column, single, properties)
