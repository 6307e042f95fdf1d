"""Killed between the answer to the agent and anything else: what was said to be saved is there afterwards.

SIGKILL shows that nothing is kept in the process; that the disk was asked too (`synchronous=FULL`) is shown by
test_power_cut.py, where each commit of an agent's text is looked at.
"""

import json
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from spplus_desk.store.store import Store
from tests.chaos import health, nursery, writer
from tests.chaos.desk_process import now
from tests.chaos.dice import dice_of
from tests.chaos.tally import Tally
from tests.helpers.cache import KEY, cache
from tests.helpers.clock import FakeClock


def prepare(path: Path) -> None:
    """A cache with experiences to answer; runs work on copies."""
    with cache(path, FakeClock(now())) as made:
        made.filled(*(str(number) for number in range(writer.SLOTS)))


@dataclass
class _Expected:
    """Texts that may stand in a slot's draft, and in its reply on the way; None among them: nothing may stand too."""

    drafts: dict[str, set[str | None]] = field(default_factory=dict)
    replies: dict[str, set[str | None]] = field(default_factory=dict)

    def hear(self, line: dict[str, Any]) -> None:
        slot, body = line["slot"], line["body"]
        drafts, replies = self.drafts.setdefault(slot, {None}), self.replies.setdefault(slot, {None})
        match line["what"]:
            case "drafting":
                drafts.add(body)
            case "drafted":
                self.drafts[slot] = {body}
            case "sending":
                if replies == {None}:
                    replies.add(body)
                    drafts.add(None)
            case "sent":
                self.drafts[slot], self.replies[slot] = {None}, {body}
            case "undoing":
                drafts.add(body)
                replies.add(None)
            case "undone":
                self.drafts[slot], self.replies[slot] = {body}, {None}


def one(seed: str, base: Path, folder: Path) -> Tally:
    """One process, killed at one of its words; the cache of `base` is copied into `folder`."""
    path = folder / f"{seed.replace('/', '-')}.db"
    shutil.copy(base, path)
    at = dice_of(seed, "cut").randint(1, 60)
    expected, heard = _Expected(), 0
    process, pipe = nursery.start(writer.run, path, seed)
    try:
        while heard < at:
            line = json.loads(pipe.recv_bytes())
            expected.hear(line)
            heard += line["what"] in ("drafted", "sent", "undone")
    finally:
        nursery.kill(process)
    # What it still wrote before the signal came: tried, and perhaps done.
    while pipe.poll():
        try:
            expected.hear(json.loads(pipe.recv_bytes()))
        except (EOFError, ConnectionResetError):
            break
    pipe.close()
    tally = Tally(runs=1)
    tally.kills["writer"] += 1
    _judge(seed, path, expected, tally)
    return tally


def _judge(seed: str, path: Path, expected: _Expected, tally: Tally) -> None:
    store = Store.open(path, KEY, clock=now)
    try:
        found = health.faults_of(store)
        tally.caches += 1
        if found:
            tally.wrong.append(f"power cut {seed}: damaged: {found[:3]}")
        sends = store.send_items(None, 10_000).result()
        on_their_way = {item.slot_id: item.body for item in sends if item.command_id is not None}
        for slot, texts in expected.drafts.items():
            draft = store.draft(slot).result()
            tally.drafts += texts != {None}
            _hold(tally, f"power cut {seed}: draft of {slot}", None if draft is None else draft.body, texts)
        for slot, texts in expected.replies.items():
            tally.replies += texts != {None}
            _hold(tally, f"power cut {seed}: reply to {slot}", on_their_way.get(slot), texts)
    finally:
        store.close()


def _hold(tally: Tally, what: str, found: str | None, texts: set[str | None]) -> None:
    if found not in texts:
        tally.lost += 1
        tally.wrong.append(f"{what} is « {(found or 'nothing')[:40]} », not one of {len(texts)} possible")
