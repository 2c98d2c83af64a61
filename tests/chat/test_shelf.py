"""What visitors leave is bounded in all, and forgotten when nobody comes for it."""

from __future__ import annotations

from onrecord.chat.shelf import Shelf


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_what_was_used_longest_ago_is_forgotten_first() -> None:
    shelf: Shelf[str] = Shelf(10, 60)
    first, second = shelf.keep("first", 4), shelf.keep("second", 4)
    assert shelf.take(first) == "first"
    third = shelf.keep("third", 4)
    assert [shelf.take(one) for one in (first, second, third)] == ["first", None, "third"]
    assert shelf.weight == 8


def test_a_single_value_is_kept_however_heavy() -> None:
    shelf: Shelf[str] = Shelf(10, 60)
    assert shelf.take(shelf.keep("heavy", 11)) == "heavy"


def test_what_is_not_used_is_forgotten_after_its_time() -> None:
    clock = Clock()
    shelf: Shelf[str] = Shelf(10, 60, clock)
    idle, used = shelf.keep("idle"), shelf.keep("used")
    clock.now = 59
    assert shelf.take(used) == "used"
    clock.now = 60
    shelf.expire()
    assert (idle.value, used.value, shelf.weight) == (None, "used", 1)
    clock.now = 119
    assert shelf.take(used) is None


def test_what_is_dropped_weighs_nothing() -> None:
    shelf: Shelf[str] = Shelf(10, 60)
    kept = shelf.keep("one", 3)
    shelf.drop(kept)
    shelf.drop(kept)
    shelf.drop(None)
    assert (shelf.take(kept), shelf.take(None), shelf.weight) == (None, None, 0)
