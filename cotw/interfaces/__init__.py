"""Interfaces: who answers whom – the keeper, agents' hooks, MCP, and the way from a command to the keeper."""
