"""Dates, numbers and chips as an agent says them."""

from datetime import UTC, datetime, timedelta

import pytest

from spplus_desk.domain.deadlines import DeadlineStatus, Urgency
from spplus_desk.domain.inbox import InboxRow
from spplus_desk.domain.projection import SlotState
from spplus_desk.domain.sync_status import SyncPhase, SyncStatus
from spplus_desk.domain.values import replace
from spplus_desk.domain.vocabulary import Sentiment
from spplus_desk.ui import wording
from spplus_desk.ui.rail.foot import sync_look
from tests.helpers.typography import faults

PARIS, REUNION = "Europe/Paris", "Indian/Reunion"
NOW = datetime(2027, 12, 16, 9, 12, tzinfo=UTC)  # a Thursday, 10 h 12 in Paris


def row(**changes: object) -> InboxRow:
    plain = InboxRow(
        key="E1:S",
        experience_id="E1",
        structure_id="S",
        structure_name="Caf de l’Orvanne",
        title="Trois rendez-vous annulés pour une attestation",
        pseudonym="Cigale",
        excerpt="J’ai besoin d’une attestation.",
        sentiment=Sentiment.NEGATIVE,
        channels=("Accueil", "Téléphone", "Courrier"),
        published_at=NOW - timedelta(days=6, hours=18),
        date_only=False,
        due_at=NOW + timedelta(hours=6),
        timezone=PARIS,
        state=SlotState.TO_ANSWER,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("back", "said"),
    [
        (timedelta(seconds=20), "à l’instant"),
        (timedelta(minutes=2), "il y a 2\u00a0min"),
        (timedelta(minutes=59, seconds=59), "il y a 59\u00a0min"),
        (timedelta(hours=1), "à 9\u00a0h\u00a012"),
        (timedelta(hours=2, minutes=12), "à 8\u00a0h"),
        (timedelta(hours=17, minutes=52), "hier à 16\u00a0h\u00a020"),
        (timedelta(days=1, hours=23, minutes=7), "mardi à 11\u00a0h\u00a005"),
        (timedelta(days=6), "vendredi à 10\u00a0h\u00a012"),
        (timedelta(days=7), "9 décembre"),
        (timedelta(days=44), "2 novembre"),
        (timedelta(days=15), "1er décembre"),
        (timedelta(days=409), "2 novembre 2026"),
    ],
)
def test_how_long_ago(back: timedelta, said: str) -> None:
    assert wording.ago(NOW - back, NOW, PARIS) == said


def test_the_hour_is_that_of_the_site() -> None:
    assert wording.hour(NOW, PARIS) == "10\u00a0h\u00a012"
    assert wording.hour(NOW, REUNION) == "13\u00a0h\u00a012"
    late = datetime(2027, 12, 16, 22, 0, tzinfo=UTC)
    assert wording.ago(late - timedelta(hours=3), late, REUNION) == "hier à 23\u00a0h"


def test_the_tool_tip_gives_the_absolute_date() -> None:
    due = datetime(2027, 12, 16, 14, 40, tzinfo=UTC)
    assert wording.due_sentence(due, NOW, PARIS) == "À publier avant le jeudi 16 décembre à 15\u00a0h\u00a040"
    midnight = datetime(2027, 12, 15, 23, 0, tzinfo=UTC)
    assert wording.due_sentence(midnight, NOW, PARIS) == "À publier au plus tard le mercredi 15 décembre"


@pytest.mark.parametrize(
    ("due", "said"),
    [
        (datetime(2027, 12, 16, 14, 40, tzinfo=UTC), "Aujourd’hui, 15\u00a0h\u00a040"),
        (datetime(2027, 12, 17, 8, 0, tzinfo=UTC), "Demain, 9\u00a0h"),
        (datetime(2027, 12, 20, 8, 30, tzinfo=UTC), "Lundi 20, 9\u00a0h\u00a030"),
        (datetime(2027, 12, 14, 8, 0, tzinfo=UTC), "Dépassé depuis mardi 14"),
        (datetime(2027, 12, 16, 8, 0, tzinfo=UTC), "Dépassé depuis 9\u00a0h"),
        (datetime(2027, 11, 2, 8, 0, tzinfo=UTC), "Dépassé depuis mardi 2 novembre"),
        (datetime(2027, 12, 16, 23, 0, tzinfo=UTC), "Aujourd’hui"),
    ],
)
def test_the_published_clock_in_words(due: datetime, said: str) -> None:
    assert wording.due_line(due, NOW, PARIS) == said


@pytest.mark.parametrize(
    ("deadline", "said"),
    [
        (DeadlineStatus(Urgency.LATE, days=3, hours=77), "En retard de 3\u00a0j"),
        (DeadlineStatus(Urgency.LATE, days=0, hours=5), "En retard de 5\u00a0h"),
        (DeadlineStatus(Urgency.TODAY), "Aujourd’hui"),
        (DeadlineStatus(Urgency.TOMORROW, days=1), "Demain"),
        (DeadlineStatus(Urgency.SOON, days=2), "J-2"),
        (DeadlineStatus(Urgency.FAR, days=5), "J-5"),
        (DeadlineStatus(Urgency.ANSWERED, days=3), "Répondue en 3\u00a0j"),
    ],
)
def test_the_chip(deadline: DeadlineStatus, said: str) -> None:
    assert wording.deadline_text(deadline) == said


def test_numbers_and_plurals() -> None:
    assert wording.number(1248) == "1\u00a0248"
    assert wording.number(4.2, 1) == "4,2"
    assert [wording.count_of(n, "expérience", "expériences") for n in (0, 1, 2)] == [
        "0\u00a0expérience",
        "1\u00a0expérience",
        "2\u00a0expériences",
    ]


def test_what_a_screen_reader_says_of_a_row() -> None:
    mine = row(claimed_by="nadia", claimed_by_name="Nadia Belkacem")
    assert wording.row_text(mine, NOW, "nadia") == (
        "Trois rendez-vous annulés pour une attestation, Aujourd’hui, Négatif, Accueil et 2 autres, Cigale, "
        "prise en charge par vous"
    )
    theirs = row(unread=True, channels=("Accueil", "E-mail"), claimed_by="t", claimed_by_name="Thomas Ruault")
    assert wording.row_text(theirs, NOW, "nadia").endswith(
        "Accueil et 1 autre, Cigale, non lue, prise en charge par Thomas Ruault"
    )


def test_unknown_channels_are_shown_as_they_are() -> None:
    assert wording.channel_short("Compte ou espace personnel") == "Espace personnel"
    assert wording.channel_name("Réseaux Sociaux") == "Réseaux sociaux"
    assert wording.channel_name("Pigeon voyageur") == "Pigeon voyageur"


@pytest.mark.parametrize(
    ("status", "said", "tone"),
    [
        (SyncStatus(phase=SyncPhase.SYNCED, last_success=NOW - timedelta(minutes=2)), "Synchronisé il y a 2\u00a0min",
         "success"),
        (SyncStatus(phase=SyncPhase.SYNCING, done=14, total=60), "Synchronisation, 14 sur 60", "info"),
        (SyncStatus(phase=SyncPhase.UNREACHABLE, retry_at=NOW + timedelta(seconds=40)),
         "Serveur injoignable, nouvel essai dans 40\u00a0s", "warning"),
        (SyncStatus(phase=SyncPhase.SESSION_EXPIRED), "Session expirée", "warning"),
        (SyncStatus(phase=SyncPhase.NEVER), "Pas encore synchronisé", "info"),
    ],
)  # fmt: skip
def test_the_state_of_the_synchronisation(status: SyncStatus, said: str, tone: str) -> None:
    look = sync_look(status, NOW)
    assert (look.text, look.tone) == (said, tone)
    assert faults(look.text) == []


def test_old_data_is_said_to_be_old() -> None:
    look = sync_look(SyncStatus(phase=SyncPhase.SYNCED, last_success=NOW - timedelta(hours=25)), NOW)
    assert look.text.startswith("Données d’hier, ")
    assert look.tone == "warning"
    offline = sync_look(SyncStatus(phase=SyncPhase.OFFLINE, last_success=NOW - timedelta(minutes=14)), NOW)
    assert offline.text.startswith("Hors ligne, données de ")
