"""One call on a thread of its own, with a future for its end: for what happens rarely, such as a sign-in."""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

T = TypeVar("T")


def run(job: Callable[[], T], name: str) -> Future[T]:
    """Start `job` now; the future has its result or what it raised, on that thread."""
    future: Future[T] = Future()

    def work() -> None:
        if not future.set_running_or_notify_cancel():
            return
        try:
            result = job()
        except BaseException as error:
            future.set_exception(error)
        else:
            future.set_result(result)

    # A daemon: closing the window during a sign-in must not wait for a server that is silent.
    threading.Thread(target=work, name=name, daemon=True).start()
    return future
