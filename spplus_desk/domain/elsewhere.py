"""A transfer elsewhere than to a child structure: a request by mail to the DITP, drafted for the agent."""

from urllib.parse import quote

DITP_ADDRESS = "experienceusagers.ditp@modernisation.gouv.fr"
"""Where the platform takes such requests (the job's facts, « Who may do what »)."""


def transfer_subject(experience_id: str) -> str:
    return f"Expérience n°\u00a0{experience_id}\u00a0: demande de réattribution"


def transfer_body(experience_id: str, structure_name: str) -> str:
    """Nothing of the citizen's: the number is enough for those who can look it up."""
    return (
        "Bonjour,\n\n"
        f"L’expérience n°\u00a0{experience_id} a été attribuée à {structure_name}. Elle ne relève pas de notre "
        "structure.\n\n"
        "Structure qui nous semble concernée\u00a0: \n"
        "Motif\u00a0: \n\n"
        "Cordialement,\n"
    )


def transfer_mail(experience_id: str, structure_name: str) -> str:
    """The `mailto:` address that opens the agent's own mail with the request in it (RFC 6068)."""
    subject = quote(transfer_subject(experience_id), safe="")
    body = quote(transfer_body(experience_id, structure_name).replace("\n", "\r\n"), safe="")
    return f"mailto:{DITP_ADDRESS}?subject={subject}&body={body}"
