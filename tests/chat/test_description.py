"""What programs are told of the endpoints, and one request for each, on a real server."""

import concurrent.futures
import json
import urllib.error
import urllib.request
from datetime import date

import pytest
from conftest import ROOT, StubEncoder, make_corpus
from serving import serving

from onrecord.answer.argument import DESCRIPTIONS
from onrecord.answer.schema import make_schemas
from onrecord.archive import Archive
from onrecord.version import __version__

FUEL = "le prix du gazole"
NAMES = ["ask", "search", "find", "grid", "interviews", "passage"]
KINDS = {
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "null": type(None),
    "array": list,
    "object": dict,
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return make_corpus(tmp_path_factory.mktemp("described")).parent


@pytest.fixture(scope="module")
def archive(folder):
    return Archive.open(folder / "corpus", folder / "index", StubEncoder())


@pytest.fixture(scope="module")
def address(folder):
    with serving(ROOT / "tests" / "serving.py", folder / "corpus", folder / "index") as address:
        yield address


def get(address, path):
    with urllib.request.urlopen(address + path) as response:
        return json.load(response)


def post(address, path, sent):
    """Return the status and the JSON that a POST of JSON, or of bytes, is answered with."""
    body = sent if isinstance(sent, bytes) else json.dumps(sent).encode()
    request = urllib.request.Request(address + path, body, {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=60) as response:
            return response.status, json.load(response)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error)


def find_misfits(value, schema, schemas, where="it"):
    """Return where a value does not fit its schema."""
    if "$ref" in schema:
        return find_misfits(value, schemas[schema["$ref"].rsplit("/", 1)[1]], schemas, where)
    if "anyOf" in schema:
        found = [find_misfits(value, one, schemas, where) for one in schema["anyOf"]]
        return [] if [] in found else [one for misfits in found for one in misfits]
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    is_kind = any(isinstance(value, KINDS[kind]) for kind in kinds)
    if not is_kind or (isinstance(value, bool) and "boolean" not in kinds):
        return [f"{where}: {value!r}"]
    if value not in schema.get("enum", [value]):
        return [f"{where}: {value!r} is none of {schema['enum']}"]
    if schema.get("format") == "date" and isinstance(value, str):
        date.fromisoformat(value)
    if isinstance(value, list):
        parts = [(one, schema["items"], f"{where}[{n}]") for n, one in enumerate(value)]
    elif isinstance(value, dict):
        if value.keys() != schema["properties"].keys():
            return [f"{where}: {sorted(value.keys() ^ schema['properties'].keys())}"]
        parts = [(value[n], one, f"{where}.{n}") for n, one in schema["properties"].items()]
    else:
        parts = []
    return [misfit for one, its, at in parts for misfit in find_misfits(one, its, schemas, at)]


def test_one_request_is_answered_as_python_is(archive, address):
    assert post(address, "ask", {"question": FUEL}) == (200, archive.ask(FUEL).to_dict())
    bounded = {"question": FUEL, "k": 1, "since": "2021-01-01", "speaker": "Le Bihan", "quick": True}
    found = archive.ask(FUEL, 1, since="2021-01-01", speaker="Le Bihan", quick=True)
    assert post(address, "ask/", bounded) == (200, found.to_dict())
    hits = [hit.to_dict() for hit in archive.search(FUEL, 2)]
    assert post(address, "search", {"words": FUEL, "k": 2}) == (200, hits)
    assert post(address, "find", {"words": "le prix"})[1]["count"] == 2
    assert post(address, "interviews", b"")[1][0]["id"] == "criee"
    paragraph = post(address, "passage", {"interview": "criee", "anchor": "t1p2"})[1]
    assert paragraph["text"].startswith("Les pêcheurs ont vendu")


@pytest.mark.parametrize(
    ("path", "sent", "status", "told"),
    [
        ("ask", {}, 422, "question: missing"),
        ("ask", {"question": FUEL, "quetsion": 1}, 422, "quetsion: no such argument"),
        ("ask", {"question": FUEL, "k": 0}, 422, "k: expected a whole number from 1, found 0"),
        ("ask", {"question": FUEL, "k": "3"}, 422, 'k: expected a whole number, found "3"'),
        ("ask", {"question": " "}, 422, "found no word in it"),
        ("ask", {"question": FUEL, "interview": "\ud800"}, 422, "interview: expected one of"),
        ("ask", b"[", 422, "expected an object in JSON"),
        ("ask", {"question": "a" * 800_000}, 413, "700,000 bytes at most"),
        ("passage", {"interview": "criee", "anchor": "t9p9"}, 422, "anchor: expected a paragraph"),
        ("tell", {}, 404, "Not found."),
    ],
)
def test_a_wrong_request_is_told_in_a_sentence(address, path, sent, status, told):
    found, answer = post(address, path, sent)
    assert (found, told in answer["detail"]) == (status, True), answer


def test_a_question_is_put_not_fetched(address):
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{address}ask?question=gazole")
    assert refused.value.code == 404
    refused.value.close()


def test_many_requests_at_once_are_answered_or_told_to_come_back(archive, address):
    expected = archive.ask(FUEL).to_dict()
    with concurrent.futures.ThreadPoolExecutor(60) as pool:
        answers = list(pool.map(lambda _: post(address, "ask", {"question": FUEL}), range(240)))
    assert {status for status, _ in answers} <= {200, 503}
    assert all(answer == expected for status, answer in answers if status == 200)
    assert sum(status == 200 for status, _ in answers) >= 100


@pytest.mark.parametrize("path", ["call/v2/ask", "call/ask"])
def test_what_is_left_out_of_a_call_takes_its_default(archive, address, path):
    sent = {"question": FUEL} if "v2" in path else {"data": [FUEL]}
    event = post(address, f"gradio_api/{path}", sent)[1]["event_id"]
    with urllib.request.urlopen(f"{address}gradio_api/{path}/{event}", timeout=60) as response:
        lines = response.read().decode().splitlines()
    data = next(line for line in lines if line.startswith("data: "))
    assert json.loads(data.removeprefix("data: ")) == [archive.ask(FUEL).to_dict()]


def test_openapi_tells_every_argument_the_answer_and_the_version(address):
    told = get(address, "gradio_api/openapi.json")
    assert told["info"]["version"] == __version__
    assert told["servers"] == [{"url": address.rstrip("/")}]
    calls = [f"/gradio_api/call/v2/{name}" for name in NAMES]
    assert list(told["paths"]) == [*(f"/{name}" for name in NAMES), *calls]
    body = told["paths"]["/ask"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert body["required"] == ["question"]
    assert body["properties"]["k"] == {
        "type": "integer",
        "description": DESCRIPTIONS["k"],
        "default": 3,
    }
    assert body["properties"]["until"]["type"] == ["string", "null"]
    for operation in (path["post"] for path in told["paths"].values()):
        sent = operation["requestBody"]["content"]["application/json"]["schema"]
        assert all(one["description"] for one in sent["properties"].values())


def test_gradio_tells_the_same(address):
    told = get(address, "gradio_api/info")
    assert (told["title"], told["version"]) == ("On the Record", __version__)
    ask = told["named_endpoints"]["/ask"]
    described = {one["parameter_name"]: one for one in ask["parameters"]}
    assert described["since"]["description"] == DESCRIPTIONS["since"]
    assert (described["k"]["parameter_default"], described["k"]["type"]) == (3, {"type": "integer"})
    assert ask["returns"][0]["type"] == {"$ref": "#/schemas/Answer"}
    assert told["schemas"].keys() == make_schemas().keys()


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("ask", {"question": FUEL}),
        ("ask", {"question": "Qui parle ?"}),
        ("ask", {"question": "Que dit-elle de la lune ?"}),
        ("ask", {"question": f"Quel est {FUEL} ? Combien d'apprentis la criée a-t-elle ?"}),
        ("search", {"words": FUEL}),
        ("find", {"words": "prix"}),
        ("grid", {"questions": ["le prix du gazole", "Qui parle ?"]}),
        ("interviews", {}),
        ("passage", {"interview": "criee", "anchor": "t1p1"}),
    ],
)
def test_what_is_returned_fits_the_schema_that_is_told(address, path, sent):
    told = get(address, "gradio_api/openapi.json")
    answered = told["paths"][f"/{path}"]["post"]["responses"]["200"]
    schema = answered["content"]["application/json"]["schema"]
    status, found = post(address, path, sent)
    assert status == 200
    assert found
    assert find_misfits(found, schema, told["components"]["schemas"]) == []


def test_a_schema_notices_what_does_not_fit(archive):
    schemas, answer = make_schemas(), archive.ask(FUEL).to_dict()
    answer["hits"][0]["start"] = "640"
    answer["verdict"] = "maybe"
    answer["facts"] = [{"field": "people"}]
    assert [one.split(":")[0] for one in find_misfits(answer, schemas["Answer"], schemas)] == [
        "it.verdict",
        "it.hits[0].start",
        "it.facts[0]",
    ]
