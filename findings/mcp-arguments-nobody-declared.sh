#!/usr/bin/env bash
# mcp 2.3.0: a tool runs with the arguments it knows and drops the others without a word.
#
# The input schema that MCPServer derives from a function leaves additional properties open, and the model of its arguments
# ignores what is not in it. An agent that calls price(amount=2, discont=0.5) for discount gets the undiscounted price and no
# error. A good guess is that a typed tool refuses a misspelled argument. A server has to compare the names itself.
# Exits 0 while such a call succeeds and the schema does not forbid it, 1 when that has changed.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q mcp==2.3.0
"$folder/venv/bin/python" - <<'P'
import sys
from importlib.metadata import version

import anyio
from mcp import Client
from mcp.server.mcpserver import MCPServer

server = MCPServer("shop")

@server.tool()
def price(amount: int, discount: float = 0.0) -> float:
    """What so many cost."""
    return amount * 10 * (1 - discount)

async def ask() -> tuple[bool, object, object]:
    async with Client(server) as client:
        (tool,) = (await client.list_tools()).tools
        answer = await client.call_tool("price", {"amount": 2, "discont": 0.5})
        return answer.is_error, answer.structured_content, tool.input_schema.get("additionalProperties")

wrong, content, more = anyio.run(ask)
print(f"mcp {version('mcp')}: discont=0.5 gives {content}, error {wrong}; the schema says additionalProperties: {more}")
sys.exit(0 if not wrong and content == {"result": 20.0} and more is None else 1)
P
