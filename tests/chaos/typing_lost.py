"""How much typing a SIGKILL takes, measured from outside the process that is killed."""

import json
import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from spplus_desk.store.store import Store
from tests.chaos import nursery, typist
from tests.chaos.desk_process import now
from tests.chaos.dice import dice_of
from tests.chaos.tally import Tally
from tests.helpers.cache import KEY, key


@dataclass(frozen=True)
class Loss:
    """`seconds` of typing, from the first key that is not in the draft to the kill; 0 when all is there."""

    keys_typed: int
    keys_lost: int
    seconds: float
    whole: bool
    """The draft is the beginning of what was typed."""


def one(seed: str, base: Path, folder: Path, *, ending: str = "keys") -> Loss:
    """Type into a copy of the cache of `base` and kill. `ending`: see `typist.run`."""
    path = folder / f"typing-{seed.replace('/', '-')}.db"
    shutil.copy(base, path)
    dice = dice_of(seed, "kill")
    keys = dice.randint(1, typist.MOST_KEYS)
    times: list[float] = []
    process, pipe = nursery.start(typist.run, path, seed, ending, keys)
    try:
        while ending != "keys" or len(times) < keys:
            line = json.loads(pipe.recv_bytes())
            if "ended" in line:
                if line["failed"]:
                    raise RuntimeError("the pane could not save")
                break
            times.append(line["at"])
        if ending == "keys":  # between two keys too, before and after the pause that saves
            Event().wait(dice.choice((0.0, dice.uniform(0, 0.1), dice.uniform(0, 1.2))))
        killed = time.monotonic()
    finally:
        nursery.kill(process)
    while ending == "keys" and pipe.poll():
        try:
            times.append(json.loads(pipe.recv_bytes())["at"])
        except (EOFError, ConnectionResetError):
            break
    pipe.close()
    store = Store.open(path, KEY, clock=now)
    try:
        draft = store.draft(key("0")).result()
    finally:
        store.close()
    body = "" if draft is None else draft.body
    typed = typist.text_of(len(times))
    lost = len(times) - len(body)
    return Loss(
        keys_typed=len(times),
        keys_lost=max(lost, 0),
        seconds=max(killed - times[len(body)], 0.0) if lost > 0 else 0.0,
        # A key may have been typed and saved, and its line cut by the kill.
        whole=typed.startswith(body) or body == typist.text_of(len(times) + 1),
    )


def count(loss: Loss, seed: str, tally: Tally, *, most: float) -> None:
    tally.runs += 1
    tally.kills["typist"] += 1
    tally.drafts += 1
    if not loss.whole or loss.seconds > most:
        tally.lost += 1
        tally.wrong.append(f"typing {seed}: {loss}")
