"""Reflection: what of a conversation moved somebody, went in circles or pulled two ways, and what may grow of it."""
