"""How an agent wants to write; kept in their preferences, read anew at each use."""

from spplus_desk.domain.values import Value


class Habits(Value):
    """`read_back`: the reply is shown once more before it leaves."""

    typography: bool = True
    spelling: bool = True
    read_back: bool = False
