"""A real client of the Model Context Protocol talks to `onrecord mcp`, over stdio and over HTTP."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, SEED
from mcp import Client, StdioServerParameters
from serving import find_free_port

from onrecord.archive import Archive

pytestmark = pytest.mark.model
QUESTION = "Que signifie la refonte de la Dinum ?"


@pytest.fixture(scope="module")
def command(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    index = tmp_path_factory.mktemp("mcp") / "index"
    places = ["--corpus", str(ROOT / "corpus"), "--index", str(index)]
    Archive.open(ROOT / "corpus", index)
    return ["-m", "onrecord", "mcp", *places]


@pytest.fixture(scope="module")
def address(command: list[str]) -> Iterator[str]:
    port = find_free_port()
    address = f"http://127.0.0.1:{port}/mcp"
    with subprocess.Popen([sys.executable, *command, "--http", str(port)], cwd=ROOT) as process:
        for _ in range(600):
            try:
                urllib.request.urlopen(address).close()
            except urllib.error.HTTPError:
                break
            except urllib.error.URLError:
                time.sleep(0.2)
        yield address
        process.terminate()


def call(server: Any, name: str, **arguments: Any) -> Any:
    """Call a tool; return what it returns, or the message of its error."""

    async def inside() -> Any:
        async with Client(server) as client:
            result = await client.call_tool(name, arguments)
            text = result.content[0].text if result.content else ""
            if result.is_error:
                return text
            found = result.structured_content
            return found if name in ("ask", "passage") else (found or {}).get("result", found)

    return asyncio.run(inside())


@pytest.fixture(params=["stdio", "http"])
def server(request: pytest.FixtureRequest) -> Any:
    if request.param == "http":
        return request.getfixturevalue("address")
    arguments = request.getfixturevalue("command")
    return StdioServerParameters(command=sys.executable, args=arguments, cwd=Path(ROOT))


def test_a_client_asks_and_gets_the_answer_of_the_archive(server: Any, seed_archive: Archive) -> None:
    found = call(server, "ask", question=QUESTION)
    assert found == json.loads(json.dumps(seed_archive.ask(QUESTION).to_dict()))
    assert found["hits"][0]["citation"].startswith("Cédric O, La Gazette des communes")


def test_a_client_finds_passages_and_reads_one(server: Any, seed_archive: Archive) -> None:
    hit = call(server, "search", words="collectivités", k=1)[0]
    assert hit == json.loads(json.dumps(seed_archive.search("collectivités", 1)[0].to_dict()))
    place = f"t{hit['turn']}p{hit['paragraph']}"
    passage = call(server, "passage", interview=SEED, anchor=place)
    text = seed_archive.interviews[SEED].text
    assert passage["text"] == text[passage["start"] : passage["end"]]
    assert [one["id"] for one in call(server, "interviews")] == [SEED]


def test_an_error_is_told_in_its_sentence(address: str) -> None:
    assert "expected a paragraph of" in call(address, "passage", interview=SEED, anchor="t9p9")
    assert "no word" in call(address, "ask", question="?!")


def test_every_argument_of_a_tool_is_described(address: str) -> None:
    async def list_tools() -> list[Any]:
        async with Client(address) as client:
            return list((await client.list_tools()).tools)

    tools = {tool.name: tool for tool in asyncio.run(list_tools())}
    assert sorted(tools) == ["ask", "interviews", "passage", "search"]
    properties = tools["ask"].input_schema["properties"]
    assert [name for name, one in properties.items() if not one.get("description")] == []
    assert (properties["k"]["default"], tools["ask"].input_schema["required"]) == (3, ["question"])
