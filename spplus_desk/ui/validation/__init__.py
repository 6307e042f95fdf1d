"""A super agent reads a reply beside its testimony, and approves it or returns it."""
