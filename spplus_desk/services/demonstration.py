"""What a trainer can do to the demonstration: cut the network, deposit an experience, have a colleague answer."""

from concurrent.futures import Future
from typing import Protocol


class DemonstrationControls(Protocol):
    """Handed to the window in demonstration mode only. Futures resolve on another thread."""

    @property
    def network_on(self) -> bool: ...

    @property
    def other_seat(self) -> str:
        """Who sits at the other desk of the demonstration, in words: the super agent, or the agent again."""
        ...

    def set_network(self, on: bool) -> None: ...

    def deposit_experience(self) -> Future[str]:
        """Publish one more invented experience for the agent's site; its id."""
        ...

    def colleague_answers(self, key: str | None) -> Future[str]:
        """Have a colleague answer the slot `key`, or the most urgent open one; the experience's id.

        Raises (in the future) `Refused` where that slot has a reply already or nothing is left to answer.
        """
        ...
