"""Faults of every kind, and whether anything is lost by them; `python -m benchmarks.faults`."""
