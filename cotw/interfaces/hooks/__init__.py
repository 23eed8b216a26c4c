"""Hooks: what an agent calls at its events.

The standard library and `cotw.wire` alone. Whatever goes wrong, its agent is not to notice.
"""
