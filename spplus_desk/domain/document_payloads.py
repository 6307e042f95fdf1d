"""What an agent may want of a shared document: the payloads of commands whose subject is one."""

from dataclasses import dataclass

from spplus_desk.domain.document_contents import (
    LONGEST_REASON,
    AbsenceContent,
    DraftContent,
    PausesContent,
    ServiceLineContent,
    SiteSettingsContent,
    TemplateContent,
    ViewContent,
    WordContent,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentPayload:
    """A change of a shared document (`domain.documents`); the command's `subject` is the document's id. `structure_id`
    owns it."""

    structure_id: str

    @property
    def private(self) -> bool:
        """True for what belongs to its author alone."""
        return False

    @property
    def label(self) -> str:
        """How Envois calls it."""
        return ""

    def problem(self) -> str:
        """What cannot be in the content, in words for the log; empty when all is well."""
        return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveTemplate(DocumentPayload, TemplateContent):
    """`personal`: for its author alone. Else it is offered to all of the structure's subtree."""

    personal: bool = False

    @property
    def private(self) -> bool:
        return self.personal

    @property
    def label(self) -> str:
        return self.title

    def problem(self) -> str:
        return "" if self.title.strip() and self.body.strip() else "a template without title or text"


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawTemplate(DocumentPayload):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveView(DocumentPayload, ViewContent):
    """A view of the agent's own, kept under one of their structures."""

    @property
    def private(self) -> bool:
        return True

    @property
    def label(self) -> str:
        return self.name

    def problem(self) -> str:
        return "" if self.name.strip() else "a view without name"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteView(DocumentPayload):
    @property
    def private(self) -> bool:
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveSiteSettings(DocumentPayload, SiteSettingsContent):
    """The command's subject is the structure."""

    @property
    def label(self) -> str:
        return "Réglages du site"

    def problem(self) -> str:
        from spplus_desk.domain.calendar.settings import problem_of  # nothing before the first paint needs calendars

        return problem_of(self.calendar, self.target)


@dataclass(frozen=True, slots=True, kw_only=True)
class SavePauses(DocumentPayload, PausesContent):
    """The command's subject is the slot's id."""

    @property
    def label(self) -> str:
        return "Pause de l’objectif interne"

    def problem(self) -> str:
        if any(one.end is not None and one.end < one.start for one in self.pauses):
            return "a pause that ends before it begins"
        return "a reason that is too long" if any(len(one.reason) > LONGEST_REASON for one in self.pauses) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddWord(DocumentPayload, WordContent):
    """The word is right for its author, or (`shared`) for all of the structure's subtree. One document for each word:
    two desks that add some offline never meet in one."""

    shared: bool = False

    @property
    def private(self) -> bool:
        return not self.shared

    @property
    def label(self) -> str:
        return self.word

    def problem(self) -> str:
        return "" if self.word.strip() and len(self.word.split()) == 1 else "a word of the dictionary is one word"


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveWord(DocumentPayload):
    shared: bool = False

    @property
    def private(self) -> bool:
        return not self.shared


LINE_KINDS = frozenset({"phone", "email", "address"})
"""What a service publishes of itself: nothing else that the guard finds can be a service's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddServiceLine(DocumentPayload, ServiceLineContent):
    """« C’est le numéro du service »: for all of the structure's subtree. One document for each, like the words of the
    dictionary; two that say the same are shown as one."""

    @property
    def label(self) -> str:
        return self.value

    def problem(self) -> str:
        return "" if self.kind in LINE_KINDS and self.value.strip() else "a phone, an e-mail or an address is wanted"


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveServiceLine(DocumentPayload):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveAbsence(DocumentPayload, AbsenceContent):
    """The command's subject is `AGENT:STRUCTURE`, the id of the agent's post."""

    @property
    def label(self) -> str:
        return "Absence"

    def problem(self) -> str:
        if (self.start is None) != (self.end is None):
            return "an absence with one day alone"
        wrong = self.start is not None and self.end is not None and self.end < self.start
        return "an absence that ends before it begins" if wrong else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareDraft(DocumentPayload, DraftContent):
    """For the colleagues of the structure."""

    @property
    def label(self) -> str:
        return "Brouillon partagé"

    def problem(self) -> str:
        if not self.slot.endswith(f":{self.structure_id}"):
            return "a draft for another structure"
        return "" if self.body.strip() else "a draft without text"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnshareDraft(DocumentPayload):
    @property
    def label(self) -> str:
        return "Brouillon partagé"
