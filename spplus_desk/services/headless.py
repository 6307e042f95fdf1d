"""The desk without a window: one whole synchronisation, one reply, the queue. For scripts and administrators."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from spplus_desk.domain.errors import REFUSALS, AccountRevoked, BadInput, CacheLocked, KnownError, NotFound, Refused
from spplus_desk.domain.inbox import InboxRow
from spplus_desk.domain.outbox import Draft, SendItem
from spplus_desk.domain.statistics.answers import Numbers
from spplus_desk.domain.statistics.periods import Period
from spplus_desk.domain.statistics.questions import Node
from spplus_desk.domain.sync_status import SyncReport
from spplus_desk.domain.values import Value, replace
from spplus_desk.services import profiles, revocation
from spplus_desk.services.dashboard import DashboardService
from spplus_desk.services.outbox import OutboxService
from spplus_desk.services.paper.poster import Size
from spplus_desk.services.paper.service import PaperService
from spplus_desk.services.replying import ReplyingService
from spplus_desk.store import keys, rotation
from spplus_desk.store.rollup_recount import Difference
from spplus_desk.store.store import Store
from spplus_desk.sync.addresses import check_address
from spplus_desk.sync.client import Client
from spplus_desk.sync.engine import Engine
from spplus_desk.sync.line import Transport
from spplus_desk.sync.puller import Progress

_ALL = 1_000_000


class WrongProfile(KnownError):
    """The folder named on the command line is not the one that this call is about."""

    code = "wrong_profile"
    sentence = "Ce dossier n’est pas un profil SP+ Desk. Lancez d’abord «\u00a0spplus-desk sync\u00a0» avec ce dossier."


class Ambiguous(KnownError):
    """Several of the agent's structures are concerned; one has to be named."""

    code = "ambiguous_structure"
    sentence = "Cette expérience concerne plusieurs de vos structures. Précisez laquelle avec --structure."


class Paper(Value):
    """A PDF file to write: the report, or the poster in a size."""

    path: Path
    poster: Size | None = None


class Headless:
    """One profile folder. `passphrase` serves where no keyring answers. Every call waits for its end."""

    def __init__(
        self,
        folder: Path,
        *,
        keyring: keys.Keyring | None,
        passphrase: str | None,
        clock: Callable[[], datetime],
        transport_factory: Callable[[str], Transport],
        allow_http: bool = False,
        retention: timedelta | None = None,
    ) -> None:
        self._retention = retention
        self._folder = folder
        self._keyring = keyring
        self._passphrase = passphrase
        self._clock = clock
        self._transport_factory = transport_factory
        self._allow_http = allow_http

    def sync(self, server: str | None, username: str | None, password: str, progress: Progress) -> SyncReport:
        """Sign in, make the profile at the first time, push and pull to the end.

        Raises WrongProfile where the folder belongs to another account, and all that a sign-in or a run raises.
        """
        known = profiles.read(self._folder)
        server = server or (known.server if known else None)
        username = username or (known.username if known else None)
        if not server or not username:
            raise WrongProfile("Indiquez le serveur et l’identifiant\u00a0: --central URL --user NOM.")
        address = check_address(server, allow_http=self._allow_http)
        client = Client(self._transport_factory(address), self._clock)
        try:
            try:
                agent = client.sign_in(username, password).agent
            except AccountRevoked:
                revocation.wipe_revoked(self._folder, self._keyring, self._passphrase, self._clock)
                raise
            profile = known or profiles.new(address, username, agent.id)
            if (profile.server, profile.agent_id) != (address, agent.id):
                raise WrongProfile(
                    "Ce dossier est le profil d’un autre compte ou d’un autre serveur. Choisissez-en un autre."
                )
            profiles.prepare(self._folder)
            key = rotation.current_key(self._folder / profiles.CACHE, profile.id, self._keyring, self._passphrase)
            profiles.write(self._folder, replace(profile, username=username, opened_at=self._clock()))
            store = Store.open(self._folder / profiles.CACHE, key, clock=self._clock)
            try:
                store.set_identity(agent, address, username).result()
                store.set_retention(self._retention).result()
                report = Engine(store, client, self._clock).run_once(progress)
                store.sweep().result()  # nothing is idle here: what is too old leaves before the end
                return report
            finally:
                store.close()
        finally:
            _sign_out(client)

    def reply(self, experience: str, structure: str | None, text: str) -> SendItem:
        """Queue a reply, on disk when this returns; it leaves at the next synchronisation.

        Raises NotFound, Ambiguous, Refused (`empty_body`, `too_long`, `already_answered`).
        """
        with self._open() as store:
            identity = store.identity().result()
            if identity is None:
                raise CacheLocked("Ce profil n’a pas encore servi. Lancez d’abord «\u00a0spplus-desk sync\u00a0».")
            row = _row(store.slots_of_experience(experience).result(), structure)
            if not row.state.open:
                raise Refused(REFUSALS["already_answered"], code="already_answered")
            replying = ReplyingService(store, self._clock, identity.agent)
            return replying.send(Draft(slot_id=row.key, body=text), timedelta(0), keep_draft=True).result()

    def outbox(self) -> list[dict[str, Any]]:
        """Every send, the newest first, with plain values only."""
        with self._open() as store:
            return [
                msgspec.to_builtins(item, builtin_types=(datetime, date))
                for item in OutboxService(store, self._clock).items(limit=_ALL).result()
            ]

    def export(self, path: Path) -> int:
        """Write to `path` what the central does not have of this profile, also of one that was put aside when its key
        was lost; how many texts and actions. They stay in the profile. Raises WrongProfile, CacheLocked, BadInput."""
        with self._open() as store:
            found = store.unsent().result()
        revocation.write_texts(path, found)
        return len(found)

    def stats(self, first: date, last: date, structure: str | None, papers: Iterable[Paper] = ()) -> Numbers:
        """The figures of the agent's first post with all below it, or of `structure`; also on each of the `papers`.

        Raises WrongProfile, BadInput for a period that ends before it begins, NotFound outside the scope, StorageFault
        where a file cannot be written.
        """
        try:
            period = Period(first, last)
        except ValueError as error:
            raise BadInput("La période finit avant de commencer. Inversez --from et --to.") from error
        with self._open() as store:
            identity = store.identity().result()
            if identity is None or not identity.agent.memberships:
                raise CacheLocked("Ce profil n’a pas encore servi. Lancez d’abord «\u00a0spplus-desk sync\u00a0».")
            node = Node(structure or identity.agent.memberships[0].structure_id)
            numbers = DashboardService(store, self._clock, identity.agent).numbers(node, period).result()
            service = PaperService(store)
            for paper in papers:
                if paper.poster is None:
                    service.report(numbers, paper.path).result()
                else:
                    service.poster(numbers, paper.path, paper.poster).result()
            return numbers

    def recount(self) -> tuple[Difference, ...]:
        """The kept sums against a full count of the cache: what differs. Raises WrongProfile."""
        with self._open() as store:
            return store.recount().result()

    @contextmanager
    def _open(self) -> Iterator[Store]:
        profile = profiles.read(self._folder)
        if profile is None:
            raise WrongProfile
        key = rotation.current_key(self._folder / profiles.CACHE, profile.id, self._keyring, self._passphrase)
        store = Store.open(self._folder / profiles.CACHE, key, clock=self._clock)
        try:
            yield store
        finally:
            store.close()


def _row(found: tuple[InboxRow, ...], structure: str | None) -> InboxRow:
    if structure is not None:
        found = tuple(row for row in found if row.structure_id == structure)
    if not found:
        raise NotFound
    if len(found) > 1:
        codes = ", ".join(sorted(row.structure_id for row in found))
        raise Ambiguous(f"{Ambiguous.sentence[:-1]} : {codes}.")
    return found[0]


def _sign_out(client: Client) -> None:
    """The token of a single run has no use after it; a server that is away will let it expire."""
    try:
        client.sign_out()
    except KnownError:
        pass
    finally:
        client.close()
