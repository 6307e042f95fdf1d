"""The French words of the shelf."""

from datetime import date

from PySide6.QtCore import QCoreApplication

from spplus_desk.domain.templates import Library, TemplateUse
from spplus_desk.services.templates import Shelved
from spplus_desk.ui import wording


def _tr(text: str) -> str:
    return QCoreApplication.translate("Templates", text)


LIBRARIES = {
    Library.NATIONAL: "National",
    Library.NETWORK: "Réseau",
    Library.SITE: "Site",
    Library.PERSONAL: "Personnel",
}


def library_name(library: Library) -> str:
    return _tr(LIBRARIES[library])


def usefulness(use: TemplateUse) -> str:
    """« utile 79 % », or why it is not said."""
    if use.share is None:
        return _tr("trop peu de votes")
    return _tr("utile {share}\u00a0%").format(share=round(100 * use.share))


def votes(use: TemplateUse) -> str:
    """« 41 votes sur 52 »."""
    if use.share is None:
        return _tr("Trop peu de votes ({number}, il en faut 10)").format(number=use.votes)
    return _tr("{useful} votes sur {votes}").format(useful=wording.number(use.useful), votes=wording.number(use.votes))


def used(use: TemplateUse) -> str:
    return _tr("{number} fois en 6\u00a0mois").format(number=wording.number(use.uses))


def version(row: Shelved, today: date) -> str:
    """« 3, du 2 décembre »."""
    changed = row.template.changed_at
    if row.template.version == 0:
        return _tr("en attente d’envoi")
    if changed is None:
        return str(row.template.version)
    day = wording.long_day(changed.date(), today).split(" ", 1)[1]
    return _tr("{number}, du {day}").format(number=row.template.version, day=day)


def scope(row: Shelved) -> str:
    """Who is offered it."""
    match row.library:
        case Library.PERSONAL:
            return _tr("Vous seulement")
        case Library.NATIONAL:
            return row.template.origin
        case Library.NETWORK:
            return row.scope
        case Library.SITE:
            return _tr("{name} et ses structures").format(name=row.scope)


def shelf_line(total: int, own: int) -> str:
    """« 46 modèles, dont 18 du site »."""
    count = wording.count_of(total, "modèle", "modèles")
    return _tr("{count}, dont {own} du site").format(count=count, own=own) if own else count


def row_text(row: Shelved) -> str:
    """The row as a screen reader says it."""
    parts = [row.template.title, library_name(row.library), usefulness(row.use)]
    if row.overdue:
        parts.append(_tr("à relire"))
    return ", ".join(parts)
