"""Measuring: how well a memory does what it is for, on questions whose answers are known."""
