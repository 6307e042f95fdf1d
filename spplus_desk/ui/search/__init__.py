"""The search page: a field that becomes chips, results as one types, and the text with what was found in it."""
