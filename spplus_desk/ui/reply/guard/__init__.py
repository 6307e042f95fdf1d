"""The guard under the sheet: what is left to look at before the reply is public, and the answers to each point."""
