"""Use cases in the agent’s words: what the window calls."""
