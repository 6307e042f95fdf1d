"""Small joints between futures: what a use case answers is not always what the store answers."""

import threading
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


def follow(future: Future[S], ask: Callable[[S], Future[T]]) -> Future[T]:
    """The future of what `ask` asks for with the result; what either raised goes on. `ask` runs on the thread that
    answers: it must not wait."""
    answer: Future[T] = Future()
    answer.set_running_or_notify_cancel()

    def hand_over(done: Future[T]) -> None:
        error = done.exception()
        if error is not None:
            answer.set_exception(error)
        else:
            answer.set_result(done.result())

    def finish(done: Future[S]) -> None:
        try:
            asked = ask(done.result())
        except BaseException as error:
            answer.set_exception(error)
        else:
            asked.add_done_callback(hand_over)

    future.add_done_callback(finish)
    return answer


def gather(*futures: Future[Any]) -> Future[tuple[Any, ...]]:
    """The results of all, in their order, once the last has come; the first error, if any, instead."""
    together: Future[tuple[Any, ...]] = Future()
    together.set_running_or_notify_cancel()
    left = len(futures)
    lock = threading.Lock()
    if not futures:
        together.set_result(())

    def finish(_done: Future[Any]) -> None:
        nonlocal left
        with lock:
            left -= 1
            if left:
                return
        error = next((found for f in futures if (found := f.exception()) is not None), None)
        if error is not None:
            together.set_exception(error)
        else:
            together.set_result(tuple(f.result() for f in futures))

    for future in futures:
        future.add_done_callback(finish)
    return together


def nothing(future: Future[Any]) -> Future[None]:
    """The same moment and the same errors, without the result."""
    return then(future, lambda _result: None)


def answered(result: T) -> Future[T]:
    """A future that has its answer already."""
    future: Future[T] = Future()
    future.set_result(result)
    return future


def failed(error: Exception) -> Future[Any]:
    """A future that has raised already: callers meet one way of failing only."""
    future: Future[Any] = Future()
    future.set_exception(error)
    return future
