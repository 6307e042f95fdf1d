"""Templates: their variables and blanks, the library each belongs to, how they are looked for, which suit a testimony.

A body may hold variables, `{{phone}}`, filled by the program from the experience and the site, and guided blanks,
`[[date of the appointment]]`, which the agent fills. A variable without a value here becomes a blank: nothing raw, and
nothing empty, can be sent.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from functools import cache

from spplus_desk.domain.documents import Template
from spplus_desk.domain.inbox import ExperienceDetail
from spplus_desk.domain.resources import resource_path
from spplus_desk.domain.structure import StructureTree
from spplus_desk.domain.text import folded
from spplus_desk.domain.values import Value

VARIABLES: Mapping[str, str] = {
    "pseudonym": "pseudonyme",
    "structure": "structure",
    "procedure": "démarche",
    "channel": "canal",
    "phone": "téléphone du site",
    "hours": "horaires",
    "address": "adresse",
    "town": "ville",
    "link": "lien du site",
    "published_on": "date de publication",
}
"""The variables of a template, with the words that stand for them on screen."""
ENOUGH_VOTES = 10
"""Below that, no share of useful votes is shown."""
_MARK = re.compile(r"\[\[(?P<blank>[^\[\]\n]*)\]\]|\{\{\s*(?P<variable>[^{}\n]*?)\s*\}\}")
_STRAY = re.compile(r"\[\[|\]\]|\{\{|\}\}")
_SHORT = 4
"""Words below that length say nothing of the subject."""


class Library(StrEnum):
    """Whose a template is, from the widest to the narrowest."""

    NATIONAL = "national"
    NETWORK = "network"
    SITE = "site"
    PERSONAL = "personal"


class Part(Value):
    """A stretch of a body: plain text, a variable or a blank; `name` is that of a variable or a blank."""

    text: str
    name: str = ""
    variable: bool = False


class TemplateUse(Value, kw_only=True):
    """What became of the replies that began with a template, as far as this desk sees. `votes` of visitors."""

    template_id: str
    uses: int = 0
    useful: int = 0
    votes: int = 0

    @property
    def share(self) -> float | None:
        """The share of useful votes, from 0 to 1; None while there are too few."""
        return self.useful / self.votes if self.votes >= ENOUGH_VOTES else None


def parts(body: str) -> tuple[Part, ...]:
    """The body cut at its variables and blanks, in reading order; joined again they give the body."""
    found: list[Part] = []
    last = 0
    for mark in _MARK.finditer(body):
        if mark.start() > last:
            found.append(Part(body[last : mark.start()]))
        is_variable = mark["variable"] is not None
        name = mark["variable"] if is_variable else mark["blank"]
        found.append(Part(mark[0], name.strip(), is_variable))
        last = mark.end()
    if last < len(body):
        found.append(Part(body[last:]))
    return tuple(found)


def unmarked(body: str) -> str:
    """The body with the bare words of its blanks and variables, for a line of a list."""
    return "".join(VARIABLES.get(part.name, part.name) if part.name else part.text for part in parts(body))


def fill(body: str, values: Mapping[str, str]) -> str:
    """The body with its variables filled. Guided blanks stay; a variable that nobody knows, or that has no value here,
    becomes a blank under its French name."""

    def value(found: re.Match[str]) -> str:
        name = found["variable"]
        if name is None:
            return found[0]
        return values.get(name, "").strip() or f"[[{VARIABLES.get(name, name)}]]"

    return _MARK.sub(value, body)


def values_of(detail: ExperienceDetail, site: Mapping[str, str] | None = None) -> dict[str, str]:
    """What the variables mean for one experience; `site` gives those of the structure's own settings."""
    row, experience = detail.row, detail.experience
    day = row.published_at.date()
    return {
        "pseudonym": row.pseudonym.strip(),
        "structure": row.structure_name.strip(),
        "procedure": experience.procedures[0] if experience.procedures else "",
        "channel": detail.slot.channels[0].lower() if detail.slot.channels else "",
        "published_on": _french_day(day),
        **(site or {}),
    }


_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip


def _french_day(day: date) -> str:
    return f"{'1er' if day.day == 1 else day.day}\u00a0{_MONTHS[day.month - 1]}\u00a0{day.year}"


def problems(title: str, body: str) -> tuple[str, ...]:
    """What keeps a template from being saved, as sentences for its author."""
    found: list[str] = []
    if not title.strip():
        found.append("Donnez un titre au modèle.")
    if not body.strip():
        found.append("Écrivez le texte du modèle.")
    known = ", ".join(VARIABLES.values())
    for part in parts(body):
        if part.variable and part.name not in VARIABLES:
            found.append(f"La variable «\u00a0{part.name}\u00a0» n’existe pas. Les variables sont\u00a0: {known}.")
        if not part.variable and not part.name and part.text.startswith("[["):
            found.append("Un blanc n’a pas de nom. Dites ce qu’il faut y écrire.")
        if not part.name and not part.text.startswith("[[") and _STRAY.search(part.text):
            found.append("Un blanc ou une variable n’est pas fermé. Vérifiez les crochets et les accolades.")
    return tuple(dict.fromkeys(found))


def library(template: Template, tree: StructureTree) -> Library:
    """`origin` names the published set that a national one comes from."""
    if template.agent_id is not None:
        return Library.PERSONAL
    if template.origin:
        return Library.NATIONAL
    owner = tree.get(template.structure_id)
    return Library.NETWORK if owner is not None and owner.parent_id is None else Library.SITE


def due_for_review(template: Template, today: date) -> bool:
    """Its review date has passed."""
    return template.review_on is not None and template.review_on < today


# Looking for one


@cache
def synonyms() -> tuple[tuple[str, ...], ...]:
    """Groups of words that stand for one another, folded (resources/templates/synonyms.toml)."""
    with resource_path("templates", "synonyms.toml").open("rb") as file:
        groups = tomllib.load(file)["groups"]
    return tuple(tuple(folded(word) for word in group) for group in groups)


def ways(typed: str) -> tuple[tuple[str, ...], ...]:
    """For each word typed, the folded spellings of which a template has to hold one: the word itself, and its synonyms
    where it is a whole word of a group. « rdv annul » asks for (rdv, rendez-vous, …) and (annul)."""
    found: list[tuple[str, ...]] = []
    for word in folded(typed).split():
        others = [other for group in synonyms() if word in group for other in group if other != word]
        found.append((word, *others))
    return tuple(found)


def searchable(template: Template) -> str:
    words = (template.title, template.theme, *template.procedures, *template.channels, template.synonyms, template.body)
    return folded(" ".join(words))


def holds(text: str, wanted: Sequence[Sequence[str]]) -> bool:
    """Whether a folded text holds every word, in one of its spellings."""
    return all(any(spelling in text for spelling in spellings) for spellings in wanted)


def search(templates: Iterable[Template], typed: str) -> tuple[Template, ...]:
    """Those that hold every word typed; titles that do come first, else the order given."""
    wanted = ways(typed)
    found = [template for template in templates if holds(searchable(template), wanted)]
    return tuple(sorted(found, key=lambda template: not holds(folded(template.title), wanted)))


# Which suits


def points(template: Template, detail: ExperienceDetail, use: TemplateUse | None = None) -> float:
    """How well a template suits an experience. Points, not rules: every template stays in the list."""
    experience = detail.experience
    total = 0.0
    if template.sentiments and experience.sentiment is not None:
        total += 3 if experience.sentiment in template.sentiments else -3
    if template.channels:
        total += 2 if set(template.channels) & set(detail.slot.channels) else -1
    if template.procedures:
        asked = {folded(name) for name in experience.procedures}
        total += 4 if asked & {folded(name) for name in template.procedures} else -1
    subject = _words(" ".join((experience.title, *experience.procedures)))
    named = _words(f"{template.title} {template.theme} {template.synonyms}")
    total += 2 * min(len(named & subject), 3)
    total += min(len(named & _words(experience.body) - subject), 2)
    if template.structure_id == detail.slot.structure_id:
        total += 1
    if use is not None and use.share is not None:
        total += 2 * (use.share - 0.5)  # half of all replies are judged useful: better than that counts
    return total


def best_first(
    templates: Iterable[Template], detail: ExperienceDetail, uses: Mapping[str, TemplateUse] | None = None
) -> tuple[Template, ...]:
    """Equal ones by title."""
    known = uses or {}
    return tuple(
        sorted(templates, key=lambda t: (-points(t, detail, known.get(t.id)), t.title, t.id)),
    )


def _words(text: str) -> frozenset[str]:
    letters = "".join(c if c.isalnum() else " " for c in folded(text))
    # A final s or x is most often a plural.
    return frozenset(word.rstrip("sx") for word in letters.split() if len(word) >= _SHORT)
