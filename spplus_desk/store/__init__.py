"""The local cache: one encrypted SQLite file per profile, one thread that touches it, frozen rows out."""
