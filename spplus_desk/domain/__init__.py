"""The business in plain Python: frozen records and pure functions. No Qt, SQL, HTTP or clock."""
