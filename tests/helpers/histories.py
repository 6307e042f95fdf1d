"""Random histories of two desks, a colleague and a bad line, and the oracle that judges them.

A history is a seed: the same seed plays the same steps. The oracle knows only what was asked of the program:
each command applied once, a reply that was submitted always visible, all desks alike at the end, nothing left behind.
"""

import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import msgspec

from spplus_desk.domain.commands import Command, Payload
from spplus_desk.domain.errors import KnownError
from spplus_desk.domain.experience import Comment, Reply
from spplus_desk.domain.experience_payloads import (
    AddComment,
    Claim,
    Release,
    SetChannels,
    SetImprovement,
    SubmitReply,
    Transfer,
)
from spplus_desk.domain.inbox import ExperienceDetail, InboxRow, SortOrder, View
from spplus_desk.domain.outbox import SendItem
from spplus_desk.domain.values import replace
from spplus_desk.sync.puller import PageSizes
from tests.helpers.faults import EVERY_FAULT, Fault
from tests.helpers.world import EAST, HEAD, WEST, WEST_1, DeskEnd, World, new_id

STRUCTURES = (HEAD, WEST, WEST_1, EAST)
CHILD_OF = {HEAD: (WEST, EAST), WEST: (WEST_1,)}


class Wrong(AssertionError):
    """The oracle caught the program."""


def expect(holds: bool, what: str) -> None:
    if not holds:
        raise Wrong(what)


@dataclass
class Player:
    """One desk and what its agent did there."""

    desk: DeskEnd
    sent: list[Command] = field(default_factory=list)

    def rows(self) -> tuple[InboxRow, ...]:
        return self.desk.store.rows(View.ALL, SortOrder.DEADLINE, self.desk.world.clock()).result()

    def items(self) -> dict[str, SendItem]:
        items = self.desk.store.send_items(None, 10_000).result()
        return {item.command_id: item for item in items if item.command_id}

    def submit(self, row: InboxRow, payload: Payload) -> None:
        self.sent.append(self.desk.enqueue(row.experience_id, payload))


class History:
    """`steps` random acts, then calm; `play` raises Wrong at the first broken promise."""

    def __init__(
        self,
        world: World,
        folder: Path,
        seed: int,
        *,
        steps: int = 40,
        faults: tuple[Fault, ...] = EVERY_FAULT,
        rate: float = 0.3,
    ) -> None:
        self.world = world
        self.folder = folder
        self.dice = random.Random(seed)
        self.steps = steps
        self.faults = faults
        self.rate = rate
        sizes = PageSizes(*(self.dice.randint(1, 3) for _ in range(3)))
        self.players = [Player(self.desk_of(name, folder / f"{name}.db", sizes)) for name in ("lise", "omar")]
        self.texts = 0
        self.colleague: list[tuple[str, Payload]] = []

    def desk_of(self, name: str, path: Path, sizes: PageSizes | None = None) -> DeskEnd:
        return DeskEnd(self.world, name, path, sizes)

    # --- the play ---

    def play(self) -> None:
        for _ in range(4):
            self._deposit()
        for _ in range(self.steps):
            self.world.clock.advance(timedelta(seconds=self.dice.randint(1, 300)))
            act = self.dice.choices(
                (self._sync, self._write, self._colleague, self._deposit, self._crash), weights=(8, 9, 4, 1, 1)
            )[0]
            act()
            for player in self.players:
                self._check_visible(player)
        self._calm()

    def _sync(self) -> None:
        desk = self.dice.choice(self.players).desk
        desk.transport.rate = self.rate
        desk.transport._faults = self.faults
        desk.transport._dice = self.dice
        with suppress(KnownError):
            desk.engine.run_once()
        desk.transport.rate = 0.0

    def _write(self) -> None:
        player = self.dice.choice(self.players)
        rows = player.rows()
        if not rows:
            return
        row = self.dice.choice(rows)
        payload = self._payload(row.structure_id)
        if isinstance(payload, SubmitReply | Transfer) and not row.state.open:
            return
        player.submit(row, payload)

    def _payload(self, structure: str) -> Payload:
        self.texts += 1
        text = f"Texte {self.texts}, d’une histoire inventée."
        children = CHILD_OF.get(structure, ())
        kinds: list[Callable[[], Payload]] = [
            lambda: SubmitReply(structure_id=structure, body=text),
            lambda: SubmitReply(structure_id=structure, body=text),
            lambda: AddComment(structure_id=structure, body=text),
            lambda: AddComment(structure_id=structure, body=text),
            lambda: Claim(structure_id=structure),
            lambda: Release(structure_id=structure),
            lambda: SetImprovement(structure_id=structure, improvement=self.dice.random() < 0.5),
            lambda: SetChannels(structure_id=structure, channels=(self.dice.choice(("Accueil", "Courrier")),)),
        ]
        if children:
            kinds.append(
                lambda: Transfer(
                    structure_id=structure, to_structure_id=self.dice.choice(children), reason="Plus près."
                )
            )
        return self.dice.choice(kinds)()

    def _colleague(self) -> None:
        """Somebody works elsewhere, on what there is now: refused or not, it is her affair."""
        rows = self.players[0].rows()
        if rows:
            row = self.dice.choice(rows)
            payload = self._payload(row.structure_id)
            result = self.world.act("faure", row.experience_id, payload)
            if result.outcome == "applied":
                self.colleague.append((result.id, payload))

    def _deposit(self) -> None:
        count = self.dice.choice((1, 1, 2))
        self.world.deposit(*self.dice.sample(STRUCTURES, count))

    def _crash(self) -> None:
        self.dice.choice(self.players).desk.crash()

    # --- the oracle ---

    def _check_visible(self, player: Player) -> None:
        """A reply that was submitted is shown as answered, or stands in Envois with its text and its reason."""
        items = player.items()
        rows = {row.key: row for row in player.rows()}
        for command in player.sent:
            if not isinstance(command.payload, SubmitReply):
                continue
            item = items.get(command.id)
            if item is not None and item.parked:
                expect(item.body == command.payload.body and bool(item.reason), f"{command.id} parked without its text")
                continue
            row = rows.get(command.slot_id)
            if row is None:
                # Moved away under the agent's hands: Envois still has it until the central has answered.
                expect(item is not None or self._is_applied(command.id), f"{command.id} is nowhere")
                continue
            expect(not row.state.open, f"{command.id} was submitted, and its slot asks for an answer")
            if item is None:
                shown = player.desk.store.detail(command.slot_id).result().reply
                expect(shown is not None and shown.body == command.payload.body, f"{command.id} shows another text")

    def _is_applied(self, command_id: str) -> bool:
        return self.world.applied(command_id) > 0

    def _calm(self) -> None:
        """The line is good again: twice round, so that each desk has seen what the others pushed last."""
        for _ in range(2):
            for player in self.players:
                player.desk.engine.run_once()
        for player in self.players:
            self._check_visible(player)
            self._check_outbox(player)
            self._check_mirror(player)
        self._check_ledger()

    def _check_outbox(self, player: Player) -> None:
        expect(not player.desk.queued_ids(), f"{player.desk.username}: the outbox is not empty")
        left = [item for item in player.items().values() if not item.parked and item.state == "waiting"]
        expect(not left, f"{player.desk.username}: something still waits in Envois")

    def _check_ledger(self) -> None:
        ledger = self.world.ledger()
        replies = {reply.id: reply for reply in self._documents(Reply)}
        comments: list[str] = [comment.body for comment in self._documents(Comment)]
        sent = [(command.id, command.payload) for player in self.players for command in player.sent]
        for player in self.players:
            items = player.items()
            for command in player.sent:
                expect(command.id in ledger, f"{command.id} never reached the central")
                times = self.world.applied(command.id)
                expect(times == (ledger[command.id] == "applied"), f"{command.id} applied {times} times")
                parked = command.id in items and items[command.id].parked
                expect(parked == (ledger[command.id] == "refused"), f"{command.id} is said parked={parked}")
                if isinstance(command.payload, SubmitReply) and times:
                    kept = [reply.body for reply in replies.values()]
                    expect(kept.count(command.payload.body) == 1, f"{command.id} is not the reply that is kept")
        for command_id, payload in [*sent, *self.colleague]:
            if isinstance(payload, AddComment):
                wanted = int(ledger[command_id] == "applied")
                expect(comments.count(payload.body) == wanted, f"comment {command_id} stands another number of times")

    def _documents(self, kind: type[Reply] | type[Comment]) -> list[Reply | Comment]:
        entity = "reply" if kind is Reply else "comment"
        return [msgspec.json.decode(text, type=kind) for text in self.world.documents(entity)]

    def _check_mirror(self, player: Player) -> None:
        """The same agent at a new desk, from zero and in one page, sees the same."""
        fresh = DeskEnd(self.world, player.desk.username, self.folder / f"fresh-{new_id()}.db")
        fresh.engine.run_once()
        mine, theirs = _everything(player.desk), _everything(fresh)
        expect(mine.keys() == theirs.keys(), f"{player.desk.username}: other slots than the central's")
        for key, detail in theirs.items():
            expect(mine[key] == detail, f"{player.desk.username}: {key} differs from the central's")
        for what in ("structures", "members"):
            same = getattr(player.desk.store, what)().result() == getattr(fresh.store, what)().result()
            expect(same, f"{player.desk.username}: {what} differ")


def _everything(desk: DeskEnd) -> dict[str, ExperienceDetail]:
    """All that the desk shows, without what is this desk's own (read or not, drafts)."""
    found: dict[str, ExperienceDetail] = {}
    for row in desk.store.rows(View.ALL, SortOrder.DEADLINE, desk.world.clock(), limit=10_000).result():
        detail = desk.store.detail(row.key).result()
        found[row.key] = replace(detail, row=replace(detail.row, unread=False, has_draft=False))
    return found
