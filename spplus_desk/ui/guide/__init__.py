"""The agents' guide, read inside the program, offline."""
