"""The central store: one writer for all desks, a feed in commit order, scope on every path."""
