"""What the design's picture of the search shows: one word found in a title, a testimony, a reply and a comment."""

from datetime import datetime, timedelta

from spplus_desk.domain.experience import Comment, Experience, Reply, Slot, slot_id
from spplus_desk.domain.vocabulary import Entity, ReplyState, Sentiment
from spplus_desk.store.pages import PulledChange
from tests.helpers.inbox_world import ME, SITE

# (id, title, pseudonym, testimony, days ago, days to the reply, the reply)
_ANSWERED = (
    ("S1", "Reportée deux fois, jamais prévenue", "Maman solo",
     "J’avais pris ma matinée, prévenu l’école et demandé un certificat à mon employeur. Une fois sur place, j’ai "
     "appris que le créneau de rendez-vous a été annulé sans message. J’ai trouvé porte close avec mon fils, "
     "après une heure de bus sous la pluie.", 24, 3, "Nous regrettons ce trajet pour rien."),
    ("S2", "Merci pour la permanence du samedi", "Aline", "Une vraie écoute, et enfin des horaires pour ceux qui "
     "travaillent.", 28, 2, "Désormais, un message part 48\u00a0heures avant tout rendez-vous déplacé ou annulé."),
    ("S3", "Rendez-vous annulé, accueil fermé", "Roland", "La grille était baissée. Sur mon compte, tout semblait "
     "pourtant confirmé.", 42, 9, "L’accueil était fermé pour travaux."),
    ("S4", "Guichet complet", "Lise", "On m’a dit de revenir, sans autre explication.", 19, 5,
     "Merci de votre retour."),
    ("S5", "Créneau proposé à 40 km", "Paulo", "On m’a annulé celui de Montrelin et proposé un autre rendez-vous à "
     "Ardoux, sans bus pour y aller.", 44, 6, "Un autre créneau vous est proposé."),
)  # fmt: skip


def searchable(now: datetime) -> list[PulledChange]:
    """A page of the feed with those experiences, answered, and a comment on one of them."""
    changes: list[PulledChange] = []
    for id, title, pseudonym, body, ago, later, text in _ANSWERED:
        published = now - timedelta(days=ago)
        key = slot_id(id, SITE)
        experience = Experience(
            id=id, title=title, body=body, pseudonym=pseudonym, published_at=published, sentiment=Sentiment.NEGATIVE
        )
        slot = Slot(id=key, experience_id=id, structure_id=SITE, channels=("Accueil",), version=1)
        reply = Reply(
            id=key, experience_id=id, structure_id=SITE, body=text, state=ReplyState.PUBLISHED, author=ME.id,
            author_name=ME.name, submitted_at=published + timedelta(days=later),
            published_at=published + timedelta(days=later),
        )  # fmt: skip
        changes += [
            PulledChange(Entity.EXPERIENCE, id, experience),
            PulledChange(Entity.SLOT, key, slot),
            PulledChange(Entity.REPLY, key, reply),
        ]
    comment = Comment(
        id="SC4", experience_id="S4", structure_id=SITE, author="thomas", author_name="Thomas Ruault",
        body="Panne d’agenda\u00a0: 41 rendez-vous annulés entre le 17 et le 26\u00a0novembre, liste transmise au "
        "siège.",
        created_at=now - timedelta(days=18),
    )  # fmt: skip
    return [*changes, PulledChange(Entity.COMMENT, comment.id, comment)]
