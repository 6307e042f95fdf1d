"""Signing in, and opening a profile again: from an address and a name to an open Desk."""

import logging
from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime, timedelta
from pathlib import Path

from spplus_desk.domain.errors import AccountRevoked, BadInput, CacheLocked, KnownError
from spplus_desk.domain.structure import Agent
from spplus_desk.domain.values import Value, replace
from spplus_desk.services import background, locking, profiles, revocation
from spplus_desk.services.desk import Desk
from spplus_desk.services.locking import Locking
from spplus_desk.services.patience import Patience
from spplus_desk.services.profiles import Profile, ProfileInfo
from spplus_desk.services.revocation import RevocationService
from spplus_desk.store import keys, rotation
from spplus_desk.store.store import Store
from spplus_desk.sync.addresses import check_address
from spplus_desk.sync.client import Client
from spplus_desk.sync.engine import Engine
from spplus_desk.sync.line import Transport
from spplus_desk.sync.pace import Pace
from spplus_desk.sync.puller import PageSizes
from spplus_desk.sync.scheduler import Scheduler

_log = logging.getLogger(__name__)


class Rekeyed(Value):
    """The desk that is open after a change of key; `trouble`: why the key is still the former one."""

    desk: Desk
    trouble: KnownError | None = None


class SessionService:
    """`transport_factory` makes a transport for a checked base address; `keyring` is the library, or its like;
    `steady` is `services.steady.awake_seconds`, or its like; `retention`: how long answered experiences stay.
    `rows_first`: a cache that was synchronised before waits for `Desk.start` once it is opened, so that its window is
    painted first."""

    def __init__(
        self,
        profiles_root: Path,
        keyring: keys.Keyring | None,
        clock: Callable[[], datetime],
        transport_factory: Callable[[str], Transport],
        *,
        pace: Pace | None = None,
        sizes: PageSizes | None = None,
        allow_http: bool = False,
        steady: Callable[[], float] | None = None,
        retention: timedelta | None = None,
        rows_first: bool = False,
    ) -> None:
        self._rows_first = rows_first
        self._retention = retention
        self._root = profiles_root
        self._keyring = keyring
        self._clock = clock
        self._transport_factory = transport_factory
        self._pace = pace or Pace()
        self._sizes = sizes
        self._allow_http = allow_http
        self._steady = steady

    def profiles(self) -> tuple[ProfileInfo, ...]:
        """The profiles of this machine that can be read, the last opened first: server and user name, nothing else."""
        found = [info for folder in profiles.folders(self._root) if (info := self.profile(folder)) is not None]
        return tuple(found)

    def change_key(self, desk: Desk, secret: str) -> Future["Rekeyed"]:
        """A new key for the cache of an open desk, whose agent has proved `secret` (`Locking.verify`).

        The desk closes, and another one opens the same cache, with the same session at the central. A change that
        could not be made is told beside it: the cache then has the key that it had. Raises (in the future) what an
        opening raises; then nothing is open.
        """

        def work() -> Rekeyed:
            folder = desk.folder
            if folder is None:
                raise BadInput("Ces données n’ont pas de clé à changer.")
            profile = _require(folder)
            passphrase = secret if keys.needs_passphrase(folder) else None
            client = desk.close_but_line() or Client(self._transport_factory(profile.server), self._clock)
            trouble: KnownError | None = None
            try:
                try:
                    rotation.rotate(folder / profiles.CACHE, profile.id, self._keyring, passphrase, self._clock())
                except KnownError as error:
                    _log.warning("the key was not changed: %s (%s)", error.code, error.detail)
                    trouble = error
                key = rotation.current_key(folder / profiles.CACHE, profile.id, self._keyring, passphrase)
                store = Store.open(folder / profiles.CACHE, key, clock=self._clock, steady=self._steady)
                again = self._desk(store, client, folder, profile, desk.agent if client.signed_in else None)
            except BaseException:
                client.close()
                raise
            return Rekeyed(again, trouble)

        return background.run(work, "spplus-rotate")

    def aside_of(self, folder: Path) -> Path:
        """Where `start_again` would put the files of that profile. Reads a small file. Raises StorageFault."""
        return profiles.aside_of(folder)

    def folder_of(self, server: str, username: str) -> Path | None:
        """The profile of that account on this computer, whoever opened it last. Reads small files."""
        wanted = (server.strip().rstrip("/"), username.strip().casefold())
        for info in self.profiles():
            if (info.server.rstrip("/"), info.username.casefold()) == wanted:
                return info.dir
        return None

    def start_again(self, folder: Path) -> Future[Path]:
        """The way out of a lost key or a forgotten passphrase: what cannot be opened is put aside, and the next
        sign-in begins from the central. Where the helpdesk finds the former files. Raises StorageFault."""
        return background.run(lambda: profiles.put_aside(folder, self._clock()), "spplus-aside")

    def last_profile(self) -> ProfileInfo | None:
        """The profile that was opened last on this machine. Reads small files, so it may be called at the start."""
        found = profiles.latest(self._root)
        return None if found is None else self.profile(found[0])

    def profile(self, folder: Path) -> ProfileInfo | None:
        """The profile that lies in `folder`, None where there is none."""
        profile = profiles.read(folder)
        if profile is None:
            return None
        return ProfileInfo(
            server=profile.server,
            username=profile.username,
            dir=folder,
            needs_passphrase=keys.needs_passphrase(folder),
            offline_unlock=profile.offline_unlock,
            signed_out=profile.signed_out,
        )

    def sign_out(self, desk: Desk) -> Future[None]:
        """Close the agent's desk; what was not sent stays in it, encrypted, and leaves after their next sign-in.

        The central is told where it can be reached. Raises (in the future) StorageFault.
        """

        def work() -> None:
            try:
                known = None if desk.folder is None else profiles.read(desk.folder)
                if desk.folder is not None and known is not None:
                    profiles.write(desk.folder, replace(known, signed_out=True))
                desk.end_session()
            finally:
                desk.close()

        return background.run(work, "spplus-sign-out")

    def sign_in(
        self, server: str, username: str, password: str, *, offline_unlock: bool, passphrase: str | None = None
    ) -> Future[Desk]:
        """A session at the central, then the agent's profile, made at the first time; synchronisation begins.

        Where no keyring answers, the cache's key is stretched from `passphrase`, or from the password itself.
        Raises (in the future) BadInput for the address, Unreachable, BadCredentials, NotCentral, CacheLocked,
        StorageReadOnly…
        """

        def work() -> Desk:
            address = check_address(server, allow_http=self._allow_http)
            client = Client(self._transport_factory(address), self._clock)
            try:
                try:
                    agent = client.sign_in(username.strip(), password).agent
                except AccountRevoked:
                    self._wipe_revoked(address, username.strip(), passphrase or password)
                    raise
                folder = profiles.folder_of(self._root, address, agent.id)
                known = profiles.read(folder) or profiles.new(address, username.strip(), agent.id)
                profile = replace(
                    known,
                    username=username.strip(),
                    offline_unlock=offline_unlock,
                    opened_at=self._clock(),
                    signed_out=False,
                )
                profiles.prepare(folder)
                profiles.require_writable(folder)
                key = rotation.current_key(folder / profiles.CACHE, profile.id, self._keyring, passphrase or password)
                profiles.write(folder, profile)
                if not keys.needs_passphrase(folder):
                    locking.remember(self._keyring, profile.id, password)
                store = Store.open(folder / profiles.CACHE, key, clock=self._clock, steady=self._steady)
                return self._desk(store, client, folder, profile, agent)
            except BaseException:
                client.close()
                raise

        return background.run(work, "spplus-sign-in")

    def _wipe_revoked(self, address: str, username: str, passphrase: str) -> None:
        for folder in profiles.folders(self._root):
            profile = profiles.read(folder)
            if profile is not None and (profile.server, profile.username.casefold()) == (address, username.casefold()):
                try:
                    revocation.wipe_revoked(folder, self._keyring, passphrase, self._clock)
                except KnownError as error:
                    # Without its key the mirror is noise already, and nobody may look for texts in it.
                    _log.warning("a revoked profile could not be wiped (%s)", error.code)

    def open_profile(self, folder: Path, passphrase: str | None = None) -> Future[Desk]:
        """Open the cache without the server: reading and writing work, sending waits for a sign-in.

        Raises (in the future) CacheLocked where the key does not answer, or where the agent did not allow it;
        StorageReadOnly.
        """

        def work() -> Desk:
            profile = profiles.read(folder)
            if profile is None or not profile.offline_unlock or (profile.signed_out and not passphrase):
                raise CacheLocked("Ce profil s’ouvre avec une connexion. Saisissez votre mot de passe.")
            profiles.require_writable(folder)
            with Patience(folder, self._clock).attempt():
                key = rotation.current_key(folder / profiles.CACHE, profile.id, self._keyring, passphrase)
            client = Client(self._transport_factory(profile.server), self._clock)
            try:
                store = Store.open(
                    folder / profiles.CACHE, key, clock=self._clock, steady=self._steady, patient=self._rows_first
                )
                profiles.write(folder, replace(profile, opened_at=self._clock(), signed_out=False))
                return self._desk(store, client, folder, profile, None)
            except BaseException:
                client.close()
                raise

        return background.run(work, "spplus-open")

    def _desk(self, store: Store, client: Client, folder: Path, profile: Profile, agent: Agent | None) -> Desk:
        """`agent` is None where no session was opened: the cache remembers whose it is."""
        signed_in = agent is not None
        try:
            if agent is None:
                identity = store.identity().result()
                if identity is None:
                    raise CacheLocked("Ce profil n’a pas encore servi. Connectez-vous une première fois.")
                agent = identity.agent
                revocation.refuse_if_over(store, folder, profile, self._keyring, self._clock())
            else:
                store.reinstate().result()
                store.set_identity(agent, profile.server, profile.username).result()
            store.set_retention(self._retention).result()
            profiles.forget_old_asides(folder, self._clock())
            engine = Engine(store, client, self._clock, sizes=self._sizes)
            scheduler = Scheduler(store, engine, self._clock, signed_in=signed_in, pace=self._pace)
            desk: Desk

            def wipe() -> None:
                desk.close()
                revocation.erase(folder, profile.id, self._keyring)

            desk = Desk(
                store=store,
                client=client,
                scheduler=scheduler,
                agent=agent,
                server=profile.server,
                username=profile.username,
                clock=self._clock,
                folder=folder,
                revocation=RevocationService(store, self._clock, wipe),
                locking=Locking(
                    folder,
                    profile.id,
                    self._keyring,
                    lambda password: client.sign_in(profile.username, password),
                    Patience(folder, self._clock),
                ),
            )
            if signed_in or not self._rows_first or desk.away_since is None:
                desk.start()
        except KnownError:
            store.close()
            raise
        _log.info("profile opened, %s", "signed in" if signed_in else "offline")
        return desk


def _require(folder: Path) -> Profile:
    profile = profiles.read(folder)
    if profile is None:
        raise CacheLocked("Ce profil n’a pas encore servi. Connectez-vous une première fois.")
    return profile
