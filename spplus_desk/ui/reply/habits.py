"""How an agent wants to write; kept in their preferences, read anew at each use."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Habits:
    """`read_back`: the reply is shown once more before it leaves."""

    typography: bool = True
    spelling: bool = True
    read_back: bool = False
