"""What can be said of a server's address while it is being typed, before anything is sent."""

from urllib.parse import urlsplit

from PySide6.QtCore import QCoreApplication


def _tr(text: str) -> str:
    return QCoreApplication.translate("FirstRun", text)


def completed(typed: str) -> str:
    """The address without its spaces, with `https://` where only a name was given."""
    address = typed.strip()
    if address and ":" not in address.split("/", 1)[0] and "." in address:
        return f"https://{address}"
    return address


def problem(typed: str) -> str:
    """Why this cannot be an address, in words for the field; empty where it can be one.

    Whether clear HTTP is allowed is a setting: the session says so when it is not.
    """
    address = completed(typed)
    scheme, colon, rest = address.partition(":")
    if colon and scheme in ("http", "https") and not rest.startswith("//"):
        return _tr("Il manque une barre après « {scheme}: ».").format(scheme=scheme)
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if not host or any(c.isspace() for c in address) or parts.scheme not in ("http", "https") or port == 0:
        return _tr("Une adresse ressemble à https://spplus.exemple.fr.")
    return ""
