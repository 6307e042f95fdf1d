"""The first import of PySide, without the hook that it leaves on all later ones."""

import builtins


def import_qt() -> None:
    """Call it before anything imports PySide; afterwards it does nothing.

    PySide replaces Python's `import` for its `__feature__` switch, which this program never uses. From then on it reads
    and splits the source of each module that is imported: measured, 50 ms of the 620 of a start.
    """
    plain = builtins.__import__
    import PySide6.QtCore  # noqa: F401

    builtins.__import__ = plain
