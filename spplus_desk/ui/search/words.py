"""The search page in French: filters, hints, places, numbers."""

from PySide6.QtCore import QCoreApplication

from spplus_desk.domain.inbox import InboxRow
from spplus_desk.domain.query import DATES, NAMES, Field, Filter, Place
from spplus_desk.domain.query_reading import Hint, HintKind
from spplus_desk.domain.query_values import names_of, value_name
from spplus_desk.domain.search import Hit, SearchOrder
from spplus_desk.ui import wording

_NBSP = "\u00a0"
_MONTHS = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")


def _tr(text: str) -> str:
    return QCoreApplication.translate("search", text)


def operator(field: Field) -> str:
    """« canal : », as it is typed."""
    return f"{NAMES[field]}{_NBSP}:"


def filter_text(wanted: Filter) -> str:
    """« canal : accueil », « depuis : 1er oct. 2027 », « sauf canal : accueil »."""
    value = _date(wanted) if wanted.field in DATES else value_name(wanted.field, wanted.value)
    text = f"{operator(wanted.field)} {value}"
    return _tr("sauf {filter}").format(filter=text) if wanted.excluded else text


def _date(wanted: Filter) -> str:
    day = wanted.day
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number} {_MONTHS[day.month - 1]} {day.year}"


def hint_text(hint: Hint) -> str:
    """What was not understood, and what is."""
    name = operator(hint.field)
    if hint.kind is HintKind.MISSING_VALUE:
        return _tr("«\u00a0{name}\u00a0» attend {what}.").format(name=name, what=_expected(hint.field))
    return _tr("«\u00a0{text}\u00a0» est cherché comme un mot. «\u00a0{name}\u00a0» attend {what}.").format(
        text=hint.text, name=name, what=_expected(hint.field)
    )


def _expected(field: Field) -> str:
    if field in DATES:
        return _tr("une date (12/03/2027, mars 2027, hier)")
    names = names_of(field)
    if names:
        return _tr("{first} ou {last}").format(first=", ".join(names[:-1][:3]), last=names[-1] if len(names) <= 4
                                               else names[3])  # fmt: skip
    return {
        Field.PROCEDURE: _tr("un mot de la démarche"),
        Field.STRUCTURE: _tr("un mot du nom de la structure"),
        Field.PSEUDONYM: _tr("un pseudonyme"),
    }[field]


def place_text(hit: Hit) -> str:
    """« dans le témoignage », « dans votre réponse »; nothing where no word was asked for."""
    match hit.place:
        case Place.TITLE:
            return _tr("dans le titre")
        case Place.TESTIMONY:
            return _tr("dans le témoignage")
        case Place.REPLY:
            return _tr("dans votre réponse") if hit.own else _tr("dans une réponse")
        case Place.COMMENT:
            return _tr("dans un commentaire interne")
        case Place.PSEUDONYM:
            return _tr("dans le pseudonyme")
    return ""


def order_text(order: SearchOrder) -> str:
    return _tr("les plus récents d’abord") if order is SearchOrder.NEWEST else _tr("les plus proches d’abord")


def count_text(total: int) -> str:
    """« 23 résultats », « Aucun résultat »."""
    return wording.count_of(total, "résultat", "résultats") if total else _tr("Aucun résultat")


def row_text(hit: Hit, status: str, published: str) -> str:
    """What a screen reader says of a result."""
    row: InboxRow = hit.row
    return ", ".join(part for part in (row.title, status, row.pseudonym, published, place_text(hit)) if part)
