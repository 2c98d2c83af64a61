"""A call is followed: what it tells comes first where it takes a while, its result in any case."""

import threading

import pytest

from onrecord.chat.follow import follow


def run(steps):
    """Return what was yielded, and what was returned."""
    told = []
    while True:
        try:
            told.append(next(steps))
        except StopIteration as stop:
            return told, stop.value


def tell_two(tell):
    tell(1)
    tell(2)
    return "done"


def test_a_call_is_followed_to_its_end():
    assert run(follow(tell_two, str)) == (["1", "2"], "done")


def test_of_a_call_that_is_quick_only_the_result_comes():
    assert run(follow(tell_two, str, patience=30)) == ([], "done")


def test_what_a_slow_call_told_comes_before_its_result():
    ends = threading.Event()

    def call(tell):
        tell("read")
        assert ends.wait(30)
        return "answered"

    steps = follow(call, str.upper, patience=0.01)
    assert next(steps) == "READ"
    ends.set()
    assert run(steps) == ([], "answered")


def test_what_a_call_raises_is_raised():
    def call(tell):
        tell("read")
        raise ValueError("not this one")

    steps = follow(call, str)
    assert next(steps) == "read"
    with pytest.raises(ValueError, match="not this one"):
        next(steps)
