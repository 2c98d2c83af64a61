import concurrent.futures
import json
import re
import urllib.error
import urllib.request

import pytest
from conftest import ROOT, StubEncoder, make_corpus
from gradio_client import Client
from gradio_client.exceptions import AppError
from serving import serving

from onrecord.archive import Archive
from onrecord.chat import serve
from onrecord.error import OnRecordError

QUESTION = "Pourquoi avoir fermé la criée pendant dix-huit mois ?"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return make_corpus(tmp_path_factory.mktemp("served")).parent


@pytest.fixture(scope="module")
def archive(folder):
    return Archive.open(folder / "corpus", folder / "index", StubEncoder())


@pytest.fixture(scope="module")
def address(folder, archive):
    script = ROOT / "tests" / "serving.py"
    with serving(script, folder / "corpus", folder / "index") as address:
        yield address


@pytest.fixture(scope="module")
def client(address):
    client = Client(address, verbose=False, analytics_enabled=False)
    yield client
    client.close()


def test_ask_returns_the_answer_of_the_archive(archive, client):
    found = client.predict(QUESTION, api_name="/ask")
    assert found == archive.ask(QUESTION).to_dict()
    assert found["question"] == QUESTION


def test_ask_takes_every_argument_of_the_archive(archive, client):
    arguments = {
        "k": 1,
        "history": ["Combien d'emplois la criée compte-t-elle ?"],
        "interview": "criee",
        "speaker": "Jeanne Le Bihan",
        "publication": "Le Phare de l'Aven",
        "since": "2021-01-01",
        "until": "2021-12-31",
    }
    found = client.predict("Et les apprentis ?", **arguments, api_name="/ask")
    assert found == archive.ask("Et les apprentis ?", **arguments).to_dict()
    assert found["understood_as"] == "Combien d'emplois la criée compte-t-elle ? Et les apprentis ?"


def test_an_error_is_sent_as_its_sentence(client):
    with pytest.raises(AppError, match="expected a question, found no word in it"):
        client.predict("   ", api_name="/ask")


def test_search_gives_passages_without_a_verdict(archive, client):
    found = client.predict("prix du gazole", k=2, api_name="/search")
    assert found[0]["text"].startswith("Le prix du gazole.")
    assert [hit["rank"] for hit in found] == [1, 2]
    greeting = client.predict("bonjour", k=2, api_name="/search")
    assert len(greeting) == 2


def test_find_gives_the_places_of_exact_words(client):
    found = client.predict("le prix", api_name="/find")
    assert found["count"] == 2
    assert [one["text"] for one in found["occurrences"]] == ["Le prix", "le prix"]
    assert client.predict("prix gazole", near=3, api_name="/find")["count"] == 1
    with pytest.raises(AppError, match="near: expected a whole number"):
        client.predict("prix", near=-1, api_name="/find")


@pytest.mark.parametrize("k", [0, 101])
def test_search_bounds_what_is_asked_of_it(client, k):
    with pytest.raises(AppError, match=f"k: expected 1 to 100, found {k}"):
        client.predict("gazole", k=k, api_name="/search")


def test_interviews_are_listed_with_what_is_known_of_them(client):
    assert client.predict(api_name="/interviews") == [
        {
            "id": "criee",
            "title": "La criée de Port-Aven rouvre",
            "people": [{"name": "Jeanne Le Bihan", "role": "directrice de la criée"}],
            "publication": "Le Phare de l'Aven",
            "date": "2021-05-03",
            "author": "Maud Kerbrat",
            "url": "https://example.org/criee-port-aven",
            "questions": [
                "Pourquoi avoir fermé la criée pendant dix-huit mois ?",
                "Combien d'emplois la criée compte-t-elle aujourd'hui ?",
                "Qu'est-ce qui vous inquiète le plus ?",
            ],
            "passages": 4,
            "complete": True,
            "missing_share": None,
        }
    ]


def test_a_passage_is_a_paragraph_with_its_citation(archive, client):
    found = client.predict("criee", "t1p2", api_name="/passage")
    text = archive.interviews["criee"].text
    assert found["text"] == text[found["start"] : found["end"]]
    assert found["text"].startswith("Les pêcheurs ont vendu à Lorient")
    assert (found["turn"], found["paragraph"], found["speaker"]) == (1, 2, "Jeanne Le Bihan")
    assert found["citation"].endswith("question 1, § 2")
    assert "score" not in found


def test_a_passage_that_is_not_there_is_told(client):
    with pytest.raises(AppError, match="expected a paragraph of criee such as t1p1, found 't9p1'"):
        client.predict("criee", "t9p1", api_name="/passage")
    with pytest.raises(AppError, match="interview: expected one of the archive's, found 'crie'"):
        client.predict("crie", "t1p1", api_name="/passage")


def test_a_grid_is_what_each_interview_or_person_answers(client, archive):
    asked = ["le prix du gazole", "Qui est interviewé ?"]
    for by, name in (("interview", "criee"), ("speaker", "Jeanne Le Bihan")):
        found = client.predict(asked, by=by, k=2, api_name="/grid")
        assert (found["by"], found["questions"]) == (by, asked)
        (row,) = found["rows"]
        assert row["name"] == name
        assert row["answers"] == [archive.ask(one, 2, **{by: name}).to_dict() for one in asked]


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"questions": []}, "questions: expected one or more, found none"),
        ({"questions": ["Qui ?", "qui ?"]}, "question 2: "),
        ({"questions": ["Qui ?"], "by": "day"}, "by: expected interview or speaker, found 'day'"),
        ({"questions": ["Qui ?"], "k": 0}, "k: "),
        ({"questions": [f"{one} ?" for one in range(101)]}, "100 questions"),
        ({"questions": ["Qui ?"], "publication": "La Lune"}, "publication: "),
    ],
)
def test_a_grid_that_cannot_be_asked_is_refused_in_one_sentence(client, sent, told):
    with pytest.raises(AppError, match=re.escape(told)):
        client.predict(**sent, api_name="/grid")


def test_these_are_the_public_endpoints(client):
    described = client.view_api(return_format="dict", print_info=False)
    assert list(described["named_endpoints"]) == [
        *("/ask", "/search", "/find", "/grid", "/interviews", "/passage"),
    ]
    assert described["unnamed_endpoints"] == {}


def ask_by_http(address, question):
    """Ask over HTTP as any program can, without a client library; return the answer."""
    endpoint = f"{address}gradio_api/call/ask"
    body = json.dumps({"data": [question, 3, None, None, None, None, None, None, False]}).encode()
    request = urllib.request.Request(endpoint, body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=120) as response:
        event = json.load(response)["event_id"]
    with urllib.request.urlopen(f"{endpoint}/{event}", timeout=120) as response:
        lines = response.read().decode().splitlines()
    data = next(line for line in lines if line.startswith("data: "))
    return json.loads(data.removeprefix("data: "))[0]


def test_plain_http_is_enough(address, archive):
    assert ask_by_http(address, QUESTION) == archive.ask(QUESTION).to_dict()


def test_a_hundred_questions_at_once_are_answered(address, archive):
    questions = [QUESTION, "Combien d'apprentis ?", "le prix du gazole", "bonjour"] * 25
    expected = {question: archive.ask(question).to_dict() for question in set(questions)}
    with concurrent.futures.ThreadPoolExecutor(100) as pool:
        answers = list(pool.map(lambda question: ask_by_http(address, question), questions))
    assert [answer == expected[q] for q, answer in zip(questions, answers, strict=True)] == [True] * 100


def test_nothing_watches_or_remembers_the_users(address):
    with urllib.request.urlopen(f"{address}config") as response:
        config = json.load(response)
    chosen = {name: config[name] for name in ("analytics_enabled", "run_history", "pwa", "show_error")}
    assert chosen == dict.fromkeys(chosen, False)
    assert config["max_file_size"] == 1  # byte: nothing comes that way


@pytest.mark.parametrize("path", ["monitoring", "monitoring/summary", "gradio_api/runs"])
def test_pages_about_users_are_closed(address, path):
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(address + path)
    assert refused.value.code == 404
    refused.value.close()


def test_a_port_that_is_taken_is_told_in_one_sentence(address, archive):
    port = int(address.rstrip("/").rsplit(":", 1)[1])
    with pytest.raises(OnRecordError, match=rf"127.0.0.1:{port}: expected a free port"):
        serve(archive, port=port, wait=False)
