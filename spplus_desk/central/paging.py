"""The query parameter `limit` of what is served page by page."""

from spplus_desk.central.problems import ProblemError
from spplus_desk.protocol import DEFAULT_PAGE, MAX_PAGE


def page_limit(text: str | None) -> int:
    """Raises ProblemError 422 for what is no number from 1 to MAX_PAGE."""
    if text is None:
        return DEFAULT_PAGE
    if not (text.isascii() and text.isdigit() and len(text) <= 6) or not 1 <= int(text) <= MAX_PAGE:
        raise ProblemError(422, "invalid_request", detail=f"«\u00a0limit\u00a0» va de 1 à {MAX_PAGE}.")
    return int(text)
