"""A reply that came second: shown beside the one that stands, then closed by the agent's choice.

No choice publishes anything. Each leaves the text in the drafts of this desk, with the line of what was decided.
"""

from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime

from spplus_desk.domain.conflicts import Choice, Conflict, text_of
from spplus_desk.domain.errors import Refused
from spplus_desk.domain.text import MAX_BODY
from spplus_desk.store.store import Store

TOO_LONG = (
    "Votre texte est trop long pour un commentaire, qui tient en 10\u00a0000 caractères. Rien n’a été coupé ni envoyé. "
    "Copiez-le, puis transmettez-le autrement."
)


class ConflictService:
    """Nothing here blocks. `command_id` is that of the refused reply; deciding later is doing nothing."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock

    def conflict(self, command_id: str) -> Future[Conflict | None]:
        """None when it is no refused second reply, or when it was decided already."""
        return self._store.conflict(command_id)

    def keep_theirs(self, command_id: str) -> Future[bool]:
        """The other reply stands. False when it was decided already, as for the two others."""
        return self._store.settle_conflict(command_id, Choice.KEEP_THEIRS, self._clock())

    def share(self, command_id: str) -> Future[bool]:
        """The text goes to the author of the other reply, in a comment that the DITP and the structures concerned
        read. Raises Refused: `too_long` (nothing is cut), `not_allowed` (the experience has left)."""
        return self._store.settle_conflict(command_id, Choice.SHARE, self._clock(), comment=_for_colleague)

    def ask_replacement(self, command_id: str) -> Future[bool]:
        """The text goes to the super agent, in such a comment, who is asked to decide. Raises as `share` does."""
        return self._store.settle_conflict(command_id, Choice.ASK_REPLACEMENT, self._clock(), comment=_for_super_agent)


def _for_colleague(conflict: Conflict) -> str:
    whom = f"À l’attention de {conflict.by}. " if conflict.by and not conflict.by_me else ""
    head = f"{whom}Une réponse existait déjà. Voici le texte préparé de mon côté, pour la compléter si vous le voulez."
    return _fitting(head, conflict)


def _for_super_agent(conflict: Conflict) -> str:
    whom = ", ".join(conflict.validators)
    to = f"À l’attention de {whom}, super agent. " if whom else "À l’attention du super agent. "
    which = f"la réponse de {conflict.by}" if conflict.by else "la réponse qui existe"
    head = (
        f"{to}Demande de remplacement\u00a0: {which} pourrait céder la place au texte ci-dessous. À vous de trancher."
    )
    return _fitting(head, conflict)


def _fitting(head: str, conflict: Conflict) -> str:
    body = f"{head}\n\n{text_of(conflict.mine)}"
    if len(body) > MAX_BODY:
        raise Refused(TOO_LONG, code="too_long", detail=conflict.command_id)
    return body
