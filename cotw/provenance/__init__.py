"""Provenance: what may reach a prompt, and how it is fenced there."""
