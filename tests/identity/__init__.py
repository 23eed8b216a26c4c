"""Identity: who the agent is, read from files that a person edits."""
