"""Judgements of answers are recorded only when the operator asks, and without who gave them."""

import dataclasses
import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from chat_samples import INTERVIEW, make_hit

from onrecord import cli
from onrecord.answer.answer import Answer, Verdict
from onrecord.chat.answer_view import show_conversation
from onrecord.chat.archives import Archives, Keeping
from onrecord.chat.events import Events
from onrecord.chat.feedback import Feedback
from onrecord.chat.session import Conversation, Exchange, judge_exchange
from onrecord.chat.upload import Uploads
from onrecord.error import OnRecordError

HIT = make_hit("Nous avons perdu la lotte. Le toit fuyait.", "Le toit fuyait.", 1)
ANSWER = Answer("Pourquoi « fermer » ?", Verdict.FOUND, hits=(HIT,))
TALK = Conversation(exchanges=(Exchange("Pourquoi ?", ANSWER), Exchange("?", error="vide")))
HERE = {INTERVIEW.id: INTERVIEW}


def test_a_judgement_is_a_line_with_the_question_and_the_passages(tmp_path):
    feedback = Feedback(tmp_path / "judged.jsonl")
    feedback.add(ANSWER, True)
    feedback.add(ANSWER, False)
    first, second = (tmp_path / "judged.jsonl").read_text("utf-8").splitlines()
    assert json.loads(first) == {
        "liked": True,
        "question": "Pourquoi « fermer » ?",
        "understood_as": None,
        "verdict": "found",
        "hits": [{"interview_id": "criee", "anchor": "t1p1", "start": HIT.start, "end": HIT.end}],
        "nearest": [],
    }
    assert json.loads(second)["liked"] is False


def test_lines_written_at_once_stay_whole(tmp_path):
    feedback = Feedback(tmp_path / "judged.jsonl")
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda liked: feedback.add(ANSWER, liked), [True, False] * 100))
    lines = (tmp_path / "judged.jsonl").read_text("utf-8").splitlines()
    assert sum(json.loads(line)["liked"] for line in lines) == 100
    assert len(lines) == 200


def test_a_file_that_cannot_be_written_is_told_at_once(tmp_path):
    with pytest.raises(OnRecordError, match=r"judged.jsonl: cannot be written \(No such file"):
        Feedback(tmp_path / "nowhere" / "judged.jsonl")


def test_by_default_nothing_is_asked_and_the_page_says_that_nothing_is_kept():
    html = show_conversation(HERE, TALK)
    assert "data-judge" not in html
    assert "Vos questions ne sont pas enregistrées sur le serveur.</p>" in html
    assert cli.make_parser().parse_args(["serve"]).feedback is None


def test_where_it_is_asked_the_page_says_what_is_kept():
    html = show_conversation(HERE, judge_exchange(TALK, 1, False), asks_judgement=True)
    assert "la question et les passages montrés sont alors notés dans un fichier" in html
    assert html.count("data-judge=") == 2
    assert 'data-judge="dislike" data-exchange="1" aria-pressed="true"' in html
    assert 'data-judge="like" data-exchange="1" aria-pressed="false"' in html


def test_an_answer_from_an_interview_of_the_session_alone_is_not_judged():
    html = show_conversation(HERE, TALK, asks_judgement=True, private=["criee"])
    assert "data-judge" not in html


def judge(events, uploads, exchange, word="like"):
    """Return the conversation after a press of the button `word` of an exchange, shown or not."""
    event = dataclasses.make_dataclass("Event", ["exchange", "judge"])(exchange, word)
    return events.judge(TALK, uploads, event)


def test_a_press_is_written_once_and_only_of_an_answer(archive, tmp_path):
    events = Events(Archives(archive), Feedback(tmp_path / "judged.jsonl"))
    for number in (0, 2, 3, -1):  # not an exchange, or one without an answer
        assert judge(events, Uploads(), number) == TALK
    assert (tmp_path / "judged.jsonl").read_text("utf-8") == ""
    assert judge(events, Uploads(), 1) == judge_exchange(TALK, 1, True)
    assert len((tmp_path / "judged.jsonl").read_text("utf-8").splitlines()) == 1
    assert judge(Events(Archives(archive)), Uploads(), 1) == TALK


def test_what_a_visitor_brought_for_themselves_is_never_written(archive, corpus, tmp_path):
    feedback = Feedback(tmp_path / "judged.jsonl")
    own = Uploads(own=(("criee", "criee.txt"),))
    assert judge(Events(Archives(archive), feedback), own, 1) == TALK
    assert (tmp_path / "judged.jsonl").read_text("utf-8") == ""
    kept = Events(Archives(archive, Keeping(corpus, tmp_path / "index")), feedback)
    assert judge(kept, own, 1) == judge_exchange(TALK, 1, True)  # kept in the corpus, it is not private
