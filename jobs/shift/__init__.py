"""Shift: how jobs are run – what is due, one pass over it, and the process that waits for the night."""
