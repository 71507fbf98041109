"""The tools as a server of the official SDK, whatever it is reached through.

The low-level server is used: the other one puts English words before every error and writes schemas of its own.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import anyio.to_thread

from app.access import visitor
from app.mcpserver.arguments import schema
from app.mcpserver.tools import TOOLS, Tool, call
from app.served import ChainProvider

if TYPE_CHECKING:
    from mcp.server.lowlevel import Server

INSTRUCTIONS = (
    "条问按本单位收录的规章制度回答问题，答案逐字摘自原文，出处准确到条、款、项。"
    "引用时照录原文并写明《制度名称》和条款；refused 为 true 时如实说未找到依据，不要自行补充；"
    "related 和检索结果都不是答案。"
)
"""What a client tells its model of this server."""


def build(provider: ChainProvider, title: str, root: str) -> Server[Any]:
    """A server over the chain that is serving. ``title`` is the name of the site, ``root`` its public prefix."""
    import mcp_types as types
    from mcp.server.context import ServerRequestContext
    from mcp.server.lowlevel import Server
    from mcp.shared.exceptions import MCPError

    by_name = {tool.name: tool for tool in TOOLS}
    listed = types.ListToolsResult(tools=[_described(tool) for tool in TOOLS])

    async def list_tools(
        context: ServerRequestContext[Any], params: types.PaginatedRequestParams | None
    ) -> types.ListToolsResult:
        return listed

    async def call_tool(
        context: ServerRequestContext[Any], params: types.CallToolRequestParams
    ) -> types.CallToolResult:
        tool = by_name.get(params.name)
        if tool is None:
            raise MCPError(types.INVALID_PARAMS, f"没有这个工具，可用的有：{'、'.join(by_name)}。")
        scope = context.request.scope if context.request is not None else {}  # standard input has no request
        work = partial(call, provider, tool, params.arguments or {}, visitor(scope).name, root)
        result = await anyio.to_thread.run_sync(work)
        return types.CallToolResult(
            content=[types.TextContent(text=result.text)], structured_content=result.data, is_error=result.failed
        )

    server: Server[Any] = Server(
        "tiaowen",
        version="1",
        title=title,
        instructions=INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )
    server.middleware.clear()  # spans for an exporter, of which there is none here
    return server


def _described(tool: Tool) -> Any:
    import mcp_types as types

    return types.Tool(
        name=tool.name,
        title=tool.title,
        description=tool.description,
        input_schema=schema(tool.takes),
        output_schema=schema(tool.gives),
        annotations=types.ToolAnnotations(
            read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
        ),
    )
