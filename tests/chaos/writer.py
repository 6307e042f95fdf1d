"""An agent's writing, in a process to kill: drafts and replies on a real cache, no network.

Each thing is told on the pipe as soon as its future has resolved: what the window would say to the agent.
"""

import json
from contextlib import suppress
from datetime import timedelta
from multiprocessing.connection import Connection
from pathlib import Path

from spplus_desk.domain.errors import KnownError
from spplus_desk.domain.outbox import Draft
from spplus_desk.services.replying import ReplyingService
from spplus_desk.services.steady import awake_seconds
from spplus_desk.store.store import Store
from tests.chaos.desk_process import now
from tests.chaos.dice import dice_of
from tests.helpers.cache import KEY, ME, key

SLOTS = 30
_HOLD = timedelta(seconds=30)


def run(pipe: Connection, cache: Path, seed: str) -> None:
    """The target of the process: writes until it is killed."""
    store = Store.open(cache, KEY, clock=now, steady=awake_seconds)
    replying = ReplyingService(store, now, ME)
    dice = dice_of(seed, "writer")
    number = 0

    def tell(**line: object) -> None:
        pipe.send_bytes(json.dumps(line).encode())

    while True:
        number += 1
        slot = key(str(dice.randrange(SLOTS)))
        text = Draft(slot_id=slot, body=f"Texte {number} de {seed}. " + "Il se suit. " * dice.randrange(60))
        if dice.random() < 0.7:
            tell(what="drafting", slot=slot, body=text.body)
            replying.save(text).result()
            tell(what="drafted", slot=slot, body=text.body)
            continue
        body = text.body.strip()
        tell(what="sending", slot=slot, body=body)
        with suppress(KnownError):  # one reply for each slot
            item = replying.send(text, _HOLD).result()
            tell(what="sent", slot=slot, body=body)
            if dice.random() < 0.4 and item.command_id is not None:
                tell(what="undoing", slot=slot, body=body)
                replying.undo(item.command_id).result()
                tell(what="undone", slot=slot, body=body)
