import dataclasses
import datetime

import pytest
from chat_samples import INTERVIEW, make_hit

from onrecord.answer.answer import Answer, Fact, Verdict
from onrecord.answer.export import Format, to_bibtex
from onrecord.chat.answer_view import show_conversation, view_answer
from onrecord.chat.example import choose_examples
from onrecord.chat.interview_view import Focus, describe_tear, focus_on, show_interview, show_note
from onrecord.chat.language import read_language
from onrecord.chat.session import Conversation, Exchange, keep_conversation, put_question
from onrecord.chat.suggestion import Suggestion, suggest_next
from onrecord.interview import Gap

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
    "Le budget ?", Verdict.NOT_SAID, nearest=(RAIN,), notes=("L'entretien ne le dit pas.",)
)


def talk(*exchanges, language="fr"):
    return show_conversation(INTERVIEWS, Conversation(language, exchanges))


def test_an_answer_that_is_found_stands_above_what_is_less_sure():
    view = view_answer(INTERVIEWS, FOUND, DAY)
    assert (view.tone, view.headline) == ("found", "L'entretien répond.")
    assert view.notes == ("60 % manquent.",)
    assert [one.hit for one in view.quotations] == [ROOF]
    assert view.nearest_label == "Autres passages proches, moins sûrs"


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
    facts = (Fact("questions", "Un ?", "criee"), Fact("questions", "Deux ?", "criee"))
    view = view_answer(INTERVIEWS, Answer("Quelles questions ?", Verdict.FOUND, facts=facts), DAY)
    assert view.headline == "D'après la fiche de l'entretien :"
    assert view.facts == (("questions", facts),)


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
    assert "L&#39;entretien répond." in html


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
        (Gap("paywall", 0.6), "Le texte fourni s'arrête ici. Il manque 60\u00a0% de l'article."),
        (Gap("paywall"), "Le texte fourni s'arrête ici. Une partie de l'article n'est pas fournie."),
        (Gap("the last sentence has no end"), "Le texte fourni s'arrête ici, au milieu d'une phrase."),
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


def test_examples_are_the_interviews_own_questions_then_general_ones():
    assert choose_examples([INTERVIEW], "fr") == (
        "Pourquoi fermer ?",
        "Et demain ?",
        "Qui est interviewé ?",
        "L'interview est-elle complète ?",
    )


def test_examples_take_interviews_in_turn():
    other = dataclasses.replace(INTERVIEW, id="b", turns=INTERVIEW.turns[1:])
    assert choose_examples([INTERVIEW, other], "en")[:2] == ("Pourquoi fermer ?", "Et demain ?")


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
    assert "10000 caractères au plus" in conversation.exchanges[0].error
    assert len(conversation.exchanges[0].question) == 300
    assert conversation.questions == ()


def test_a_copied_quote_takes_its_citation_along():
    copied = view_answer(INTERVIEWS, FOUND, DAY).quotations[0].copied
    assert copied.startswith(
        "«\u00a0Le toit fuyait.\u00a0»\n— Jeanne, Le Phare, question 1, consulté le 23"
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
    assert following == Suggestion(("Et demain ?",), "criee", "t2p1")
    again = suggest_next(INTERVIEWS, Exchange("Pourquoi ?", FOUND), ("Et demain ?",))
    assert again == Suggestion((), "criee", "t2p1")


def test_without_an_answer_the_questions_around_are_suggested():
    around = suggest_next(INTERVIEWS, Exchange("Le budget ?", NOT_SAID), ("Le budget ?",))
    assert around == Suggestion(("Pourquoi fermer ?", "Et demain ?"), "criee", "")
    assert suggest_next(INTERVIEWS, Exchange("Et ?", UNREAD), ()).questions[0] == "Pourquoi fermer ?"
    assert suggest_next(INTERVIEWS, Exchange("?", error="vide"), ()) is None


def test_suggestions_stand_under_the_last_exchange_alone():
    html = talk(Exchange("Pourquoi ?", FOUND), Exchange("Le budget ?", NOT_SAID))
    assert html.count('class="next"') == 1
    assert 'class="next"' not in talk()


def test_the_note_of_a_paragraph_cites_and_links_it():
    note = show_note(INTERVIEW, "t1p2", DAY, "fr")
    assert "Jeanne &lt;Le Bihan&gt;, Le Phare, 3 mai 2021, question 1, § 2" in note
    assert 'data-copy="«\u00a0Le gras commence ici. Il finit là.\u00a0»\n— Jeanne' in note
    assert 'data-copy-link="?interview=criee#t1p2"' in note
