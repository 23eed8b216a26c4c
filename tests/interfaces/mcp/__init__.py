"""Tests of the memory as tools of an agent."""
