"""Mara's workshop behind a server, and the SDK's own client in front of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import anyio
from mcp import Client, MCPError
from mcp_types import CallToolResult, TextContent

from cotw.interfaces.mcp.desk import Desk
from cotw.interfaces.mcp.keeping import tool_answered
from cotw.interfaces.mcp.server import make_server
from cotw.memory import Memory


class Workshop:
    """A client of a server that reads `memory` in a mode; what takes the encoder is answered on the spot."""

    def __init__(self, memory: Memory, *, mode: str | None = None, tool: str | None = "cursor") -> None:
        @contextmanager
        def opened() -> Iterator[Memory]:
            yield memory

        def ask(root: str, environment: Mapping[str, str], wanted: Mapping[str, Any]) -> dict[str, Any]:
            with tool_answered(memory, wanted) as answer:
                return answer

        self.server = make_server(lambda: Desk(opened, {}, tool, mode, ask))

    def call(self, name: str, **arguments: Any) -> CallToolResult:
        """What a tool answers, good or bad."""
        return self.each([(name, arguments)])[0]

    def each(self, calls: Sequence[tuple[str, dict[str, Any]]]) -> list[CallToolResult]:
        """What tools answer that are called one after the other."""

        async def calling() -> list[CallToolResult]:
            async with Client(self.server) as client:
                return [await client.call_tool(name, arguments) for name, arguments in calls]

        return anyio.run(calling)

    def told(self, name: str, **arguments: Any) -> dict[str, Any]:
        """The structured answer of a tool that must not fail."""
        result = self.call(name, **arguments)
        assert not result.is_error, text_of(result)
        structured: dict[str, Any] = result.structured_content
        assert structured["text"] == text_of(result)
        return structured

    def refused(self, name: str, **arguments: Any) -> str:
        """What a tool says that cannot do what it is asked."""
        result = self.call(name, **arguments)
        assert result.is_error
        return text_of(result)

    def read(self, uri: str) -> str:
        """A resource's text, or why there is none."""

        async def reading() -> str:
            async with Client(self.server) as client:
                try:
                    result = await client.read_resource(uri)
                except MCPError as error:
                    return error.message
                return "".join(getattr(one, "text", "") for one in result.contents)

        return anyio.run(reading)

    def uris(self) -> list[str]:
        """The resources that are listed."""

        async def listing() -> list[str]:
            async with Client(self.server) as client:
                return [str(one.uri) for one in (await client.list_resources()).resources]

        return anyio.run(listing)


def text_of(result: CallToolResult) -> str:
    """The words of an answer."""
    (content,) = result.content
    assert isinstance(content, TextContent)
    return content.text
