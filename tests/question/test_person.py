"""The people that a question names."""

import pytest
from counting import count_calls

from onrecord.interview import Interview, Person, Turn
from onrecord.question.person import Naming, People

PEOPLE = [
    Person("Jeanne Le Bihan", "directrice de la criée"),
    Person("Paul Riou", "maire de Port-Aven"),
    Person("Anaïs Kerbrat-Mezière", "secrétaire d'État chargée de la mer"),
    Person("Louis Petit", "patron pêcheur"),
]
BIHAN, RIOU, ANAIS = (frozenset({person.name}) for person in PEOPLE[:3])
NOBODY = Naming()


def make_speakers(people: list[Person]) -> People:
    """Return people of these names, each a speaker in an interview of their own."""
    return People(
        Interview(id=one.name, text="", sha256="", fingerprint="", turns=(Turn(1, 1, None, one, ()),))
        for one in people
    )


def find_named(text: str, people: list[Person]) -> Naming:
    return make_speakers(people).find_named(text)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Pourquoi Jeanne Le Bihan a-t-elle fermé la criée ?", BIHAN),
        ("pourquoi bihan a fermé la criée", BIHAN),
        ("PAUL RIOU ET LE GAZOLE", RIOU),
        ("Le gazole de Riou", RIOU),
        ("Kerbrat Mezière et la mer", ANAIS),
        ("kerbrat et la mer", ANAIS),
        ("Que propose Kerbratt pour la mer ?", ANAIS),
        ("Riou et Le Bihan sont-ils d'accord ?", BIHAN | RIOU),
    ],
)
def test_a_person_is_found_by_name(text: str, names: frozenset[str]) -> None:
    assert find_named(text, PEOPLE).names == names


@pytest.mark.parametrize(
    "text",
    [
        "Un petit bateau de Lorient",
        "le riou est une rivière",
        "Que dit-il du gazole ?",
        "Que pense Emmanuel Macron ?",
        "",
        "🙂",
    ],
)
def test_nobody_is_found_where_nobody_is_named(text: str) -> None:
    assert find_named(text, PEOPLE) == NOBODY


@pytest.mark.parametrize(
    ("text", "only"),
    [
        ("Que dit Paul Riou du gazole ?", True),
        ("Selon Riou, combien coûte le gazole ?", True),
        ("Paul Riou pense-t-il au gazole ?", True),
        ("What does Paul Riou say about fuel?", True),
        ("Qui a élu Paul Riou ?", False),
        ("Pourquoi Paul Riou a-t-il gardé son gazole ?", False),
    ],
)
def test_what_somebody_says_is_told_from_what_is_said_of_them(text: str, only: bool) -> None:
    assert find_named(text, PEOPLE) == Naming(RIOU, only)


@pytest.mark.parametrize(
    ("text", "names", "title"),
    [
        ("Que pense le maire ?", RIOU, "maire"),
        ("What does the mayor think of fuel?", RIOU, "mayor"),
        ("Que veut le maire de Port-Aven ?", RIOU, "maire"),
        ("Que répond la directrice ?", BIHAN, "directrice"),
        ("Le ministre a-t-il promis des bateaux ?", ANAIS, "ministre"),
        ("la secrétaire d'État et la mer", ANAIS, "secretaire d'etat"),
        ("l'avis du patron pêcheur", frozenset({"Louis Petit"}), "patron"),
    ],
)
def test_a_title_stands_for_the_one_who_has_it(text: str, names: frozenset[str], title: str) -> None:
    found = find_named(text, PEOPLE)
    assert (found.names, found.title) == (names, title)


def test_a_title_of_another_place_or_of_two_people_stands_for_nobody() -> None:
    assert find_named("Le maire de Lorient viendra-t-il ?", PEOPLE) == NOBODY
    two = [*PEOPLE, Person("Rose Tanguy", "maire de Brest")]
    assert find_named("Que veut le maire ?", two) == NOBODY
    assert find_named("Que veut le maire de Brest ?", two).names == {"Rose Tanguy"}
    assert find_named("Que veut le maire ?", [Person("Rose Tanguy")]) == NOBODY


def test_a_question_asks_of_its_subject_and_not_of_another_mayor() -> None:
    found = find_named("Que dit le maire du gazole ?", PEOPLE)
    assert (found.names, found.only) == (RIOU, False)


def test_a_full_name_is_not_another_persons_last_name() -> None:
    two = [*PEOPLE, Person("Rose Riou")]
    assert find_named("Que dit Rose Riou ?", two).names == {"Rose Riou"}
    assert find_named("Que dit Riou ?", two).names == {"Rose Riou", "Paul Riou"}


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("Kerbratt", True),  # one letter too many
        ("Kerbra", True),  # one too few
        ("Kerbrot", True),  # another letter
        ("Kebrrat", True),  # two swapped
        ("Kerbott", False),  # two errors
        ("Terbrat", False),  # another beginning
    ],
)
def test_a_last_name_may_have_one_typing_error_after_its_first_letter(word: str, found: bool) -> None:
    names = find_named(f"Que propose {word} pour la mer ?", PEOPLE).names
    assert names == (ANAIS if found else frozenset())


def test_a_short_word_is_no_misspelt_name_and_a_short_name_is_never_misspelt() -> None:
    people = [Person("Ida Tanguy"), Person("Léo Petit")]
    tanguy, nobody = frozenset({"Ida Tanguy"}), frozenset[str]()
    words = {"tanguu": tanguy, "tanguyy": tanguy, "tangu": nobody, "petitt": nobody, "petet": nobody}
    found = {word: find_named(f"que veut {word} du vent", people).names for word in words}
    assert found == words
    both = find_named("que veut tanguu de kerbratt", [*people, PEOPLE[2]])
    assert both == NOBODY, "two misspelt names are nobody's"


def test_a_misspelt_name_is_looked_for_among_sixty_long_words_at_most() -> None:
    for count, names in ((59, {"Ida Tanguy"}), (60, set())):
        assert find_named("bateaux " * count + "tanguu", [Person("Ida Tanguy")]).names == names


def test_without_a_capital_a_last_name_has_five_letters() -> None:
    assert find_named("que dit petit du gazole", PEOPLE).names == {"Louis Petit"}
    assert find_named("que dit riou du gazole", PEOPLE) == NOBODY
    assert find_named("que dit Riou du gazole", PEOPLE).names == RIOU
    assert find_named("Que dit petit du Gazole ?", PEOPLE) == NOBODY, "capitals, but not on the name"


def test_a_title_stands_right_after_its_article_and_has_three_words_at_most() -> None:
    chief = [Person("Ida Roc", "rédactrice en chef"), Person("Jo Le Goff", "rédacteur")]
    for text, name in (
        ("Que veut the editor-in-chief ?", {"Ida Roc"}),
        ("Que veut la rédactrice en chef ?", {"Ida Roc"}),
        ("Que veut le rédacteur ?", {"Jo Le Goff"}),
        ("Que veut le vieux rédacteur ?", set()),
        ("Que veut rédacteur ?", set()),
    ):
        assert find_named(text, chief).names == name


def test_each_of_two_roles_of_one_person_is_a_title() -> None:
    both = [Person("Ida Roc", "maire de Brest et médecin"), Person("Jo Le Goff", "marin, pilote")]
    for title, name in (
        ("la maire", "Ida Roc"),
        ("le médecin", "Ida Roc"),
        ("le pilote", "Jo Le Goff"),
    ):
        assert find_named(f"Que veut {title} ?", both).names == {name}
    assert find_named("Que veut le Brest ?", both) == NOBODY, "a place is no title"


def test_only_those_allowed_are_found() -> None:
    people = make_speakers([*PEOPLE, Person("Rose Riou", "maire de Brest")])
    assert people.find_named("Que dit Riou ?", RIOU).names == RIOU
    assert people.find_named("Que veut le maire ?", {"Rose Riou"}).names == {"Rose Riou"}
    assert people.find_named("Que dit Paul Riou ?", BIHAN) == NOBODY


def test_the_other_is_known_only_of_two() -> None:
    anais, rose, paul = PEOPLE[2], Person("Rose Riou"), Person("Paul")

    def cast(*people: Person) -> Interview:
        turns = tuple(Turn(number, 1, None, one, ()) for number, one in enumerate(people, 1))
        return Interview(id=str(len(people)), text="", sha256="", fingerprint="", turns=turns)

    two, three = cast(anais, rose), cast(anais, rose, paul)
    assert People([two]).find_other("Que dit Rose Riou du vent ?") == anais.name
    assert People([two, three]).find_other("Que dit Rose Riou du vent ?") == anais.name
    assert People([two]).find_other("Que dit-on du vent ?") == ""
    assert People([three]).find_other("Que dit Rose Riou du vent ?") == ""


def test_a_question_among_many_people_looks_at_few_of_them() -> None:
    syllables = [first + second for first in "bdfglmnprstv" for second in "aeiou"]
    names = [f"Léa {one}{other}rin" for one in syllables for other in syllables]
    few, many = (
        make_speakers([Person(name, f"directrice de la régie {name[4:]}") for name in some])
        for some in (names[::100], names)
    )
    text = "Le maire de la régie et la directrice de l'école veulent des bateaux, dit Bobarin"
    for people in (few, many):
        people.find_named(text)  # builds the indices, once
    assert len(names) == 3600
    assert count_calls(lambda: many.find_named(text)) < 2 * count_calls(lambda: few.find_named(text))


def test_people_who_come_and_go_are_those_of_the_archive_made_anew() -> None:
    """Whoever speaks in several interviews has the role that the last of them, by id, gives."""

    def speak(name: str, *people: Person) -> Interview:
        turns = tuple(Turn(1, 1, None, person, ()) for person in people)
        return Interview(name, "", "", "", people=people, turns=turns)

    first = speak("b", Person("Rose Riou", "maire de Brest"), Person("Paul Kerbrat", "médecin"))
    added = speak("c", Person("Rose Riou", "ministre de la Mer"), Person("Anne Legall", "maire"))
    earlier = speak("a", Person("Paul Kerbrat", "boulanger"))
    asked = (
        "Que dit la maire ?",
        "selon Riou",
        "la ministre",
        "le boulanger",
        "Et Kerbrta ?",
        "Legall",
    )
    people, interviews = People([first]), {"b": first}
    for one in (added, earlier):
        interviews[one.id] = one
        people = people.change(interviews.values(), one.id)
        anew = People(interviews.values())
        assert [people.find_named(text) for text in asked] == [anew.find_named(text) for text in asked]
        assert people.speakers == anew.speakers
        assert {name: dict(cast) for name, cast in people.casts.items()} == dict(anew.casts)
        assert people.names.find("rose riou") == anew.names.find("rose riou")
    for gone in ("c", "b"):
        del interviews[gone]
        people = people.change(interviews.values(), gone)
        anew = People(interviews.values())
        assert [people.find_named(text) for text in asked] == [anew.find_named(text) for text in asked]
