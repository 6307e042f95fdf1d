"""« Changement prévu ou fait »: declared with the reply, kept in its draft, sent with it."""

from datetime import date

from spplus_desk.domain.experience import Reply, ServiceChange
from spplus_desk.domain.vocabulary import ChangeState, ReplyState
from spplus_desk.ui.wording.replies import after_publication, change_head
from tests.ui.reply.conftest import Writing

_PLANNED = ServiceChange(text="Ouverture le samedi.", state=ChangeState.PLANNED, on=date(2028, 1, 15))


def test_a_change_is_declared_kept_and_sent(writing: Writing) -> None:
    writing.open()
    writing.type("L’accueil ouvrira le samedi. Une attestation vous y attendra.")
    card = writing.pane._change
    writing.pane.ask_change()
    assert card.isVisible()
    assert not card.remove.isVisible()
    card.text.setPlainText("Ouverture le samedi.")
    card.day.setText("32/01/2028")
    card.save.click()
    assert card.isVisible()
    assert "n’existe pas" in card._problem.text()
    card.day.setText("15/01/2028")
    card.save.click()
    assert not card.isVisible()
    words = writing.pane.view.change.words.text()
    assert words.startswith("Changement prévu pour le ")
    assert words.endswith("\u00a0: Ouverture le samedi.")
    key = writing.pane.key

    def kept() -> bool:
        draft = writing.world.store.draft(key).result()
        return draft is not None and draft.change == _PLANNED

    writing.qtbot.waitUntil(kept)
    sent: list[object] = []
    writing.pane.sent.connect(sent.append)
    writing.pane.send()
    writing.qtbot.waitUntil(lambda: bool(sent))
    detail = writing.world.desk.inbox.detail(key).result()
    assert detail.reply is not None
    assert detail.reply.change == _PLANNED


def test_a_change_is_taken_back(writing: Writing) -> None:
    writing.open()
    writing.pane.view.sheet.set_change(_PLANNED)
    writing.pane.ask_change()
    assert writing.pane._change.day.text() == "15/01/2028"
    writing.pane._change.remove.click()
    assert writing.pane.view.sheet.change is None
    assert not writing.pane.view.change.isVisible()


def test_what_came_back_is_told_in_words() -> None:
    today = date(2028, 1, 20)
    reply = Reply(
        id="E1:S", experience_id="E1", structure_id="S", body="Texte", state=ReplyState.PUBLISHED,
        useful=14, not_useful=2, evaluation="Réponse utile", change=_PLANNED,
    )  # fmt: skip
    votes, author, change = after_publication(reply, today)
    assert votes == "Utile pour 14 votes sur 16"
    assert author == "L’auteur\u00a0: Réponse utile"
    assert change.endswith(", en retard\u00a0: Ouverture le samedi.")
    assert "en retard" not in change_head(_PLANNED, date(2028, 1, 15))
