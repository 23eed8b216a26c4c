"""Nightshift jobs: what runs while nobody is talking. One module a job, and the table of all of them.

A job reads the memory and the journal, does one thing, and records what it produced in the journal with
its inputs; it never decides anything that is a person's to decide. What is due is computed from the
journal, not from a scheduler's own store, so that a crash or a week of downtime loses nothing. Jobs import
from every room below and from no other job. `shift/` runs them: one pass over what is due, and the process
that waits for the night; `installing/` lets the system call a pass. Commands start them, they start no
command of their own.
"""
