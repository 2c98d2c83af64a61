import dataclasses
import datetime

import pytest
from chat_samples import INTERVIEW, make_hit

from onrecord.answer.answer import Answer, Fact, Verdict
from onrecord.answer.export import Format, to_bibtex
from onrecord.chat.answer_view import describe_speakers, show_conversation, view_answer
from onrecord.chat.example import choose_examples
from onrecord.chat.interview_view import Focus, describe_tear, focus_on, show_interview, show_note
from onrecord.chat.language import read_language
from onrecord.chat.question_list import Put, list_questions
from onrecord.chat.session import Conversation, Exchange, keep_conversation, put_question
from onrecord.chat.suggestion import Suggestion, suggest_next
from onrecord.interview import Gap, Person, Turn
from onrecord.text.span import Span

INTERVIEWS = {INTERVIEW.id: INTERVIEW}
DAY = datetime.date(2026, 11, 23)
ROOF = make_hit("Nous avons perdu la lotte. Le toit fuyait.", "Le toit fuyait.", 1, rank=1)
RAIN = make_hit("Il a plu.", "Il a plu.", 1, rank=2)
LEAD = make_hit("À Port-Aven, la criée rouvre.", "À Port-Aven, la criée rouvre.", 0, rank=1)
FOUND = Answer("Pourquoi ?", Verdict.FOUND, hits=(ROOF,), nearest=(RAIN,), notes=("60 % manquent.",))
UNREAD = Answer(
    "Et la grue ?", Verdict.MAYBE_UNREAD, nearest=(LEAD, RAIN), notes=("Peut-être.", "60 %.")
)
NOT_SAID = Answer(
    "Le budget ?", Verdict.NOT_SAID, nearest=(RAIN,), notes=("L’entretien ne le dit pas.",)
)


def talk(*exchanges, language="fr"):
    return show_conversation(INTERVIEWS, Conversation(language, exchanges))


def test_an_answer_that_is_found_stands_above_what_is_less_sure():
    view = view_answer(INTERVIEWS, FOUND, DAY)
    assert (view.tone, view.headline) == ("found", "L’entretien répond.")
    assert view.notes == ("60 % manquent.",)
    assert [one.hit for one in view.quotations] == [ROOF]
    assert view.nearest_label == "Autres passages proches, moins sûrs"


def test_an_answer_in_doubt_is_not_said_to_answer():
    hit = dataclasses.replace(ROOF, score=0.4)
    doubtful = dataclasses.replace(FOUND, hits=(hit,), notes=("Peut-être.", "60 % manquent."))
    view = view_answer(INTERVIEWS, doubtful, DAY)
    assert (view.tone, view.headline, view.notes) == ("doubtful", "Peut-être.", ("60 % manquent.",))
    assert [one.hit for one in view.quotations] == [hit]


def test_what_the_page_announces_is_not_called_an_answer():
    view = view_answer(INTERVIEWS, UNREAD, DAY)
    assert (view.tone, view.headline, view.notes) == ("maybe_unread", "Peut-être.", ("60 %.",))
    assert [one.hit for one in view.evidence] == [LEAD]
    assert [one.hit for one in view.nearest] == [RAIN]
    assert view.quotations == ()


def test_nearest_passages_are_folded_and_said_not_to_answer():
    html = talk(Exchange("Le budget ?", NOT_SAID))
    folded = html[html.index("<details") : html.index("</details>")]
    assert "Passages les plus proches, qui ne répondent pas à la question (1)" in folded
    assert "Il a plu." in folded
    assert "<mark>Il a plu.</mark>" not in html[: html.index("<details")]


def test_a_greeting_is_not_a_verdict():
    view = view_answer(INTERVIEWS, Answer("bonjour", Verdict.NOT_SAID, notes=("Bonjour !",)), DAY)
    assert (view.tone, view.headline, view.notes) == ("plain", "Bonjour !", ())


def test_facts_are_grouped_by_field():
    facts = (Fact("people", "Jeanne", "criee"), Fact("people", "Paul", "criee"))
    view = view_answer(INTERVIEWS, Answer("Qui parle ?", Verdict.FOUND, facts=facts), DAY)
    assert view.headline == "D’après la fiche de l’entretien :"
    assert view.facts == (("people", facts),)


def test_a_quotation_shows_its_words_speaker_question_and_source():
    html = talk(Exchange("Pourquoi ?", FOUND))
    assert "<p>Nous avons perdu la lotte. <mark>Le toit fuyait.</mark></p>" in html
    assert "<b>Jeanne &lt;Le Bihan&gt;</b>" in html
    assert "directrice &amp; patronne" in html
    assert "<q>Pourquoi fermer ?</q>" in html
    assert 'href="#t1p1" data-exchange="1"' in html
    assert "<cite>Jeanne, Le Phare, question 1</cite>" in html
    assert 'href="https://example.org/criee#:~:text=Nous"' in html


def test_what_a_user_types_is_escaped():
    html = talk(Exchange("<img src=x onerror=alert(1)>", error='"><script>'))
    assert "&lt;img src=x onerror=alert(1)&gt;" in html
    assert "<img" not in html
    assert "<script" not in html


def test_the_page_is_english_where_the_browser_is_and_the_answer_in_its_own_language():
    html = talk(Exchange("Pourquoi ?", FOUND), language="en")
    assert "Ask the interview a question." in html
    assert "L’entretien répond." in html


def test_a_fact_names_its_interview_where_there_are_several():
    facts = (Fact("people", "Jeanne, directrice", INTERVIEW.id), Fact("people", "Paul Riou", "port"))
    exchange = Exchange("Qui parle ?", Answer("Qui parle ?", Verdict.FOUND, facts=facts))
    port = dataclasses.replace(INTERVIEW, id="port", title="Le port")
    html = show_conversation({**INTERVIEWS, "port": port}, Conversation(exchanges=(exchange,)))
    assert '<dd dir="auto">Paul Riou <span class="of">Le port</span>' in " ".join(html.split())
    alone = dataclasses.replace(exchange.answer, facts=facts[:1])
    html = talk(dataclasses.replace(exchange, answer=alone))
    assert '<dd dir="auto">Jeanne, directrice' in html
    assert 'class="of"' not in html


def test_the_interview_marks_what_is_cited_and_where_it_is_open():
    html = show_interview(INTERVIEW, "fr", focus_on(Exchange("Pourquoi ?", FOUND), 1))
    assert '<span class="passage current" data-exchange="1" data-rank="1">' in html
    assert "<mark>Le toit fuyait.</mark></span>" in html
    assert 'data-rank="2"' not in html
    assert '<h3 class="asked" dir="auto">Pourquoi fermer ?</h3>' in html


def test_a_passage_that_does_not_answer_is_marked_when_chosen():
    focus = focus_on(Exchange("Pourquoi ?", FOUND), 1, rank=2)
    assert [hit.rank for hit in focus.marked] == [1, 2]
    assert '<span class="passage beside current" data-exchange="1" data-rank="2">' in show_interview(
        INTERVIEW, "fr", focus
    )


def test_the_lead_is_marked_when_it_is_the_evidence():
    html = show_interview(INTERVIEW, "fr", focus_on(Exchange("Et la grue ?", UNREAD), 3))
    lead = html[html.index('class="lead"') : html.index('class="turn"')]
    assert 'class="passage beside current" data-exchange="3"' in lead


def test_nothing_is_marked_when_nothing_answers():
    assert focus_on(Exchange("Le budget ?", NOT_SAID), 1) == Focus(1)
    assert focus_on(Exchange("?", error="vide"), 2) == Focus(2)


@pytest.mark.parametrize(
    ("gap", "expected"),
    [
        (Gap("paywall", 0.6), "Le texte fourni s’arrête ici. Il manque 60\u00a0% de l’article."),
        (Gap("paywall"), "Le texte fourni s’arrête ici. Une partie de l’article n’est pas fournie."),
        (Gap("the last sentence has no end"), "Le texte fourni s’arrête ici, au milieu d’une phrase."),
        (None, ""),
    ],
)
def test_the_torn_edge_says_what_is_missing(gap, expected):
    interview = dataclasses.replace(INTERVIEW, gap=gap)
    assert describe_tear(interview, "fr") == expected
    assert ('class="torn"' in show_interview(interview, "fr")) is bool(expected)


def test_an_address_that_is_not_of_the_web_is_no_link():
    interview = dataclasses.replace(INTERVIEW, url="javascript:alert(1)")
    assert "javascript:" not in show_interview(interview, "fr")


def ask_of(name, *questions):
    """Return an interview of which only the interviewer's questions matter."""
    text = "\n\n".join(questions)
    turns = tuple(
        Turn(number, number, Span(text.index(one), text.index(one) + len(one)), Person(name), ())
        for number, one in enumerate(questions, 1)
    )
    return dataclasses.replace(INTERVIEW, id=name, text=text, turns=turns)


def test_examples_are_questions_that_a_stranger_understands_then_general_ones():
    asked = ask_of(
        "a",
        "Vous avez pris les usagers en otage",
        "Et demain ?",
        "Combien de filets avez-vous perdus cet hiver ?",
        "How many nets were lost last winter?",
        "Bon. La criée rouvre. Que disent les pêcheurs de Lorient ?",
        "Que change la loi pour les pêcheurs de Lorient ?",
    )
    assert choose_examples([asked], "fr") == (
        "Que change la loi pour les pêcheurs de Lorient ?",
        "Combien de filets avez-vous perdus cet hiver ?",
        "Qui est interviewé ?",
        "Quelles questions ont été posées ?",
        "L’interview est-elle complète ?",
    )
    assert choose_examples([asked], "en")[0] == "How many nets were lost last winter?"


def test_examples_take_interviews_in_turn():
    one = ask_of("a", "Que change la loi de pêche ?", "Que coûte un chalut de fond ?")
    other = ask_of("b", "Que devient la halle de Lorient ?")
    assert choose_examples([one, other], "fr")[:3] == (
        "Que change la loi de pêche ?",
        "Que devient la halle de Lorient ?",
        "Que coûte un chalut de fond ?",
    )


def test_the_first_screen_says_who_speaks():
    assert describe_speakers([INTERVIEW], "fr") == (
        "Y parle : Jeanne <Le Bihan>, directrice & patronne."
    )
    names = ["Ana", "Bo", "Cy", "Di", "Eve", "Flo", "Guy", "Hal"]
    many = [dataclasses.replace(INTERVIEW, id=name, people=(Person(name),)) for name in names]
    assert describe_speakers(many[:3], "fr") == "Y parlent : Ana, Bo et Cy."
    assert (
        describe_speakers(many, "fr") == "Y parlent : Ana, Bo, Cy, Di, Eve, Flo et 2 autres personnes."
    )
    assert describe_speakers([dataclasses.replace(INTERVIEW, people=())], "fr") == ""


def test_the_questions_that_were_put_are_listed_by_interview_with_their_places():
    other = dataclasses.replace(INTERVIEW, id="b")
    values = INTERVIEW.questions
    facts = tuple(Fact("questions", value, one) for one in ("criee", "b") for value in values)
    listed = list_questions(facts, {"criee": INTERVIEW, "b": other})
    assert [one.interview.id for one in listed] == ["criee", "b"]
    assert listed[1].questions == (
        Put("Pourquoi **fermer** ?", "t1p1"),
        Put("Et <b>demain</b> ?", "t2p1"),
    )


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "fr"),
        ("", "fr"),
        ("fr-CA,fr;q=0.9,en;q=0.8", "fr"),
        ("en-GB,fr;q=0.9", "en"),
        ("de,fr;q=0.5", "en"),
        ("*", "fr"),
    ],
)
def test_the_first_language_of_the_browser_counts(header, language):
    assert read_language(header) == language


def test_earlier_questions_are_the_history_of_the_next(archive):
    conversation = put_question(archive, Conversation(), "Combien d'emplois la criée compte-t-elle ?")
    conversation = put_question(archive, conversation, "Et les apprentis ?")
    last = conversation.exchanges[-1].answer
    assert last.understood_as == "Combien d'emplois la criée compte-t-elle ? Et les apprentis ?"


def test_a_question_that_is_refused_is_told_and_is_no_history(archive):
    conversation = put_question(archive, Conversation(), "x" * 10_001)
    assert conversation.exchanges[0].answer is None
    assert "10\u202f000 caractères au plus" in conversation.exchanges[0].error
    assert len(conversation.exchanges[0].question) == 300
    assert conversation.questions == ()


def test_a_copied_quote_takes_its_citation_along():
    copied = view_answer(INTERVIEWS, FOUND, DAY).quotations[0].copied
    assert copied.startswith(
        "«\u202fLe toit fuyait.\u202f»\n— Jeanne, Le Phare, question 1, consulté le 23"
    )
    assert copied.endswith("https://example.org/criee#:~:text=Nous")


def test_one_quote_or_the_conversation_is_kept():
    conversation = Conversation(
        "fr", (Exchange("Pourquoi ?", FOUND, day=DAY), Exchange("?", error="vide", day=DAY))
    )
    assert keep_conversation(INTERVIEWS, conversation, Format.BIBTEX) == to_bibtex(ROOF, INTERVIEW, DAY)
    assert "Il a plu." in keep_conversation(INTERVIEWS, conversation, Format.RIS, 1, rank=2)
    assert keep_conversation(INTERVIEWS, conversation, Format.RIS, 2, rank=1) == ""
    assert "## Pourquoi ?" in keep_conversation(INTERVIEWS, conversation, Format.MARKDOWN)


def test_after_an_answer_the_interviews_next_question_is_suggested():
    following = suggest_next(INTERVIEWS, Exchange("Pourquoi ?", FOUND), ("Pourquoi ?",))
    who = "Jeanne <Le Bihan>"
    assert following == Suggestion(("Et demain ?",), "criee", "t2p1", who)
    again = suggest_next(INTERVIEWS, Exchange("Pourquoi ?", FOUND), ("Et demain ?",))
    assert again == Suggestion((), "criee", "t2p1", who)


def test_without_an_answer_the_questions_around_are_suggested():
    around = suggest_next(INTERVIEWS, Exchange("Le budget ?", NOT_SAID), ("Le budget ?",))
    questions = ("Pourquoi fermer ?", "Et demain ?")
    assert around == Suggestion(questions, "criee", "", "Jeanne <Le Bihan>")
    assert suggest_next(INTERVIEWS, Exchange("Et ?", UNREAD), ()).questions[0] == "Pourquoi fermer ?"
    assert suggest_next(INTERVIEWS, Exchange("?", error="vide"), ()) is None


def test_suggestions_stand_under_the_last_exchange_alone():
    html = talk(Exchange("Pourquoi ?", FOUND), Exchange("Le budget ?", NOT_SAID))
    assert html.count('class="next"') == 1
    assert 'class="next"' not in talk()


def test_the_note_of_a_paragraph_cites_and_links_it():
    note = show_note(INTERVIEW, "t1p2", DAY, "fr")
    assert "Jeanne &lt;Le Bihan&gt;, Le Phare, 3 mai 2021, question 1, § 2" in note
    assert 'data-copy="«\u202fLe gras commence ici. Il finit là.\u202f»\n— Jeanne' in note
    assert 'data-copy-link="?interview=criee#t1p2"' in note


def test_the_first_screen_of_a_large_archive_reads_few_interviews():
    class Counted(dict):
        read = 0

        def __getitem__(self, name):
            Counted.read += 1
            return super().__getitem__(name)

    many = Counted((f"criee-{n}", dataclasses.replace(INTERVIEW, id=f"criee-{n}")) for n in range(1000))
    cards = [one.card for one in many.values()]
    html = show_conversation(many, Conversation(), cards=cards)
    assert "Posez une question aux 1\u202f000 entretiens." in html
    assert 0 < Counted.read <= 25
