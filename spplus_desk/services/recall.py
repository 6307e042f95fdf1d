"""Close cases in the agent’s words: what others of the network answered to testimonies like this one."""

from concurrent.futures import Future

from spplus_desk.domain.cases import CloseCase
from spplus_desk.store.store import Store


class RecallService:
    """Works offline, on the recall base of this desk."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def near(self, key: str) -> Future[tuple[CloseCase, ...]]:
        """Those near the experience of a slot, judged useful first; none where nothing is near."""
        return self._store.close_cases(key.partition(":")[0])
