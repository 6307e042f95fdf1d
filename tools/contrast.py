"""Contrast of the three themes, computed from the tokens; `python -m tools.contrast` writes the table of the docs.

WCAG 2.1: text needs 4.5 to 1, what is no text but carries meaning 3 to 1. In the high-contrast theme: 7 and 4.5.
"""

from dataclasses import dataclass
from pathlib import Path

from spplus_desk.ui.theme.tokens import TOKENS, Shade

PAGE = Path(__file__).parents[1] / "docs" / "accessibility.md"
BEGIN, END = "<!-- contrast -->\n", "<!-- end of contrast -->\n"
_TEXT, _HIGH_TEXT, _HIGH_MARK = 4.5, 7.0, 4.5
_NEEDS = (
    ("text", 4.5, "surface canvas selected hover surface-alt info-bg warning-bg error-bg success-bg diff-a diff-b"),
    ("text-2", 4.5, "surface canvas selected hover info-bg warning-bg error-bg success-bg"),
    ("text-3", 4.5, "surface canvas selected hover surface-alt warning-bg info-bg error-bg"),
    ("on-primary", 4.5, "primary primary-hover primary-press"),
    ("link", 4.5, "surface canvas selected hover surface-alt info-bg warning-bg error-bg"),
    ("primary", 3.0, "surface canvas selected"),
    ("focus", 3.0, "surface canvas selected surface-alt"),
    ("border-strong", 3.0, "surface canvas surface-alt"),
    ("success", 4.5, "surface success-bg selected hover surface-alt canvas"),
    ("info", 4.5, "surface info-bg canvas surface-alt"),
    ("warning", 4.5, "surface warning-bg canvas selected surface-alt"),
    ("error", 4.5, "surface error-bg canvas selected surface-alt"),
    ("sent-neg", 4.5, "surface selected canvas hover surface-alt"),
    ("mark-fg", 4.5, "mark-bg"),
    ("blank-fg", 4.5, "blank-bg"),
    ("chart-1", 3.0, "surface"),
    ("chart-2", 3.0, "surface"),
    ("chart-late", 3.0, "surface"),
)
"""Token, what it needs in the light and the dark theme, the grounds on which it stands."""


@dataclass(frozen=True, slots=True)
class Pair:
    front: str
    ground: str
    need: float

    def needed(self, shade: Shade) -> float:
        if shade is not Shade.CONTRAST:
            return self.need
        return _HIGH_TEXT if self.need == _TEXT else _HIGH_MARK

    def ratio(self, shade: Shade) -> float:
        """(lighter + 0.05) / (darker + 0.05), as WCAG 2.1 defines it."""
        first, second = (_luminance(TOKENS[token][shade]) for token in (self.front, self.ground))
        return (max(first, second) + 0.05) / (min(first, second) + 0.05)

    def holds(self, shade: Shade) -> bool:
        return self.ratio(shade) >= self.needed(shade)


PAIRS = tuple(Pair(front, ground, need) for front, need, grounds in _NEEDS for ground in grounds.split())


def _luminance(colour: str) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)

    red, green, blue = (linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def lowest(shade: Shade, *, text: bool) -> Pair:
    """The pair that has the least to spare, among texts or among marks."""
    among = [pair for pair in PAIRS if (pair.need == _TEXT) is text]
    return min(among, key=lambda pair: pair.ratio(shade) / pair.needed(shade))


def table() -> str:
    """The table as Markdown: every pair, what it needs, what it has in each theme."""
    lines = ["| text or mark | on | needs | light | dark | high contrast |\n| --- | --- | --- | --- | --- | --- |\n"]
    for pair in PAIRS:
        needs = f"{pair.need:g} (high contrast {pair.needed(Shade.CONTRAST):g})"
        ratios = " | ".join(f"{pair.ratio(shade):.2f}" for shade in Shade)
        lines.append(f"| {pair.front} | {pair.ground} | {needs} | {ratios} |\n")
    return "".join(lines)


def rewritten(text: str) -> str:
    """The page with its table as it must be."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{table()}\n{END}{after}"


if __name__ == "__main__":
    PAGE.write_text(rewritten(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
