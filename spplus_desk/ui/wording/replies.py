"""What is told of a published reply: votes, the author's word, the change that it announced."""

from datetime import date

from spplus_desk.domain.experience import Reply, ServiceChange
from spplus_desk.domain.outbox import SendItem
from spplus_desk.domain.service_changes import is_late
from spplus_desk.domain.vocabulary import ChangeState
from spplus_desk.ui.wording.dates import long_day
from spplus_desk.ui.wording.numbers import number

NBSP = "\u00a0"


def change_head(change: ServiceChange, today: date) -> str:
    """« Changement prévu pour le lundi 15 janvier, en retard »."""
    done = change.state is ChangeState.DONE
    head = "Changement fait" if done else "Changement prévu"
    if change.on is not None:
        day = long_day(change.on, today)
        head += f" le {day}" if done else f" pour le {day}"
        if change.on.year != today.year and str(change.on.year) not in day:
            head += f" {change.on.year}"
    return f"{head}, en retard" if is_late(change, today) else head


def change_line(change: ServiceChange, today: date) -> str:
    return f"{change_head(change, today)}{NBSP}: {change.text}"


def votes_line(useful: int | None, not_useful: int | None) -> str:
    """Empty where the platform told nothing."""
    if useful is None and not_useful is None:
        return ""
    good = useful or 0
    votes = good + (not_useful or 0)
    if not votes:
        return "Aucun vote"
    return f"Utile pour {number(good)} vote{'s' if good > 1 else ''} sur {number(votes)}"


def after_publication(of: Reply | SendItem, today: date) -> tuple[str, ...]:
    """Votes, the author's evaluation, the change: a line each, those that there are."""
    author = f"L’auteur{NBSP}: {of.evaluation}" if of.evaluation else ""
    change = change_line(of.change, today) if of.change is not None else ""
    return tuple(line for line in (votes_line(of.useful, of.not_useful), author, change) if line)
