"""Agents: where other people's tools keep their settings, and how ours come into them and out again.

One module a tool says where it looks and which entries are ours; everything else in a file stays as it is,
letter for letter, and what was there before can be had back.
"""
