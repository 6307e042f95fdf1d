"""The words of an exported list of experiences."""

from spplus_desk.domain.projection import SlotState
from spplus_desk.domain.vocabulary import Sentiment

HEADS = (
    "Expérience",
    "Structure",
    "Publiée le",
    "À publier avant le",
    "État",
    "Répondue le",
    "Ressenti",
    "Canaux",
    "Prise en charge",
    "Cas semblables",
)
TEXT_HEADS = ("Titre", "Pseudonyme", "Témoignage")
CLAIMED = "Vous"
STATES = {
    SlotState.TO_ANSWER: "À répondre",
    SlotState.RETURNED: "Renvoyée",
    SlotState.PENDING_VALIDATION: "À valider",
    SlotState.QUEUED: "En attente d’envoi",
    SlotState.RECEIVED: "Reçue",
    SlotState.PUBLISHED: "Publiée",
    SlotState.TRANSFERRED: "Transférée",
}
SENTIMENTS = {
    None: "",
    Sentiment.POSITIVE: "Positif",
    Sentiment.NEUTRAL: "Neutre",
    Sentiment.NEGATIVE: "Négatif",
}
