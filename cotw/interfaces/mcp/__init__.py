"""MCP: the memory for agents that speak the Model Context Protocol, over stdin and stdout.

`server` speaks, `tools` is the table of what can be asked, `resources` what can be read; each of `finding`,
`looking`, `knowing`, `handing` and `telling` holds tools of one kind, and none of them decides anything.
Every agent starts a server of its own, so a server is small: what takes the encoder is answered inside of
the keeper (`keeping`).
"""
