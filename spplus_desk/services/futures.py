"""Small joints between futures: what a use case answers is not always what the store answers."""

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

S = TypeVar("S")
T = TypeVar("T")


def then(future: Future[S], change: Callable[[S], T]) -> Future[T]:
    """The future of `change(result)`; what `future` or `change` raised goes on. `change` runs on the thread that
    answers: it must be short, and must not wait."""
    changed: Future[T] = Future()
    changed.set_running_or_notify_cancel()

    def finish(done: Future[S]) -> None:
        try:
            result = change(done.result())
        except BaseException as error:
            changed.set_exception(error)
        else:
            changed.set_result(result)

    future.add_done_callback(finish)
    return changed


def nothing(future: Future[Any]) -> Future[None]:
    """The same moment and the same errors, without the result."""
    return then(future, lambda _result: None)


def failed(error: Exception) -> Future[Any]:
    """A future that has raised already: callers meet one way of failing only."""
    future: Future[Any] = Future()
    future.set_exception(error)
    return future
