"""Extraction: pure functions from text to findings. Nothing here reads a file, a clock or a database."""
