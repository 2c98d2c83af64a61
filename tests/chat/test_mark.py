from chat_samples import INTERVIEW, make_hit, span_of

from onrecord.chat.mark import mark_paragraphs, quote_paragraphs


def runs(paragraph):
    return [
        (piece.text, piece.hit.rank if piece.hit else 0, piece.quoted) for piece in paragraph.pieces
    ]


def test_a_quote_is_marked_inside_its_passage():
    hit = make_hit("Nous avons perdu la lotte. Le toit fuyait.", "Le toit fuyait.", turn=1)
    first, second = mark_paragraphs(INTERVIEW, 1, [hit])
    assert runs(first) == [
        ("Nous avons perdu la lotte. ", 1, False),
        ("Le toit fuyait.", 1, True),
        (" Il a plu.", 0, False),
    ]
    assert runs(second) == [("Le gras commence ici. Il finit là.", 0, False)]
    assert (first.anchor, second.anchor) == ("t1p1", "t1p2")


def test_a_passage_over_two_paragraphs_opens_once():
    text = "Il a plu.\n\n**Le gras commence ici."
    hit = make_hit(text, "Il a plu.", turn=1)
    first, second = mark_paragraphs(INTERVIEW, 1, [hit])
    assert runs(first)[-1] == ("Il a plu.", 1, True)
    assert runs(second) == [("Le gras commence ici.", 1, False), (" Il finit là.", 0, False)]
    opening = [piece.text for one in (first, second) for piece in one.pieces if piece.opens]
    assert opening == ["Il a plu."]


def test_two_passages_of_one_paragraph_keep_their_ranks():
    hits = [
        make_hit("Le toit fuyait.", "Le toit fuyait.", turn=1, rank=1),
        make_hit("Nous avons perdu la lotte.", "Nous avons perdu la lotte.", turn=1, rank=2),
    ]
    first, _ = mark_paragraphs(INTERVIEW, 1, hits)
    assert [(text, rank) for text, rank, _ in runs(first)] == [
        ("Nous avons perdu la lotte.", 2),
        (" ", 0),
        ("Le toit fuyait.", 1),
        (" Il a plu.", 0),
    ]


def test_the_right_occurrence_of_a_repeated_sentence_is_marked():
    start = INTERVIEW.text.rindex("Oui.")
    hit = make_hit("Oui.", "Oui.", turn=2, start=start)
    paragraphs = mark_paragraphs(INTERVIEW, 2, [hit])
    assert [runs(one) for one in paragraphs[:2]] == [[("Oui.", 0, False)], [("Oui.", 1, True)]]


def test_a_quotation_is_the_passage_alone():
    hit = make_hit("Le toit fuyait. Il a plu.", "Il a plu.", turn=1)
    (only,) = quote_paragraphs(INTERVIEW, hit)
    assert runs(only) == [("Le toit fuyait. ", 1, False), ("Il a plu.", 1, True)]


def test_items_of_a_list_stand_apart_under_one_anchor():
    paragraphs = mark_paragraphs(INTERVIEW, 2)[2:]
    assert [(one.anchor, one.bullet, one.pieces[0].text) for one in paragraphs] == [
        ("t2p3", "", "Deux idées :"),
        ("", "–", "un quai"),
        ("", "–", "une grue"),
    ]


def test_the_lead_is_turn_zero():
    (lead,) = mark_paragraphs(
        INTERVIEW, 0, [make_hit("À Port-Aven, la criée rouvre.", "À Port-Aven", 0)]
    )
    assert lead.anchor == "t0p1"
    assert runs(lead)[0] == ("À Port-Aven", 1, True)


def test_spans_of_the_sample_are_what_they_say():
    assert span_of("Le toit fuyait.").of(INTERVIEW.text) == "Le toit fuyait."
