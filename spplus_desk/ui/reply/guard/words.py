"""What the guard says: the name of each datum, with its article, and what stands in its place once it is masked."""

from PySide6.QtCore import QCoreApplication

from spplus_desk.domain.privacy import Kind
from spplus_desk.domain.review import Point, PointKind
from spplus_desk.ui.wording.personal import DATA


def _tr(text: str) -> str:
    return QCoreApplication.translate("Guard", text)


SERVICE = frozenset({Kind.PHONE, Kind.ADDRESS, Kind.EMAIL})
"""What a service publishes about itself: these may be the site's own."""


def title(count: int) -> str:
    if count == 1:
        return _tr("1 point à vérifier avant l’envoi")
    return _tr("{n} points à vérifier avant l’envoi").format(n=count)


def advice_title(count: int) -> str:
    return _tr("1 conseil") if count == 1 else _tr("{n} conseils").format(n=count)


def heading(points: tuple[Point, ...]) -> str:
    """« 3 points à vérifier avant l’envoi, 1 conseil »: what must be answered, then what may be looked at."""
    musts = sum(p.kind.blocks for p in points)
    rest = len(points) - musts
    parts = [title(musts)] if musts else []
    if rest:
        parts.append(advice_title(rest))
    return ", ".join(parts)


def described(count: int) -> str:
    return _tr("1 point") if count == 1 else _tr("{n} points").format(n=count)


def what(point: Point) -> str:
    match point.kind:
        case PointKind.BLANK:
            return _tr("Un blanc à remplir")
        case PointKind.VARIABLE:
            return _tr("Une variable vide")
        case PointKind.ADVICE:
            return _tr("Conseil")
        case _:
            assert point.datum is not None
            named = _tr(DATA[point.datum].title)
            return _tr("{what}, à regarder").format(what=named) if point.kind is PointKind.DOUBT else named


def why(point: Point, shown: str) -> str:
    """`shown` is the datum as it stands in the text: it is on the agent's own screen, and in no log."""
    if point.kind in (PointKind.BLANK, PointKind.VARIABLE):
        return point.words or _tr("sans nom")
    if point.datum is Kind.PHONE:
        return _tr("{number} ne figure pas parmi ceux de votre site").format(number=shown)
    if point.datum is None:
        return point.words
    reason = _without_title(point.words.rstrip("."), _tr(DATA[point.datum].title))
    return _tr("{reason}, lisible par tous").format(reason=reason) if reason else _tr("lisible par tous")


def _without_title(reason: str, title: str) -> str:
    """The reason without the words that the title has said already (« Numéro de sécurité sociale, clé exacte »)."""
    rest = reason.removeprefix(title).lstrip(", ")
    return rest[:1].lower() + rest[1:] if rest[1:2].islower() else rest


def icon(point: Point) -> str:
    match point.kind:
        case PointKind.BLANK | PointKind.VARIABLE:
            return "edit-box-line"
        case PointKind.ADVICE:
            return "lightbulb-line"
        case _:
            assert point.datum is not None
            return DATA[point.datum].icon


def remaining(points: tuple[Point, ...]) -> str:
    """What « Envoyer » says when it cannot yet: how many, and where the focus went."""
    first = points[0]
    where = what(first).lower() if first.datum is None else what(first)[:1].lower() + what(first)[1:]
    if len(points) == 1:
        return _tr("Il reste 1 point à vérifier avant l’envoi\u00a0: {first}.").format(first=where)
    return _tr("Il reste {n} points à vérifier avant l’envoi. Le premier\u00a0: {first}.").format(
        n=len(points), first=where
    )
