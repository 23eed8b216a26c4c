"""Continuity: sessions, threads, handoffs between them, and the context of one turn."""
