"""Which labels ask, told by what they introduce, at the edges of the rules."""

import pytest

from onrecord.reading import read_interview

LONG = "Je pars ce soir, et je ne reviens pas avant l'hiver, tu le sais bien, voilà."


def asks(tmp_path, first, second):
    """Return who answers in a talk of two labels, whose turns are given in order."""
    path = tmp_path / "a.txt"
    pairs = zip(first, second, strict=True)
    path.write_text("".join(f"Ida : {one}\n\nLéa : {two}\n\n" for one, two in pairs), "utf-8")
    interview = read_interview(path)
    return sorted({turn.speaker.name for turn in interview.turns}), len(interview.questions)


@pytest.mark.parametrize("questions", [5, 4, 3])
def test_of_five_a_label_asks_when_more_than_half_of_its_turns_end_in_a_question(tmp_path, questions):
    first = ["Tu pars ce soir, au port, avec ta sœur et ton frère aîné ?"] * questions
    first += ["Bon, le port est loin, et ta sœur dort encore chez nous."] * (5 - questions)
    assert asks(tmp_path, first, [LONG] * 5) == (["Léa"], 5)


@pytest.mark.parametrize("questions", [10, 3, 2])
def test_of_ten_short_turns_a_few_with_a_question_in_them_are_enough(tmp_path, questions):
    first = ["Tu pars ? Dis-moi donc tout ça."] * questions
    first += ["Bon, dis-moi donc tout ce soir."] * (10 - questions)
    assert asks(tmp_path, first, [LONG] * 10) == (["Léa"], 10)


def test_two_who_ask_nothing_and_speak_alike_both_answer(tmp_path):
    first = ["Le vent tombe, et la mer monte au loin, je le vois bien d'ici, de ma fenêtre, oui."] * 5
    assert asks(tmp_path, first, [LONG] * 5) == (["Ida", "Léa"], 0)


def test_a_question_quoted_at_the_end_of_a_turn_ends_it(tmp_path):
    first = ["Ta sœur m'a dit, hier soir, au port : « Tu pars bien avec ton frère ? »"] * 4
    assert asks(tmp_path, first, [LONG] * 4) == (["Léa"], 4)


def test_who_speaks_alone_asks_nothing(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("Léa : Je pars. Et puis ?\n\nLéa : Je reviens. Et après ?\n", "utf-8")
    interview = read_interview(path)
    assert [turn.speaker.name for turn in interview.turns] == ["Léa"]
    assert interview.questions == ()


def test_each_of_sixty_people_is_known_by_a_last_name(tmp_path):
    ends = ("abel", "acon", "adot", "agre", "ain")
    names = [f"Léa {start}{end}" for start in "BCDFGLMNPRST" for end in ends]
    listed = "".join(f"  - {{name: {name}, role: juge}}\n" for name in names)
    (tmp_path / "a.yaml").write_text("interviewees:\n" + listed, "utf-8")
    talk = (f"Question : Pourquoi partir ?\n\n{name.split()[1]} : {LONG}\n\n" for name in names)
    (tmp_path / "a.txt").write_text("".join(talk), "utf-8")
    interview = read_interview(tmp_path / "a.txt")
    spoken = [(turn.speaker.name, turn.speaker.role) for turn in interview.turns]
    assert spoken == [(name, "juge") for name in names]
    assert len(interview.people) == 60
