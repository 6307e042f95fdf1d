"""What stands beside what, at each width."""

import pytest

from spplus_desk.ui.main_window.breakpoints import Properties, WindowLayout, layout_for


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (1920, WindowLayout(False, 232, 440, False, Properties.WIDE)),
        (1600, WindowLayout(False, 232, 440, False, Properties.WIDE)),
        (1599, WindowLayout(False, 216, 376, False, Properties.SIDE)),
        (1280, WindowLayout(False, 216, 376, False, Properties.SIDE)),
        (1279, WindowLayout(True, 56, 352, False, Properties.UNDER)),
        (1100, WindowLayout(True, 56, 352, False, Properties.UNDER)),
        (1099, WindowLayout(True, 56, 352, True, Properties.UNDER)),
        (960, WindowLayout(True, 56, 352, True, Properties.UNDER)),
    ],
)
def test_reading(width: int, expected: WindowLayout) -> None:
    assert layout_for(width, 1.0, writing=False) == expected


def test_large_text_counts_as_a_narrow_window() -> None:
    assert layout_for(1366, 2.0, writing=False).single
    assert layout_for(1366, 1.15, writing=False) == layout_for(1187, 1.0, writing=False)


def test_the_rail_folds_to_write_where_room_is_short() -> None:
    assert layout_for(1366, 1.0, writing=True).rail_folded
    assert not layout_for(1600, 1.0, writing=True).rail_folded


def test_the_agent_may_fold_the_rail_and_unfolds_it_only_where_it_fits() -> None:
    assert layout_for(1366, 1.0, writing=False, fold_wanted=True).rail_width == 56
    assert not layout_for(1366, 1.0, writing=False, fold_wanted=False).rail_folded
    assert layout_for(1200, 1.0, writing=False, fold_wanted=False).rail_folded
