"""Nothing leaves the machine, no file is written elsewhere: 90 s of each command, under strace."""

from __future__ import annotations

import json
import shutil
import sys
import time
import urllib.request
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import INTERVIEW, ROOT
from serving import find_free_port
from wire import Watched, why_not_watched

pytestmark = [
    pytest.mark.model,
    pytest.mark.wire,
    pytest.mark.skipif(bool(why_not_watched()), reason=why_not_watched() or "-"),
]
SECONDS = 90  # left alone, ONNX Runtime looks its host up 9, 15 and 23 seconds after its import
QUESTION = "Que signifie la refonte de la Dinum ?"
STAY = f"""
import sys, time
from onrecord.cli import main
until = time.monotonic() + {SECONDS}
status = main(sys.argv[1:])
time.sleep(max(0, until - time.monotonic()))
sys.exit(status)
"""
COMMANDS = ("build", "ask", "ask with another encoder", "ask in Milvus", "evaluate", "serve")
GOLD = '{"question": "Quel est le budget de la Dinum ?", "answers": []}\n'


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Watched]]:
    """Return the commands after 90 seconds, side by side; all but `serve` stay that long when done."""
    base = tmp_path_factory.mktemp("wire")
    model = make_model(base / "model")
    watched = {name: Watched(base / name, sys.executable) for name in COMMANDS}
    folders = {name: places_of(run) for name, run in watched.items()}
    folders["ask in Milvus"] += ["--index", watched["ask in Milvus"].places.index / "archive.db"]
    gold = watched["evaluate"].places.temporary / "gold.jsonl"
    gold.write_text(GOLD, "utf-8")
    port = find_free_port()
    arguments: dict[str, list[str | Path]] = {
        "build": ["-c", STAY, "build"],
        "ask": ["-c", STAY, "ask", QUESTION],
        "ask with another encoder": ["-c", STAY, "ask", QUESTION, "--encoder", model],
        "ask in Milvus": ["-c", STAY, "ask", QUESTION],
        "evaluate": ["-c", STAY, "evaluate", gold, "--plots", gold.parent / "plots"],
        "serve": ["-u", "-m", "onrecord", "serve", "--port", str(port)],
    }
    end = time.monotonic() + SECONDS
    for name, run in watched.items():
        run.start(*arguments[name], *folders[name])
    use_the_page(watched["serve"], port)
    time.sleep(max(0.0, end - time.monotonic()))
    watched["serve"].interrupt()
    statuses = {name: run.wait(60) for name, run in watched.items()}
    assert statuses == dict.fromkeys(COMMANDS, 0), watched["serve"].output.read_text()
    yield watched


def places_of(run: Watched) -> list[str | Path]:
    """Return the arguments that name where a run has its corpus and its index."""
    shutil.copytree(ROOT / "corpus", run.places.corpus, dirs_exist_ok=True)
    return ["--corpus", run.places.corpus, "--index", run.places.index]


def make_model(folder: Path) -> Path:
    """Return the folder of a tiny sentence-transformers model, its weights drawn at random."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import BertConfig, BertModel, BertTokenizerFast

    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "la", "refonte", "de", "Dinum"]
    vocabulary = {piece: number for number, piece in enumerate(pieces)}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    sizes = {"hidden_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2}
    BertModel(BertConfig(vocab_size=len(pieces), intermediate_size=48, **sizes)).save_pretrained(folder)
    BertTokenizerFast(tokenizer_object=tokenizer).save_pretrained(folder)
    modules = [Transformer(str(folder), max_seq_length=256), Pooling(32)]
    SentenceTransformer(modules=modules, device="cpu").save(str(folder), create_model_card=False)
    return folder


def use_the_page(server: Watched, port: int) -> None:
    """Ask over HTTP, then as a visitor: bring an interview, accept it, and ask it a question."""
    while "Ctrl+C" not in server.output.read_text():
        time.sleep(0.5)
    visit = Visit(f"http://127.0.0.1:{port}")
    asked = visit.send("ask", [QUESTION, 3, *[None] * 6])
    assert asked[0]["verdict"] == "found"
    content = INTERVIEW.encode()
    file = {
        "name": "criee.txt",
        "size": len(content),
        "start": 0,
        "content": b64encode(content).decode(),
    }
    visit.send("greet")
    visit.send("receive", event=file)
    visit.send("read")
    visit.send("accept")
    visit.send("refresh")
    shown = visit.send("ask_1", ["Combien d'apprentis la criée a-t-elle recrutés ?"])
    assert "sept apprentis" in json.dumps(shown, ensure_ascii=False)


class Visit:
    """A visit of the page, without a browser: events by their names, as `/config` lists them."""

    def __init__(self, address: str) -> None:
        self._address = address
        with urllib.request.urlopen(f"{address}/config", timeout=60) as response:
            self._events = {one["api_name"]: one for one in json.load(response)["dependencies"]}

    def send(self, name: str, values: list[Any] | None = None, event: object = None) -> list[Any]:
        """Return what an event gives in the end."""
        known, given = self._events[name], values or []
        body = {
            "data": given + [None] * (len(known["inputs"]) - len(given)),
            "fn_index": known["id"],
            "session_hash": "visit",
            "event_data": event,
        }
        address = f"{self._address}/gradio_api/queue/"
        kind = {"Content-Type": "application/json"}
        request = urllib.request.Request(address + "join", json.dumps(body).encode(), kind)
        urllib.request.urlopen(request, timeout=60).close()
        with urllib.request.urlopen(f"{address}data?session_hash=visit", timeout=60) as stream:
            messages = [json.loads(line[6:]) for line in stream if line.startswith(b"data: ")]
        done = next(one for one in messages if one["msg"] == "process_completed")
        assert done["success"], done
        return list(done["output"]["data"])


@pytest.mark.parametrize("name", COMMANDS)
def test_nothing_leaves_the_machine(runs: dict[str, Watched], name: str) -> None:
    assert runs[name].reached_out() == []


@pytest.mark.parametrize("name", COMMANDS)
def test_no_file_is_written_outside_corpus_index_and_temporary_folder(
    runs: dict[str, Watched], name: str
) -> None:
    assert runs[name].wrote_elsewhere() == []
    assert list(runs[name].places.home.rglob("*")) == []


def test_what_was_watched_is_the_whole_work(runs: dict[str, Watched]) -> None:
    said = {name: run.output.read_text() for name, run in runs.items()}
    assert "1 interviews, 3 passages" in said["build"]
    assert "Cédric O, La Gazette des communes" in said["ask"]
    assert "Cédric O, La Gazette des communes" in said["ask with another encoder"]
    assert (runs["evaluate"].places.temporary / "plots" / "reliability.png").exists()
    assert "Cédric O, La Gazette des communes" in said["ask in Milvus"]
    for name, run in runs.items():
        kept = "archive.db/" if name == "ask in Milvus" else "generation-"
        made = [line for line in run.lines() if f"{run.places.index}/{kept}" in line]
        assert made or name == "evaluate"


@pytest.mark.parametrize(
    "script",
    [
        "socket.getaddrinfo('nobody.invalid', 80)",
        "subprocess.run(['getent', 'hosts', 'nobody.invalid'])",
        "socket.socket(type=socket.SOCK_DGRAM).connect(('192.0.2.1', 9))",
        "socket.socket(socket.AF_INET6).connect_ex(('2001:db8::1', 9))",
        "socket.socket(type=socket.SOCK_DGRAM).sendto(b'-', ('192.0.2.1', 9))",
        "socket.socket(socket.AF_UNIX).connect_ex('/run/resolver')",
        "socket.socket().bind(('0.0.0.0', 0))",
    ],
)
def test_the_guard_sees_what_reaches_out(tmp_path: Path, script: str) -> None:
    run = watch(tmp_path, script)
    assert run.reached_out() != []


@pytest.mark.parametrize(
    "script",
    [
        "pathlib.Path.home().joinpath('note').write_text('-')",
        "pathlib.Path('note').touch()",
        "pathlib.Path('note').mkdir()",
        "pathlib.Path.home().rmdir()",
        "subprocess.run(['touch', str(pathlib.Path.home() / 'note')])",
        "threading.Thread(target=pathlib.Path('note').touch).start()",
        "os.rename(tempfile.mkstemp()[1], 'note')",
        "os.mkdir(pathlib.Path(tempfile.gettempdir(), '..', 'note'))",
        "os.mkdir('note', dir_fd=os.open('.', os.O_RDONLY))",
    ],
)
def test_the_guard_sees_what_is_written_elsewhere(tmp_path: Path, script: str) -> None:
    run = watch(tmp_path, script)
    assert run.wrote_elsewhere() != []


def test_the_guard_lets_loopback_and_the_temporary_folder_be(tmp_path: Path) -> None:
    script = """
server = socket.create_server(("127.0.0.1", 0))
socket.create_connection(server.getsockname()).sendall(b"-")
other = socket.create_server(("::1", 0), family=socket.AF_INET6)
socket.socket(socket.AF_INET6).connect(other.getsockname())
subprocess.run(["touch", tempfile.mkdtemp() + "/note"])
left, right = socket.socketpair()
left.sendall(b"-")
"""
    run = watch(tmp_path, script)
    assert "socketpair" in "".join(run.lines())
    assert (run.reached_out(), run.wrote_elsewhere()) == ([], [])


def watch(folder: Path, script: str) -> Watched:
    """Return the run of a small script, ended."""
    modules = "import os, pathlib, socket, subprocess, tempfile, threading\n"
    run = Watched(folder / "run", sys.executable, "-c")
    run.start(modules + script)
    run.wait(60)
    return run
