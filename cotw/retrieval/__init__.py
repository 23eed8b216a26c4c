"""Retrieval: a question in, ranked hits out. Paths that do not know each other, and their fusion."""
