"""Bytes to messages: one module a transcript family, and the detection of which one a file belongs to."""
