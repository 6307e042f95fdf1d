"""Problem details (RFC 9457): each error has its status, its stable code and a French sentence."""

from collections.abc import Mapping

import msgspec

from spplus_desk.domain import errors
from spplus_desk.protocol import Problem

SENTENCES: Mapping[str, str] = {
    "bad_credentials": errors.BadCredentials.sentence,
    "session_expired": errors.SessionExpired.sentence,
    "account_revoked": errors.AccountRevoked.sentence,
    "throttled": "Trop d’essais de connexion. Attendez un moment, puis réessayez.",
    "protocol_mismatch": errors.ProtocolMismatch.sentence,
    "cursor_expired": errors.ResyncNeeded.sentence,
    "scope_changed": errors.ResyncNeeded.sentence,
    "bad_cursor": "Le repère de lecture n’est pas de ceux que ce serveur donne. Reprenez la lecture depuis le début.",
    "bad_request": "La demande est illisible.",
    "malformed_body": "Le contenu envoyé est illisible.",
    "invalid_request": "La demande ne suit pas le format attendu.",
    "not_found": "Cette adresse n’existe pas sur ce serveur.",
    "method_not_allowed": "Cette action n’existe pas à cette adresse.",
    "body_too_large": "Le contenu envoyé est trop gros.",
    "unsupported_media_type": "Ce type de contenu n’est pas accepté\u00a0: envoyez du JSON.",
    "unavailable": "La base de données ne répond pas. Réessayez dans un instant.",
    "internal_error": "Le serveur a rencontré un problème. Il est noté. Réessayez dans un instant.",
}
CODE_OF_STATUS: Mapping[int, str] = {
    400: "bad_request",
    401: "session_expired",
    404: "not_found",
    405: "method_not_allowed",
    413: "body_too_large",
    415: "unsupported_media_type",
    422: "invalid_request",
    500: "internal_error",
    503: "unavailable",
}
_TITLES: Mapping[int, str] = {
    400: "Bad Request",
    401: "Unauthorized",
    404: "Not Found",
    405: "Method Not Allowed",
    410: "Gone",
    413: "Content Too Large",
    415: "Unsupported Media Type",
    422: "Unprocessable Content",
    426: "Upgrade Required",
    429: "Too Many Requests",
    500: "Internal Server Error",
    503: "Service Unavailable",
}


class ProblemError(Exception):
    """What an endpoint raises: it becomes an `application/problem+json` answer."""

    def __init__(
        self, status: int, code: str, *, detail: str | None = None, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.detail = detail or SENTENCES.get(code, SENTENCES["bad_request"])
        self.headers = dict(headers or {})

    def body(self) -> bytes:
        problem = Problem(
            code=self.code, detail=self.detail, status=self.status, title=_TITLES.get(self.status, "Error")
        )
        return msgspec.json.encode(problem)


def unauthorized() -> ProblemError:
    """The token is missing, unknown, expired or dead: which of them is nobody's business."""
    return ProblemError(401, "session_expired", headers={"WWW-Authenticate": "Bearer"})


def revoked() -> ProblemError:
    """Told only to whoever shows a token, or the password, of the account itself."""
    return ProblemError(401, "account_revoked", headers={"WWW-Authenticate": "Bearer"})
