"""Whom the desk believes on a TLS line. There is no way to believe everybody: no setting, no argument, no variable."""

import ssl
from pathlib import Path

import truststore

from spplus_desk.domain.errors import BadInput


def context(ca_bundle: Path | None = None) -> ssl.SSLContext:
    """TLS 1.2 at least, names and dates checked. Without `ca_bundle`: the authorities that the system knows.

    With it: those of that PEM file, and no others, so that a network of one's own can be held to its own authority.
    Raises BadInput (code `bad_ca_bundle`) for a file that is missing or holds no certificate.
    """
    made: ssl.SSLContext
    if ca_bundle is None:
        made = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    else:
        # Not ssl.create_default_context: that one writes the session's keys where SSLKEYLOGFILE says.
        made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        _load(made, ca_bundle)
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    return made


def _load(made: ssl.SSLContext, ca_bundle: Path) -> None:
    try:
        made.load_verify_locations(cafile=str(ca_bundle))
    except FileNotFoundError as error:
        raise BadInput("Le fichier de l’autorité de certification n’existe pas.", code="bad_ca_bundle") from error
    except (ssl.SSLError, OSError) as error:
        raise BadInput(
            "Le fichier de l’autorité de certification ne peut pas être lu. Il doit contenir des certificats au "
            "format PEM.",
            code="bad_ca_bundle",
            detail=type(error).__name__,
        ) from error
