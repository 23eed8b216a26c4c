"""Keeper: the one process of a home that stays, with encoder and index ready, and answers over a socket.

It is started when somebody asks and leaves when nobody has for a while; killed at any instant it loses
nothing. What is imported before its lock is taken is the standard library alone, so that of many that are
started at once all but one leave in an instant.
"""
