"""Near-identical texts."""

from onrecord.text.near_duplicate import find_shingles, repeats

TEXT = "Un chalutier brûle mille litres par jour ; si le prix double, il reste à quai."


def is_repeat(text: str, *earlier: str) -> bool:
    return repeats(find_shingles(text), [find_shingles(one) for one in earlier])


def test_the_same_words_repeat_whatever_the_marks() -> None:
    assert is_repeat(TEXT, TEXT)
    assert is_repeat(
        "« UN CHALUTIER brule mille litres par jour, si le prix double il reste à quai »", TEXT
    )


def test_a_slip_of_one_word_still_repeats() -> None:
    long = f"{TEXT} Les pêcheurs ont vendu à Lorient en attendant, et aucun d'eux n'a arrêté depuis."
    assert is_repeat(long.replace("Lorient", "Brest"), long)


def test_a_part_repeats_the_whole_and_the_whole_does_not_repeat_its_part() -> None:
    whole = f"{TEXT} Les pêcheurs ont vendu à Lorient en attendant que le toit de la criée soit refait."
    assert is_repeat(TEXT, whole)
    assert not is_repeat(whole, TEXT)


def test_other_words_on_the_same_subject_do_not_repeat() -> None:
    assert not is_repeat("Le prix du gazole double, les chalutiers restent à quai.", TEXT)
    assert not is_repeat("Oui.", "Non.", TEXT)
    assert is_repeat("Oui !", "Oui.")


def test_a_text_of_fewer_words_is_one_run() -> None:
    assert find_shingles("Un mot") == {("un", "mot")}
    assert find_shingles("Un mot de plus") == {("un", "mot", "de"), ("mot", "de", "plus")}
    assert find_shingles("Un mot de plus", 2) == {("un", "mot"), ("mot", "de"), ("de", "plus")}


def test_nothing_repeats_nothing() -> None:
    assert not is_repeat(TEXT)
