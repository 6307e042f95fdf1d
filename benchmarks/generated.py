"""Invented experiences in any number: deterministic, streamed, about 1.5 kB of text each.

The words come from a vocabulary of 30,000 made of French syllables, drawn as words are in life (Zipf), so that an
index and a compressor have real work. Some texts carry planted words, so that searches have known answers: « hôpital »
in 5 % of them, « préfecture » in 1 %, « échéancier » in 0.1 %, « délai très long » in 0.5 %.

    experiences(100_000, now=…, structures=("SITE-1", "SITE-2"))   # IncomingExperience, for upsert_experiences
    write_csv(Path("big.csv"), 170_000, now=…, structures=("Site 1",))  # an open-data file of about 270 MB
"""

import csv
from bisect import bisect
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import accumulate
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from spplus_desk.central.incoming import IncomingExperience, IncomingReply, IncomingSlot
from spplus_desk.domain.experience import Experience
from spplus_desk.domain.vocabulary import Sentiment

_COMMON = """
    de la le et les des en un une du est pour que qui dans sur par plus pas avec ce il au je ne vous nous se on mais
    ou son sa mon ma mes été être avoir fait faire dossier demande réponse service agent accueil rendez-vous téléphone
    courrier attente
    site internet compte démarche formulaire document pièce justificatif allocation retraite santé
    carte identité passeport permis école université bourse logement loyer aide famille enfant impôt déclaration
    paiement remboursement mairie guichet bureau équipe personnel
    écoute rapide efficace difficile impossible compliqué
    simple clair problème solution merci bonjour semaine mois année jour heure matin jamais toujours encore rien
"""
_STARTS = "ab ac ad ba bé bo ca cé co dé di fa fé fo ga gé la lé li ma mé mo na né no ob pa pé po pré ra ré ro sa"
_MIDDLES = "bi ca cri da dé fi ga gra li lo ma mi na ni pa pli ra ri ro sa ti tra va vi"
_ENDS = "ble ce de er es eur euse gne ier ière ique ir ison ité le ment ne oire re sion te tion ure"
_VOCABULARY = 30_000
_WORDS_IN_A_TEXT = 230
_NEEDLES = (("hôpital", 20), ("préfecture", 100), ("échéancier", 1_000), ("délai très long", 200))
_CHANNELS = ("Démarche en ligne", "Téléphone", "E-mail", "Accueil", "Compte ou espace personnel", "Courrier")
_SENTIMENTS = (Sentiment.NEGATIVE,) * 5 + (Sentiment.POSITIVE,) * 4 + (Sentiment.NEUTRAL,)
_FRENCH = {Sentiment.NEGATIVE: "Négatif", Sentiment.POSITIVE: "Positif", Sentiment.NEUTRAL: "Neutre"}
_PARIS = ZoneInfo("Europe/Paris")


def experiences(
    count: int, *, now: datetime, structures: Sequence[str], answered: float = 0.9, seed: int = 42, first: int = 1
) -> Iterator[IncomingExperience]:
    """`count` experiences over the three years before `now` (aware), the newest last; each concerns one of
    `structures` (code or name), and the share `answered` of them has a published reply."""
    random = Random(seed)
    words = _vocabulary(random)
    weights = list(accumulate(1 / (rank + 3) ** 1.07 for rank in range(len(words))))
    step = timedelta(days=3 * 365) / max(count, 1)
    start = now - timedelta(days=3 * 365)
    for number in range(count):
        published = start + step * number
        yield _experience(first + number, published, random, words, weights, structures, answered)


def _experience(
    number: int,
    published: datetime,
    random: Random,
    words: Sequence[str],
    weights: Sequence[float],
    structures: Sequence[str],
    answered: float,
) -> IncomingExperience:
    total = weights[-1]
    drawn = [words[bisect(weights, random.random() * total)] for _ in range(_WORDS_IN_A_TEXT)]
    for needle, every in _NEEDLES:
        if random.randrange(every) == 0:
            drawn[random.randrange(len(drawn))] = needle
    replied = published + timedelta(hours=random.randrange(2, 400)) if random.random() < answered else None
    reply = None
    if replied is not None:
        text = " ".join(drawn[60:110])
        reply = IncomingReply(body=f"Bonjour,\n\n{text.capitalize()}.", published_at=replied, useful=number % 7)
    experience = Experience(
        id=str(number),
        title=" ".join(drawn[:6]).capitalize(),
        body=_sentences(drawn),
        pseudonym=f"Usager {random.randrange(9_999)}",
        posted_as="Particulier",
        sentiment=random.choice(_SENTIMENTS),
        written_on=published.date(),
        published_at=published.replace(microsecond=0),
        first_reply_at=replied.replace(microsecond=0) if replied else None,
        country="France",
        similar_count=number % 4,
    )
    slot = IncomingSlot(
        label=structures[number % len(structures)],
        channels=tuple(random.sample(_CHANNELS, random.choice((1, 1, 2)))),
        reply=reply,
    )
    return IncomingExperience(experience=experience, slots=(slot,))


def _vocabulary(random: Random) -> list[str]:
    """Common words first, then invented ones, each once."""
    found = dict.fromkeys(_COMMON.split())
    starts, middles, ends = _STARTS.split(), _MIDDLES.split(), _ENDS.split()
    while len(found) < _VOCABULARY:
        middle = "".join(random.choice(middles) for _ in range(random.choice((1, 1, 2))))
        found[random.choice(starts) + middle + random.choice(ends)] = None
    return list(found)


def _sentences(words: Sequence[str]) -> str:
    parts = [" ".join(words[at : at + 14]).capitalize() for at in range(0, len(words), 14)]
    return "\n\n".join(". ".join(parts[at : at + 4]) + "." for at in range(0, len(parts), 4))


_HEADER = (
    "ID expérience;Etat expérience;Écrit le;Date de publication;Date de premiere réponse;Titre;Description;"
    "Pseudonyme usager;Posté comme;Ressenti usager;Pays;Canaux Typologie 1;Intitulé structure 1;"
    "Statut réponse structure 1;Réponse structure 1;Evaluation utile réponse structure 1 par visiteurs;"
    "Expériences Similaires"
)


def write_csv(path: Path, count: int, *, now: datetime, structures: Sequence[str], seed: int = 42) -> int:
    """The same experiences as a file in the vocabulary of the open data; its size in bytes."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(_HEADER.split(";"))
        for item in experiences(count, now=now, structures=structures, seed=seed):
            writer.writerow(_row(item))
    return path.stat().st_size


def _row(item: IncomingExperience) -> list[object]:
    told, slot = item.experience, item.slots[0]
    reply = slot.reply
    return [
        told.id,
        "Traitée" if reply else "A traiter",
        told.written_on,
        _paris(told.published_at),
        _paris(told.first_reply_at) if told.first_reply_at else "",
        told.title,
        told.body,
        told.pseudonym,
        told.posted_as,
        _FRENCH[told.sentiment] if told.sentiment else "",
        told.country,
        ",".join(slot.channels or ()),
        slot.label,
        "Publiée" if reply else "",
        reply.body if reply else "",
        reply.useful if reply and reply.useful is not None else "",
        told.similar_count,
    ]


def _paris(instant: datetime) -> str:
    return instant.astimezone(_PARIS).replace(tzinfo=None).isoformat()
