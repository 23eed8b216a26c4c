"""The command line: one module a command. Each parses, makes one call into the library, and renders.

A command module exposes either `command`, a function that becomes a single command, or `app`, a
`typer.Typer` that becomes a group. It is imported only when that command is run (see `app.COMMANDS`), and
nothing below this room prints.
"""
