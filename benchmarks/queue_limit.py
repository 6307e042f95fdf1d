"""The machine's own limit for row f: batches of 50 over one loopback connection, SQLite with a commit on each side.

Nothing else around it: stdlib sockets, one table, `INSERT … ON CONFLICT DO NOTHING`, synchronous=FULL on both sides.
"""

import json
import multiprocessing
import socket
import sqlite3
import time
import uuid
from multiprocessing.connection import Connection
from pathlib import Path

TEXT = "Bonjour, merci de votre retour. " * 15
BATCH = 50


def _open(path: Path, schema: str) -> sqlite3.Connection:
    database = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    database.executescript(f"PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; {schema}")
    return database


def _serve(pipe: Connection, folder: Path) -> None:
    """Store each batch, answer after the commit; one connection, until it is closed."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        pipe.send(server.getsockname()[1])
        database = _open(folder / "server.db", "CREATE TABLE reply (id TEXT PRIMARY KEY, doc TEXT) WITHOUT ROWID")
        connection, _ = server.accept()
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with connection, connection.makefile("rb") as stream:
            while stream.readline():
                length = 0
                while (line := stream.readline()) != b"\r\n":
                    if line.startswith(b"Content-Length:"):
                        length = int(line[15:])
                batch = [(one["id"], one["text"]) for one in json.loads(stream.read(length))]
                database.execute("BEGIN")
                database.executemany("INSERT INTO reply VALUES (?, ?) ON CONFLICT DO NOTHING", batch)
                database.execute("COMMIT")
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
        pipe.send(database.execute("SELECT count(*) FROM reply").fetchone()[0])
        database.close()


def rate(folder: Path, count: int) -> float:
    """Replies per second that this machine takes when nothing is around the work."""
    here, there = multiprocessing.Pipe()
    server = multiprocessing.get_context("fork").Process(target=_serve, args=(there, folder), daemon=True)
    server.start()
    port = here.recv()
    outbox = _open(
        folder / "client.db",
        "CREATE TABLE outbox (seq INTEGER PRIMARY KEY, id TEXT, text TEXT, state TEXT DEFAULT 'queued');"
        "CREATE INDEX queued ON outbox (seq) WHERE state = 'queued'",
    )
    outbox.execute("BEGIN")
    outbox.executemany("INSERT INTO outbox (id, text) VALUES (?, ?)", [(str(uuid.uuid4()), TEXT) for _ in range(count)])
    outbox.execute("COMMIT")
    with socket.create_connection(("127.0.0.1", port)) as line:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        begun = time.perf_counter()
        while rows := outbox.execute(
            "SELECT seq, id, text FROM outbox WHERE state = 'queued' ORDER BY seq LIMIT ?", (BATCH,)
        ).fetchall():
            body = json.dumps([{"id": id, "text": text} for _, id, text in rows]).encode()
            line.sendall(b"POST / HTTP/1.1\r\nContent-Length:%d\r\n\r\n%s" % (len(body), body))
            line.recv(4096)
            outbox.execute("BEGIN")
            outbox.executemany("UPDATE outbox SET state = 'sent' WHERE seq = ?", [(seq,) for seq, _, _ in rows])
            outbox.execute("COMMIT")
        took = time.perf_counter() - begun
    stored = here.recv()
    server.join()
    outbox.close()
    if stored != count:
        raise RuntimeError(f"the limit stored {stored} of {count}")
    return count / took
