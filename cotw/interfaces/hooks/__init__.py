"""Hooks: what an agent calls at its events.

The standard library and `cotw.wire` alone, without `typing` and `dataclasses`, which take as long to import
as a hook takes to answer. Whatever goes wrong, its agent is not to notice.
"""
