"""Reflection: what of a talk moved somebody, went in circles or pulled two ways, and what may grow of it."""
