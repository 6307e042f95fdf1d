"""Structures are named by label in the exports; one cell may hold several."""

from collections.abc import Callable


def split_labels(cell: str, known: Callable[[str], bool]) -> tuple[str, ...]:
    """The labels of a cell that may name several structures, apart by `|` or by a comma.

    A name may itself hold a comma: the longest known name is taken first, and what is not known stays whole unless a
    known name stands beside it.
    """
    cell = cell.strip()
    if not cell:
        return ()
    if "|" in cell:
        return tuple(part.strip() for part in cell.split("|") if part.strip())
    if "," not in cell or known(cell):
        return (cell,)
    parts = cell.split(",")
    labels: list[str] = []
    unknown: list[str] = []
    at = 0
    while at < len(parts):
        end = _longest_known(parts, at, known)
        if end is None:
            unknown.append(parts[at])
            at += 1
            continue
        labels.extend(_joined(unknown))
        unknown = []
        labels.extend(_joined(parts[at:end]))
        at = end
    if not labels:
        return (cell,)
    labels.extend(_joined(unknown))
    return tuple(labels)


def _longest_known(parts: list[str], start: int, known: Callable[[str], bool]) -> int | None:
    for end in range(len(parts), start, -1):
        if known(",".join(parts[start:end]).strip()):
            return end
    return None


def _joined(parts: list[str]) -> list[str]:
    label = ",".join(parts).strip()
    return [label] if label else []
