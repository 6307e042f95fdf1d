"""Settings of a site in the manager's words: what holds, where it comes from, what a change would do, who made it."""

from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from spplus_desk.domain.document_payloads import SaveSiteSettings
from spplus_desk.domain.documents import RULE_OF_ROW, SiteSettings
from spplus_desk.domain.errors import BadInput, Refused
from spplus_desk.domain.site_settings import SettingsEffect, Site
from spplus_desk.services import background
from spplus_desk.services.documents import DocumentService
from spplus_desk.services.futures import failed
from spplus_desk.store.store import Store

if TYPE_CHECKING:
    from spplus_desk.domain.calendar.day_files import DayFile


class SiteSettingsService:
    """Works offline, save for `versions`. Nothing here blocks."""

    def __init__(self, store: Store, documents: DocumentService, clock: Callable[[], datetime]) -> None:
        self._store, self._documents, self._clock = store, documents, clock
        self._writers = RULE_OF_ROW[SiteSettings].writers

    def sites(self) -> Future[tuple[Site, ...]]:
        """Those of the agent's scope, those that they may change first, by name."""
        return self._store.sites(self._writers)

    def effect(self, payload: SaveSiteSettings) -> Future[SettingsEffect]:
        """What saving would do to the experiences that wait. Raises (in the future) Refused for what cannot be."""
        problem = payload.problem()
        if problem:
            return failed(Refused(problem, code="invalid_payload"))
        return self._store.effect_of_settings(payload, self._clock())

    def save(self, payload: SaveSiteSettings) -> Future[str]:
        """Queued, and followed at once on this desk. Raises (in the future) Refused, with the sentence of the field."""
        problem = payload.problem()
        if problem:
            return failed(Refused(problem, code="invalid_payload"))
        return self._documents.save(payload.structure_id, payload)

    def read_days(self, path: Path) -> "Future[DayFile]":
        """The holidays that a file lists. Raises (in the future) BadInput for anything else."""

        def job() -> "DayFile":
            from spplus_desk.domain.calendar.day_files import MOST_BYTES, read_day_file

            try:
                with path.open("rb") as file:
                    content = file.read(MOST_BYTES + 1)
            except OSError as error:
                raise BadInput(
                    "Ce fichier n’a pas pu être lu. Vérifiez qu’il existe encore et que vous y avez accès.",
                    detail=str(error),
                ) from error
            return read_day_file(content)

        return background.run(job, "days")

    def versions(self, settings: SiteSettings) -> Future[tuple[SiteSettings, ...]]:
        """Newest first, from the central. Raises (in the future) Unreachable, SessionExpired, NotFound."""
        return self._documents.versions(settings)
