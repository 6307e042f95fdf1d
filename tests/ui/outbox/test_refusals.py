"""Each kind of refused action ends in Envois in one plain line, and blocks nothing."""

import itertools
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt

from spplus_desk.domain.commands import Command, CommandKind, CommandResult, Outcome, Payload
from spplus_desk.domain.errors import REFUSALS
from spplus_desk.domain.experience_payloads import (
    AddComment,
    Claim,
    Release,
    SetChannels,
    SetImprovement,
    SetTags,
    SubmitReply,
    Transfer,
)
from spplus_desk.domain.outbox import SendItem, SendState
from spplus_desk.domain.sync_status import SyncPhase
from spplus_desk.domain.values import replace
from spplus_desk.domain.vocabulary import Entity
from spplus_desk.store.pages import PulledChange
from spplus_desk.ui.outbox import refusals
from spplus_desk.ui.outbox.words import Action, action, explanation, happening
from tests.helpers.typography import faults
from tests.ui.outbox.conftest import Sends
from tests.ui.reply.world import CIGALE, SITE

NOW = datetime(2027, 12, 16, 9, 12, tzinfo=UTC)
ALL = [pytest.param(kind, code, id=f"{kind}-{code}") for kind, code in itertools.product(CommandKind, REFUSALS)]


def item(kind: CommandKind | None, code: str) -> SendItem:
    return SendItem(
        key="command:1",
        state=SendState.WAITING,
        slot_id="E1:S",
        title="Titre",
        pseudonym="Zaza",
        at=NOW,
        parked=True,
        kind=kind,
        code=code,
        reason=REFUSALS.get(code, ""),
    )


@pytest.mark.parametrize(("kind", "code"), ALL)
def test_every_kind_and_every_refusal_has_its_words(kind: CommandKind, code: str) -> None:
    one = item(kind, code)
    row, said = happening(one, NOW, SyncPhase.SYNCED), explanation(one, NOW, SyncPhase.SYNCED)
    assert row.first == "Mise de côté" and row.second and said is not None
    texts = (row.second, said.strong, said.plain, refusals.in_one_line(one))
    assert [text for text in texts if faults(text)] == []
    if kind not in (CommandKind.SUBMIT_REPLY, CommandKind.ADD_COMMENT):
        assert "réponse est mise de côté" not in said.strong
    if kind not in (CommandKind.SUBMIT_REPLY, CommandKind.ADD_COMMENT, CommandKind.TRANSFER):
        assert "texte est gardé" not in said.plain
    if kind is not CommandKind.SUBMIT_REPLY and code in ("stale", "not_allowed", "already_answered", "not_a_child"):
        assert "Votre texte est gardé" not in said.plain


def test_a_refusal_of_a_later_central_is_still_told() -> None:
    for kind in CommandKind:
        said = explanation(item(kind, "of_tomorrow"), NOW, SyncPhase.SYNCED)
        assert said is not None and said.strong and said.plain


def test_only_a_second_reply_is_compared() -> None:
    assert action(item(CommandKind.SUBMIT_REPLY, "already_answered"), NOW) is Action.COMPARE
    assert action(item(CommandKind.TRANSFER, "already_answered"), NOW) is Action.WHY
    assert action(item(CommandKind.SUBMIT_REPLY, "stale"), NOW) is Action.WHY


_REFUSED: tuple[tuple[Payload, str, str, str], ...] = (
    (SetTags(structure_id=SITE, business_tags=("caf",)), "stale", "Étiquettes : expérience modifiée", "Vos étiquettes"),
    (SetChannels(structure_id=SITE, channels=("Accueil",)), "stale", "Canaux : expérience modifiée", "Vos canaux"),
    (SetImprovement(structure_id=SITE, improvement=True), "stale", "Amélioration : expérience", "« Amélioration à"),
    (Claim(structure_id=SITE), "not_allowed", "Prise en charge : accès retiré", "Votre prise en charge"),
    (Release(structure_id=SITE), "not_allowed", "Prise en charge : accès retiré", "Votre prise en charge"),
    (
        Transfer(structure_id=SITE, to_structure_id="X", reason="Dossier suivi là-bas."),
        "already_answered",
        "Transfert : réponse déjà publiée",
        "Le transfert n’a pas eu lieu.",
    ),
    (AddComment(structure_id=SITE, body="Vu."), "not_allowed", "Commentaire : accès retiré", "Votre commentaire"),
)


@pytest.mark.parametrize(("payload", "code", "row", "happened"), _REFUSED, ids=lambda value: type(value).__name__)
def test_what_was_refused_is_told_and_can_be_taken_off_the_list(
    empty: Sends, payload: Payload, code: str, row: str, happened: str
) -> None:
    world = empty.world
    command = Command(id="c1", subject=CIGALE.partition(":")[0], issued_at=world.clock(), payload=payload)
    world.store.enqueue(command).result()
    world.store.record_attempt(["c1"], world.clock()).result()
    result = CommandResult(id="c1", outcome=Outcome.REFUSED, code=code, detail=REFUSALS[code])
    world.store.record_results([result], world.clock()).result()
    world.feed(PulledChange(Entity.SLOT, CIGALE, None))
    empty.wait_text(row)
    empty.choose(CIGALE)
    banner = empty.detail._banner
    assert banner is not None
    assert banner.accessibleName().replace("\u00a0", " ").startswith(happened)
    assert banner.accessibleDescription().endswith("Vos autres envois continuent.")
    buttons = empty.detail.buttons
    assert not buttons.keep_button.isVisible() and not buttons.compare_button.isVisible()
    assert buttons.copy_button.isVisible() == isinstance(payload, AddComment | Transfer)
    buttons.discard_button.setFocus()
    empty.qtbot.keyClick(buttons.discard_button, Qt.Key.Key_Space)
    empty.qtbot.waitUntil(lambda: not any(row in text for text in empty.texts()))
    assert not isinstance(payload, SubmitReply)
    assert world.store.pushable(10, world.clock()).result() == ()


def test_the_second_super_agent_reads_who_decided_first() -> None:
    late = replace(item(CommandKind.APPROVE_REPLY, "stale"), known={"state": "returned", "by": "Hélène Morvan"})
    told = "Hélène Morvan l’a déjà renvoyée à son auteur. Votre décision n’a rien changé."
    assert refusals.reason(late) == told
    assert "Relisez-la" in refusals.reason(replace(late, known={}))
