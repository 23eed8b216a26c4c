"""The desk: where calls of one agent are answered – here, or by the keeper if they take the encoder.

The home is opened anew for each call, which costs next to nothing: so settings that a person changes count at
once, and calls may come at the same time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any

from mcp_types import Resource

from cotw.errors import UsageError
from cotw.interfaces.mcp import keeping, resources
from cotw.interfaces.mcp.reader import Reader, mode_of
from cotw.interfaces.mcp.tools import TOOLS
from cotw.memory import Memory
from cotw.secrets import mask

_LONGEST_NAME = 80
_NAMELESS = "mcp"

# Asks the keeper of the home at a path, with these settings by environment, for what is wanted.
Ask = Callable[[str, Mapping[str, str], Mapping[str, Any]], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Desk:
    """`tool` and `mode` are those that were named when the server was started; None: the client's own.

    `environment` holds the settings that a keeper must agree with.
    """

    open_memory: Callable[[], AbstractContextManager[Memory]]
    environment: Mapping[str, str]
    tool: str | None = None
    mode: str | None = None
    ask: Ask = keeping.answered_by_keeper

    def use(self, name: str, arguments: Mapping[str, Any], client: str) -> dict[str, Any]:
        """What a tool answers: its `text`, and `structured` or None. Raises CotwError."""
        tool = TOOLS.get(name)
        if tool is None:
            raise UsageError(
                f"there is no tool {name[:_LONGEST_NAME]!r}", hint=f"there are: {', '.join(TOOLS)}"
            )
        with self._reader(client) as reader:
            root = str(reader.memory.home.root)
            if tool.encodes:
                wanted = {
                    "name": name,
                    "arguments": dict(arguments),
                    "tool": reader.tool,
                    "mode": reader.mode,
                }
                return self.ask(root, self.environment, wanted)
            answer = tool.answer(reader, arguments)
            if tool.writes:
                keeping.tell_keeper(root, self.environment)
            return answer

    def listed(self, client: str) -> list[Resource]:
        """The resources that there are."""
        with self._reader(client) as reader:
            return resources.listed(reader)

    def read(self, uri: str, client: str) -> str:
        """The Markdown of one. Raises NothingFound."""
        with self._reader(client) as reader:
            return resources.read(reader, uri)

    @contextmanager
    def _reader(self, client: str) -> Iterator[Reader]:
        tool = self.tool or mask(client.strip()[:_LONGEST_NAME]) or _NAMELESS
        with self.open_memory() as memory:
            yield Reader(memory, tool, mode_of(memory.config.modes, tool, self.mode))
