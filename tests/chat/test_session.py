"""A message on the page: one exchange for each of its questions, a comparison side by side."""

from pathlib import Path

from conftest import StubEncoder

from onrecord.archive import Archive
from onrecord.chat.answer_view import show_conversation
from onrecord.chat.session import MOST_EXCHANGES, Conversation, put_question

APPRENTICES = "Combien d'apprentis la criée a-t-elle recrutés ?"
FUEL = "Quel est le prix du gazole ?"


def test_each_question_of_a_message_is_an_exchange(archive: Archive) -> None:
    conversation = put_question(archive, Conversation(), f"{APPRENTICES} {FUEL}")
    assert [exchange.question for exchange in conversation.exchanges] == [APPRENTICES, FUEL]
    assert conversation.questions == (APPRENTICES, FUEL)
    after = put_question(archive, conversation, "la suite").exchanges[-1]
    assert after.answer is not None
    assert after.answer.understood_as == f"la suite de la réponse citée pour : {FUEL}"


def test_a_comparison_stands_side_by_side_with_its_dates(corpus: Path, tmp_path: Path) -> None:
    (corpus / "marin.txt").write_text("Et le gazole ?\n\nLe prix du gazole me gêne peu.\n", "utf-8")
    (corpus / "marin.yaml").write_text("interviewees: [{name: Paul Riou}]\ndate: 2022-01-01\n", "utf-8")
    archive = Archive.open(corpus, tmp_path / "both", StubEncoder())
    asked = put_question(archive, Conversation(), "Que disent-ils du prix du gazole ?")
    html = show_conversation(archive.interviews, asked)
    assert '<p class="verdict">Les entretiens répondent.</p>' in html
    compared = html[html.index('<div class="compared">') :]
    first = compared.index('<time datetime="2021-05-03">3 mai 2021</time>')
    assert first < compared.index('<time datetime="2022-01-01">1er janvier 2022</time>')
    alone = put_question(archive, Conversation(), FUEL)
    assert 'class="compared"' not in show_conversation(archive.interviews, alone)


def test_of_too_many_questions_the_oldest_are_forgotten(archive: Archive) -> None:
    conversation = Conversation()
    for number in range(MOST_EXCHANGES + 2):
        conversation = put_question(archive, conversation, f"{FUEL} {number}")
    asked = [exchange.question for exchange in conversation.exchanges]
    assert asked == [f"{FUEL} {number}" for number in range(2, MOST_EXCHANGES + 2)]
