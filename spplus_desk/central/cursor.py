"""The place of a reader in the feeds of their networks: opaque outside, signed, bound to the reader's scope."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from functools import lru_cache
from hashlib import blake2b
from hmac import compare_digest

import msgspec

from spplus_desk.central.problems import ProblemError
from spplus_desk.domain.values import Value

_MAX_LENGTH = 8_000
_MAC = 12


class Cursor(msgspec.Struct, frozen=True, array_like=True):
    """`places` maps a network to (position, floor): read up to `position`; deletions at or below `floor` are of no
    use to this reader, who started from zero when the feed stood there. `left`: entries expected after this page."""

    epoch: str
    scope: str
    places: dict[str, tuple[int, int]]
    left: int = 0


class CursorSeal(Value):
    """Writes and reads the cursors of one store. `epoch` names the store, `key` signs."""

    epoch: str
    key: bytes

    def write(self, cursor: Cursor) -> str:
        body = msgspec.msgpack.encode(cursor)
        return urlsafe_b64encode(self._mac(body) + body).decode().rstrip("=")

    def read(self, text: str) -> Cursor:
        """Raises ProblemError: 400 `bad_cursor` for what was never written by a central, 410 `cursor_expired` for
        the cursor of another store (or of this one before it was restored from elsewhere)."""
        return _read(self, text)

    def _mac(self, body: bytes) -> bytes:
        return blake2b(body, key=self.key, digest_size=_MAC).digest()

    def parse(self, text: str) -> Cursor:
        if len(text) > _MAX_LENGTH:
            raise ProblemError(400, "bad_cursor")
        try:
            raw = urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
            cursor = msgspec.msgpack.decode(raw[_MAC:], type=Cursor)
        except (Base64Error, ValueError, UnicodeError, msgspec.MsgspecError) as error:
            raise ProblemError(400, "bad_cursor") from error
        if cursor.epoch != self.epoch:
            raise ProblemError(410, "cursor_expired")
        # The exact text too: base64 has several spellings of one value, and a cursor has one.
        if not compare_digest(self._mac(raw[_MAC:]), raw[:_MAC]) or self.write(cursor) != text:
            raise ProblemError(400, "bad_cursor")
        return cursor


@lru_cache(maxsize=20_000)
def _read(seal: CursorSeal, text: str) -> Cursor:
    # Desks ask "anything new?" with the same cursor again and again.
    return seal.parse(text)
