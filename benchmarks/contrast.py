"""Not a time: the contrast of each theme, text and marks apart, computed from the colours of the program."""

from benchmarks.table import Figure, Row
from spplus_desk.ui.theme.tokens import Shade
from tools.contrast import PAIRS, lowest

_IDS = {Shade.LIGHT: "k1", Shade.DARK: "k2", Shade.CONTRAST: "k3"}


def run() -> list[Row]:
    return [_row(shade) for shade in Shade]


def _row(shade: Shade) -> Row:
    text, mark = lowest(shade, text=True), lowest(shade, text=False)
    failing = [f"{pair.front} on {pair.ground}" for pair in PAIRS if not pair.holds(shade)]
    ratio = text.ratio(shade)
    named = f": {', '.join(failing)}" if failing else ""
    detail = (
        f"{len(PAIRS)} pairs, {len(failing)} below their need{named}; lowest text "
        f"{text.front} on {text.ground} {ratio:.2f} (needs {text.needed(shade):g}), lowest mark {mark.front} on "
        f"{mark.ground} {mark.ratio(shade):.2f} (needs {mark.needed(shade):g}); the table is in docs/accessibility.md"
    )
    name = {Shade.LIGHT: "light", Shade.DARK: "dark", Shade.CONTRAST: "high-contrast"}[shade]
    figure = Figure(ratio, ratio, ratio, ": 1")
    goal = f"≥ {text.needed(shade):g} : 1"
    return Row(_IDS[shade], f"lowest contrast of text, {name} theme", figure, None, None, goal, not failing, detail)
