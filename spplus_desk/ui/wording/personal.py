"""The names of personal data, with their articles, and what stands in their place once they are masked."""

from collections.abc import Iterable

from spplus_desk.domain.privacy import Kind
from spplus_desk.domain.values import Value


class Named(Value):
    """`title` begins a line, `the` follows a verb (« Masquer le… »), `masked` stands in the text."""

    title: str
    the: str
    masked: str
    icon: str


_NUMBER = "[numéro masqué]"
DATA = {
    Kind.NIR: Named("Numéro de sécurité sociale", "le numéro de sécurité sociale", _NUMBER, "shield-user-line"),
    Kind.IBAN: Named("Compte bancaire", "le compte bancaire", "[compte masqué]", "bank-line"),
    Kind.SIRET: Named("Numéro SIRET", "le numéro SIRET", _NUMBER, "building-line"),
    Kind.SIREN: Named("Numéro SIREN", "le numéro SIREN", _NUMBER, "building-line"),
    Kind.CARD: Named("Carte de paiement", "le numéro de carte", _NUMBER, "bank-card-line"),
    Kind.PHONE: Named("Numéro de téléphone", "le numéro de téléphone", _NUMBER, "phone-line"),
    Kind.EMAIL: Named("Adresse électronique", "l’adresse électronique", "[adresse masquée]", "mail-line"),
    Kind.ADDRESS: Named("Adresse postale", "l’adresse postale", "[adresse masquée]", "map-pin-line"),
    Kind.PLATE: Named("Plaque d’immatriculation", "la plaque d’immatriculation", "[plaque masquée]", "car-line"),
    Kind.TAX_NUMBER: Named("Numéro fiscal", "le numéro fiscal", _NUMBER, "shield-user-line"),
    Kind.FILE_NUMBER: Named("Numéro de dossier", "le numéro de dossier", _NUMBER, "folder-line"),
    Kind.BIRTH_DATE: Named("Date de naissance", "la date de naissance", "[date masquée]", "calendar-line"),
    Kind.NAME: Named("Nom de personne", "le nom", "[nom masqué]", "user-line"),
}


def listed(kinds: Iterable[Kind]) -> str:
    """« le numéro de téléphone, le nom »: each once."""
    return ", ".join(DATA[kind].the for kind in dict.fromkeys(kinds))
