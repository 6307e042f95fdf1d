"""Writing mode: the testimony, the reply being written, and what helps to write it."""
