"""Which template suits an experience. Points, not rules: every template stays in the list."""

import unicodedata
from collections.abc import Iterable

from spplus_desk.domain.documents import Template
from spplus_desk.domain.inbox import ExperienceDetail

_SHORT = 4
"""Words below that length say nothing of the subject."""


def best_first(templates: Iterable[Template], detail: ExperienceDetail) -> tuple[Template, ...]:
    """Equal ones by title."""
    return tuple(sorted(templates, key=lambda template: (-points(template, detail), template.title, template.id)))


def points(template: Template, detail: ExperienceDetail) -> int:
    experience = detail.experience
    total = 0
    if template.sentiments and experience.sentiment is not None:
        total += 3 if experience.sentiment in template.sentiments else -3
    if template.channels:
        total += 2 if set(template.channels) & set(detail.slot.channels) else -1
    subject = _words(" ".join((experience.title, *experience.procedures)))
    named = _words(f"{template.title} {template.theme}")
    total += 2 * min(len(named & subject), 3)
    total += min(len(named & _words(experience.body) - subject), 2)
    if template.structure_id == detail.slot.structure_id:
        total += 1
    return total


def _words(text: str) -> frozenset[str]:
    plain = unicodedata.normalize("NFKD", text.lower())
    letters = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    # A final s or x is most often a plural.
    return frozenset(word.rstrip("sx") for word in letters.split() if len(word) >= _SHORT)
