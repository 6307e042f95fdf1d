"""The three vocabularies, end to end into real stores."""

import csv
import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, select
from uuid_utils import uuid7

from spplus_desk.central.commands import execute
from spplus_desk.central.importer import experiences as importer
from spplus_desk.central.importer import import_experiences, import_structures
from spplus_desk.central.importer.names import split_labels
from spplus_desk.central.repository import add_agent, unit_of_work, utc_now
from spplus_desk.central.tables import feed, networks, slots, unresolved_slots
from spplus_desk.domain.commands import CommandResult
from spplus_desk.domain.errors import BadInput
from spplus_desk.domain.experience import Experience, Reply, Slot
from spplus_desk.domain.structure import Membership
from spplus_desk.domain.vocabulary import ReplyState, Role, Sentiment
from spplus_desk.protocol import WireCommand
from tests.importer.conftest import FILES, add_structures

HEADER = ["ID expérience", "Titre", "Description", "Date de publication", "Intitulé structure 1"]


def stored(engine: Engine, experience_id: str) -> Experience:
    with unit_of_work(engine, utc_now()) as unit:
        found = unit.load(Experience, experience_id)
    assert found is not None
    return found


def place(engine: Engine, key: str) -> tuple[Slot, Reply | None]:
    with unit_of_work(engine, utc_now()) as unit:
        slot, reply = unit.load(Slot, key), unit.load(Reply, key)
    assert slot is not None
    return slot, reply


def feed_state(engine: Engine) -> list[Any]:
    with engine.connect() as connection:
        rows = connection.execute(select(feed).order_by(feed.c.entity, feed.c.entity_id, feed.c.structure_id)).all()
        return [tuple(row) for row in rows] + [tuple(row) for row in connection.execute(select(networks)).all()]


def rejected(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=";"))[1:]


def test_open_data(engine: Engine, tmp_path: Path) -> None:
    add_structures(engine)
    rejects = tmp_path / "rejets.csv"
    counts = import_experiences(engine, FILES / "open_data.csv", rejects_path=rejects)
    assert (counts.vocabulary, counts.read, counts.added, counts.skipped) == ("open_data", 3, 3, 0)
    assert (counts.replies, counts.unresolved) == (1, 1)
    first = stored(engine, "700001")
    assert first.title == "Le tapis du hall"
    assert first.body == 'Je suis tombé deux fois.\nJe préviens, c’est tout.\n\nLe tapis "gris" glisse ; merci.'
    assert first.published_at == datetime(2025, 3, 30, 15, 2, tzinfo=UTC)
    assert first.first_reply_at == datetime(2025, 4, 2, 7, 15, 30, tzinfo=UTC)
    assert (first.published_date_only, first.written_on) == (False, date(2025, 3, 29))
    assert (first.sentiment, first.posted_as, first.similar_count) == (Sentiment.NEGATIVE, "Particulier", 2)
    assert first.procedures == ("Dépôt de pièce", "Attestation")
    assert (first.tags.accessibility, first.tags.simplicity) == (Sentiment.NEGATIVE, Sentiment.NEUTRAL)
    slot, reply = place(engine, "700001:T-1")
    assert (slot.channels, slot.improvement) == (("Accueil", "Téléphone"), True)
    assert reply is not None
    assert reply.body == ("Bonjour Chamois,\nLe tapis est fixé depuis lundi.\nMerci de l’avoir signalé. Cordialement.")
    assert (reply.state, reply.useful, reply.author) == (ReplyState.PUBLISHED, 4, None)
    assert reply.published_at == first.first_reply_at
    other, nothing = place(engine, "700001:P-1")
    assert (other.channels, nothing) == (("E-mail",), None)
    assert stored(engine, "700002").title == "Rien à dire & merci"
    assert stored(engine, "700002").body == "Tout va bien 🙂 مرحبا"
    assert place(engine, "700002:T-2")[0].structure_name == "Guichet du Moulin, accueil nord"
    assert [line[1:] for line in rejected(rejects)] == [
        ["700003", "importée", "structure inconnue, gardée jusqu’à son import", "Musée du Sabot"]
    ]


@pytest.mark.parametrize("name", ["open_data.csv", "agent_export.csv", "export_2023.csv"])
def test_the_same_file_again_changes_nothing(engine: Engine, name: str) -> None:
    add_structures(engine)
    first = import_experiences(engine, FILES / name)
    before = feed_state(engine)
    again = import_experiences(engine, FILES / name)
    assert (again.added, again.updated) == (0, 0)
    assert again.unchanged == first.added
    assert again.read == again.added + again.updated + again.unchanged + again.merged + again.skipped
    assert feed_state(engine) == before


def test_an_agents_own_export(engine: Engine, tmp_path: Path) -> None:
    add_structures(engine)
    rejects = tmp_path / "rejets.csv"
    counts = import_experiences(engine, FILES / "agent_export.csv", rejects_path=rejects)
    assert (counts.vocabulary, counts.added, counts.unresolved) == ("agent_export", 2, 0)
    first = stored(engine, "710001")
    assert first.published_at == datetime(2025, 3, 30, 22, tzinfo=UTC)
    assert (first.published_date_only, first.first_reply_date_only) == (True, True)
    assert first.pseudonym == "Lièvre"
    slot, reply = place(engine, "710001:T-1")
    assert slot.business_tags == ("Borne", "Son")
    assert (slot.channels, slot.improvement) == (("Accueil",), True)
    assert reply is not None
    assert (reply.body, reply.useful, reply.not_useful) == ("Bonjour,\nla borne est réparée.", 3, 1)
    assert place(engine, "710001:P-1")[1] is None
    kept, unpublished = place(engine, "710002:T-1")[1], place(engine, "710002:T-2")[1]
    assert kept is not None
    assert kept.body == "Les deux ouvrent à 9 h."
    assert unpublished is None
    assert [line[3:] for line in rejected(rejects)] == [
        ["réponse non publiée sur la plateforme, laissée de côté", "Brouillon"]
    ]


def test_the_export_of_2023(engine: Engine, tmp_path: Path) -> None:
    rejects = tmp_path / "rejets.csv"
    counts = import_experiences(engine, FILES / "export_2023.csv", rejects_path=rejects)
    assert (counts.vocabulary, counts.read, counts.added) == ("export_2023", 5, 2)
    assert (counts.merged, counts.skipped) == (1, 2)
    assert counts.reasons == {
        "doublon d’une ligne déjà lue, sans rien de plus": 1,
        "identifiant déjà lu avec un autre texte, la première ligne est gardée": 1,
    }
    assert stored(engine, "55").body == "Deux heures debout."
    with engine.connect() as connection:
        waiting = connection.execute(select(unresolved_slots.c.content).where(unresolved_slots.c.experience_id == "55"))
        replies = {
            json.loads(content)["typology"]: json.loads(content)["reply"]["body"] for content in waiting.scalars()
        }
    assert replies == {
        "CAF": "Bonjour,\n\nL’accueil ouvre dès 8 h 30\u00a0:\nvenez tôt. Prendre rendez-vous (https://exemple.fr/rdv)",
        "Préfecture": "Nous n’y pouvons rien.",
    }
    assert [line[:2] for line in rejected(rejects) if line[2] == "non importée"] == [["5", "56"], ["6", "56"]]


def test_structures_unknown_at_first_are_found_when_imported(engine: Engine) -> None:
    import_experiences(engine, FILES / "open_data.csv")
    counts = import_structures(engine, FILES / "structures.csv")
    assert counts.resolved == 1
    slot, _ = place(engine, "700003:X-2")
    assert slot.channels == ("Accueil",)
    with engine.connect() as connection:
        left = connection.execute(select(func.count()).select_from(unresolved_slots)).scalar_one()
    assert left == 3


def test_rebasing_moves_all_dates_by_the_same_whole_days(known: Engine) -> None:
    today = date(2027, 12, 16)
    counts = import_experiences(known, FILES / "open_data.csv", rebase_dates=True, today=today)
    assert counts.shift_days == (today - date(2025, 7, 3)).days
    assert stored(known, "700003").published_at == datetime(2027, 12, 16, 7, tzinfo=UTC)
    first = stored(known, "700001")
    # 30 March 2025 is summer time, 12 September 2027 too: the clock on the wall says 17:02 both times.
    assert first.published_at == datetime(2027, 9, 12, 15, 2, tzinfo=UTC)
    assert first.first_reply_at is not None
    assert (first.first_reply_at - first.published_at).days == 2
    assert first.written_on == date(2027, 9, 11)


def test_rows_that_cannot_be_experiences_are_rejected_with_their_reason(
    known: Engine, tmp_path: Path, written: Callable[..., Path]
) -> None:
    site = "Caf de l’Écluse"
    path = written(
        HEADER,
        ["", "Sans numéro", "Un texte", "2025-07-02T08:00:00", site],
        ["1:2", "Deux-points", "Un texte", "2025-07-02T08:00:00", site],
        ["3", "", "", "2025-07-02T08:00:00", site],
        ["4", "Sans date", "Un texte", "", site],
        ["5", "Date fausse", "Un texte", "31/02/2025", site],
        ["6", "Trop court", "Un texte"],
        ["7", "Bon", "Un texte", "2025-07-02T08:00:00", site],
        ["8", "Sans structure", "Un texte", "2025-07-02T08:00:00", ""],
        ["9", "Un titre " * 90, "Un texte", "2025-07-02T08:00:00", site],
    )
    rejects = tmp_path / "rejets.csv"
    counts = import_experiences(known, path, rejects_path=rejects)
    assert (counts.read, counts.added, counts.skipped) == (9, 3, 6)
    assert {line[0]: line[3] for line in rejected(rejects)} == {
        "2": "pas d’identifiant",
        "3": "identifiant illisible",
        "4": "ni titre ni texte",
        "5": "pas de date de publication",
        "6": "date de publication illisible",
        "7": "nombre de colonnes différent de l’en-tête",
        "9": "aucune structure citée, l’expérience n’est vue de personne",
    }
    assert stored(known, "9").title == ("Un titre " * 90).strip()
    assert str(rejects) == counts.as_json()["rejects"]
    assert "Un texte" not in rejects.read_text(encoding="utf-8-sig")


def test_an_updated_export_updates_what_changed_and_nothing_else(known: Engine, written: Callable[..., Path]) -> None:
    rows = [[str(n), f"Titre {n}", "Un texte", "2025-07-02T08:00:00", "Caf de l’Écluse"] for n in range(10, 20)]
    import_experiences(known, written(HEADER, *rows))
    rows[3][1] = "Titre corrigé"
    counts = import_experiences(known, written(HEADER, *rows))
    assert (counts.added, counts.updated, counts.unchanged) == (0, 1, 9)
    assert stored(known, "13").title == "Titre corrigé"


def test_columns_may_stand_in_any_order_and_spelling(known: Engine, written: Callable[..., Path]) -> None:
    path = written(
        ["INTITULE STRUCTURE 1", "date_de_publication", "description", "inconnue", "TITRE", "id_experience"],
        ["caf de l'ecluse", "02/07/2025", "Un texte", "?", "Un titre", "77"],
    )
    assert import_experiences(known, path).added == 1
    assert place(known, "77:T-1")[0].structure_name == "Caf de l’Écluse"


def test_batches_and_repeated_rows(
    known: Engine, written: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importer, "BATCH", 3)
    rows = [[str(n), f"Titre {n}", "Un texte", "2025-07-02T08:00:00", "Caf de l’Écluse"] for n in range(10)]
    seen: list[tuple[int, int]] = []
    path = written(HEADER, *rows, *rows)
    counts = import_experiences(known, path, progress=lambda done, total: seen.append((done, total)))
    assert (counts.read, counts.added, counts.skipped) == (20, 10, 10)
    assert counts.reasons == {"doublon identique d’une ligne déjà lue": 10}
    assert seen[-1] == (path.stat().st_size, path.stat().st_size)
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)


def test_a_second_structure_under_the_same_id_completes_the_first(known: Engine, written: Callable[..., Path]) -> None:
    one = ["90", "Un titre", "Un texte", "2025-07-02T08:00:00", "Caf de l’Écluse"]
    two = [*one[:4], "Préfecture de l’Écluse"]
    counts = import_experiences(known, written(HEADER, one, ["91", *one[1:]], two))
    assert (counts.read, counts.added, counts.merged, counts.skipped) == (3, 2, 1, 0)
    with known.connect() as connection:
        places = connection.execute(select(slots.c.structure_id).where(slots.c.experience_id == "90")).scalars()
        assert sorted(places) == ["P-1", "T-1"]


@pytest.fixture
def act(known: Engine) -> Callable[..., CommandResult]:
    """`act(kind, subject, **payload)`: a command of Ana, agent of T-1, through the real handlers."""
    with unit_of_work(known, utc_now()) as unit:
        post = Membership("T-1", Role.AGENT)
        agent = add_agent(unit, username="ana", name="Ana", password="un mot de passe", posts=(post,), agent_id="ana")

    def run(kind: str, subject: str, **payload: Any) -> CommandResult:
        wire = WireCommand(
            id=str(uuid7()),
            kind=kind,
            subject=subject,
            issued_at=utc_now(),
            payload={"structure_id": "T-1", **payload},
        )
        (result,) = execute(known, utc_now, (agent, "Ana"), [wire])
        assert result.receipt is not None, result
        return result

    return run


def test_a_published_reply_makes_ours_published_and_keeps_its_author(
    known: Engine, written: Callable[..., Path], act: Callable[..., CommandResult]
) -> None:
    header = [
        *HEADER,
        "Statut réponse structure 1",
        "Réponse structure 1",
        "Evaluation utile réponse structure 1 par visiteurs",
    ]
    row = ["95", "Un titre", "Un texte", "2025-07-02T08:00:00", "Caf de l’Écluse"]
    import_experiences(known, written(header, [*row, "", "", ""]))
    sent = act("submit_reply", "95", greeting="Bonjour,", body="Passez au guichet 3.", closing="", signature="Ana")
    counts = import_experiences(known, written(header, [*row, "Publiée", "Bonjour,Passez au guichet 3.Ana", "6"]))
    assert (counts.updated, counts.replies) == (1, 1)
    reply = place(known, "95:T-1")[1]
    assert reply is not None
    assert sent.receipt is not None
    assert (reply.state, reply.body, reply.useful) == (ReplyState.PUBLISHED, "Passez au guichet 3.", 6)
    assert (reply.author, reply.receipt) == ("ana", sent.receipt.number)


def test_what_agents_corrected_is_not_undone_by_a_new_export(
    known: Engine, written: Callable[..., Path], act: Callable[..., CommandResult]
) -> None:
    header = [*HEADER, "Canaux Typologie 1", "Accessibilité", "Amélioration de service à considérer"]
    row = ["96", "Un titre", "Un texte", "2025-07-02T08:00:00", "Caf de l’Écluse", "Accueil", "Négatif", ""]
    import_experiences(known, written(header, row))
    act("set_channels", "96", channels=["Courrier"])
    act("set_tags", "96", tags={"accessibility": "positive"}, business_tags=["Rampe"])
    act("set_improvement", "96", improvement=True)
    act("claim", "96")
    row[1] = "Un titre corrigé"
    assert import_experiences(known, written(header, row)).updated == 1
    slot, _ = place(known, "96:T-1")
    told = stored(known, "96")
    assert (told.title, told.tags.accessibility) == ("Un titre corrigé", Sentiment.POSITIVE)
    assert (slot.channels, slot.business_tags, slot.improvement) == (("Courrier",), ("Rampe",), True)
    assert slot.claimed_by_name == "Ana"


NAMES = {"Caf A", "Guichet B, nord", "Préfecture C"}


@pytest.mark.parametrize(
    ("cell", "labels"),
    [
        ("", ()),
        ("Caf A", ("Caf A",)),
        ("Guichet B, nord", ("Guichet B, nord",)),
        ("Caf A, Guichet B, nord", ("Caf A", "Guichet B, nord")),
        ("Caf A,Inconnu du sud,Préfecture C", ("Caf A", "Inconnu du sud", "Préfecture C")),
        ("Inconnu, du sud", ("Inconnu, du sud",)),
        ("Inconnu, du sud | Caf A", ("Inconnu, du sud", "Caf A")),
    ],
)
def test_several_structures_in_one_cell(cell: str, labels: tuple[str, ...]) -> None:
    assert split_labels(cell, NAMES.__contains__) == labels


def test_an_unknown_sentiment_is_left_empty_and_told(
    known: Engine, tmp_path: Path, written: Callable[..., Path]
) -> None:
    row = ["97", "Un titre", "Un texte", "2025-07-02T08:00:00", "Caf de l’Écluse", "Perplexe"]
    rejects = tmp_path / "rejets.csv"
    import_experiences(known, written([*HEADER, "Ressenti usager"], row), rejects_path=rejects)
    assert stored(known, "97").sentiment is None
    assert rejected(rejects) == [["2", "97", "importée", "ressenti inconnu, laissé vide", "Perplexe"]]


def test_no_rejects_no_file(known: Engine, tmp_path: Path, written: Callable[..., Path]) -> None:
    row = ["95", "Un titre", "Un texte", "2025-07-02T08:00:00", "Caf de l’Écluse"]
    rejects = tmp_path / "rejets.csv"
    assert import_experiences(known, written(HEADER, row), rejects_path=rejects).rejects == ""
    assert not rejects.exists()


def test_a_store_is_untouched_by_a_file_that_cannot_be_read(known: Engine, written: Callable[..., Path]) -> None:
    before = feed_state(known)
    path = written(";".join(HEADER), "1,Titre,Texte,2025-07-02,Caf", "2,Titre,Texte,2025-07-02,Caf")
    with pytest.raises(BadInput, match="séparateur"):
        import_experiences(known, path)
    assert feed_state(known) == before


def test_rejects_of_an_earlier_import_do_not_stay(known: Engine, tmp_path: Path, written: Callable[..., Path]) -> None:
    row = ["95", "Un titre", "Un texte", "2025-07-02T08:00:00", "Caf de l’Écluse"]
    rejects = tmp_path / "rejets.csv"
    import_experiences(known, written(HEADER, ["", *row[1:]]), rejects_path=rejects)
    assert rejects.exists()
    import_experiences(known, written(HEADER, row), rejects_path=rejects)
    assert not rejects.exists()


def test_rejects_find_another_place_where_theirs_cannot_be_written(
    known: Engine, tmp_path: Path, written: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    path = written(HEADER, ["", "Un titre", "Un texte", "2025-07-02T08:00:00", "Caf de l’Écluse"])
    counts = import_experiences(known, path, rejects_path=tmp_path / "no such folder" / "rejets.csv")
    assert counts.rejects == str(tmp_path / "here" / "rejets.csv")
    assert len(rejected(Path(counts.rejects))) == 1
