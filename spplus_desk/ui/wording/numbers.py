"""Numbers and plurals, with U+00A0 and nothing else between digits and words."""

NBSP = "\u00a0"


def number(value: float, decimals: int = 0) -> str:
    """« 1 248 », « 4,2 »."""
    return f"{value:,.{decimals}f}".replace(",", NBSP).replace(".", ",")


def plural(n: int, one: str, many: str) -> str:
    """French: 0 and 1 are singular."""
    return one if abs(n) < 2 else many


def count_of(n: int, one: str, many: str) -> str:
    """« 12 expériences », « 1 expérience »."""
    return f"{number(n)}{NBSP}{plural(n, one, many)}"
