"""What the store did by itself, told to the agent in one sentence."""

from spplus_desk.store.rescue import RescueReport


def rescue_sentence(report: RescueReport) -> str:
    """What happened, what is safe, what follows."""
    saved = " et ".join(part for part in (_drafts(report.drafts), _sends(report.sends)) if part)
    number = report.drafts + report.sends
    if not report.sure:
        safe = f"{saved} ont pu être relus" if number else "Aucun texte n’a pu être relu"
        return (
            "Les données de ce poste étaient endommagées. "
            f"{safe[0].upper()}{safe[1:]}\u00a0; vérifiez qu’il n’en manque pas. "
            "Le fichier endommagé est gardé pour votre assistance."
        )
    if report.aside is None and not number:
        return "Les données de ce poste étaient incomplètes. Aucun texte n’est perdu."
    safe = "Vous n’aviez pas de texte en cours" if not number else f"Vos {saved} sont saufs"
    if number == 1:
        safe = f"Votre {'brouillon' if report.drafts else 'envoi'} est sauf"
    if report.aside is None:
        return f"Les données de ce poste étaient incomplètes. {safe}."
    return f"Les données de ce poste étaient endommagées. {safe}\u00a0; le reste est relu depuis le serveur."


def _drafts(number: int) -> str:
    return f"{number}\u00a0brouillon{'s' if number > 1 else ''}" if number else ""


def _sends(number: int) -> str:
    return f"{number}\u00a0envoi{'s' if number > 1 else ''}" if number else ""
