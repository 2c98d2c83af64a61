"""Names that a side file hides: people, and whatever else it lists, are shown under other names.

The metadata is changed, and the text is shown changed (`Interview.changes`): it stays as it is, and
offsets and SHA-256 are those of the source, so that who has both files verifies. What is searched is
what is shown: a question with a hidden name finds no more than one with a name that nobody has. The
address of the page, and the recording with its voices, which would tell, are dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from onrecord.error import CorpusError
from onrecord.interview import Card, Interview, Person
from onrecord.reading.correction import mistake
from onrecord.reading.format.source import SIDE_SUFFIX, Source
from onrecord.text.change import Change, find_place, find_source
from onrecord.text.fold import fold
from onrecord.text.name import is_full_name, is_particle, split_name
from onrecord.text.span import Span

_FIELD = "pseudonyms"
_LONGEST = 80  # characters of a pseudonym
_BETWEEN = r"(?:[\W_]|&\w{1,8};){0,5}"  # what may stand between words: blanks, hyphens, markup
_SHORTEST = 4  # letters of a last name of several words that is hidden alone


@dataclass(frozen=True, slots=True)
class _Form:
    """A form of a hidden name, and what is shown for it; a part of a name has a capital."""

    pattern: re.Pattern[str]
    shown: str
    is_part: bool = False


@dataclass(frozen=True, slots=True)
class _Found:
    """What is shown in the place of a slice of some words."""

    span: Span
    shown: str


class _Hiding:
    """Hides names in texts; `found` are the numbers, from 0, of the names that stand whole in any."""

    def __init__(self, pairs: Mapping[str, str]) -> None:
        self._forms = _make_forms(pairs)
        self.found: set[int] = set()

    def hide(self, text: str) -> str:
        """Return a text with the names replaced."""
        return _put(text, list(self.find(text)))

    def person(self, person: Person) -> Person:
        """Return a person under the name to show."""
        return Person(self.hide(person.name), self.hide(person.role))

    def find(self, text: str) -> Iterator[_Found]:
        """Yield where names stand in a text, in order, none within another."""
        folded, places = _fold_in_place(text)
        matches = [
            (match.start(), -match.end(), number)
            for number, form in enumerate(self._forms)
            for match in form.pattern.finditer(folded)
        ]
        self.found.update(number for _, _, number in matches)
        done = 0
        for first, last, number in sorted(matches):
            form, span = self._forms[number], Span(places[first], places[-last - 1] + 1)
            if span.start >= done and not (form.is_part and not text[span.start].isupper()):
                done = span.end
                yield _Found(span, form.shown)


def hide_names(interview: Interview, source: Source) -> Interview:
    """Return an interview with the names hidden that its side file lists, wherever they are shown.

    Raises
    ------
    CorpusError
        When an entry is no pair of names, a name to hide stands nowhere, a pseudonym is a name of the
        interview, or the name of the file itself holds a hidden name.
    """
    pairs = _read_pairs(source)
    if not pairs:
        return interview
    hiding = _Hiding(pairs)
    _refuse_names_in_use(interview, source, pairs)
    if hiding.hide(_spell(interview.id)) != _spell(interview.id):
        raise mistake(source, (_FIELD,), "a file whose name does not hold a hidden name", source.id)
    hiding.found.clear()
    hidden = replace(
        interview,
        title=hiding.hide(interview.title),
        publication=hiding.hide(interview.publication),
        author=hiding.hide(interview.author),
        url="",
        media="",
        people=tuple(map(hiding.person, interview.people)),
        turns=tuple(replace(one, speaker=hiding.person(one.speaker)) for one in interview.turns),
        warnings=tuple(map(hiding.hide, interview.warnings)),
        found_in={
            name: hiding.hide(place) for name, place in interview.found_in.items() if name != "url"
        },
        changes=_change(interview, hiding),
        pseudonyms=tuple(dict.fromkeys(pairs.values())),
    )
    for number, name in enumerate(pairs):
        if number not in hiding.found:
            raise mistake(source, (_FIELD, name), "a name that the interview holds", name)
    return hidden


def check_pseudonyms(interviews: Iterable[Interview | Card]) -> None:
    """Check that no pseudonym of an archive is the name of somebody in another of its interviews.

    Raises
    ------
    CorpusError
        When one is.
    """
    interviews = list(interviews)
    taken = {fold(name): one.id for one in interviews for name in one.pseudonyms}
    for one in interviews if taken else ():
        for person in (*one.people, *one.speakers):
            owner = taken.get(fold(person.name))
            if owner is not None and person.name not in one.pseudonyms:
                raise CorpusError(
                    f"{owner}{SIDE_SUFFIX}: {_FIELD}: expected names that nobody has, found "
                    f"“{person.name}”, who speaks in {one.id}; choose another"
                )


def _refuse_names_in_use(interview: Interview, source: Source, pairs: Mapping[str, str]) -> None:
    """Refuse a pseudonym that somebody or something has as a name in the interview itself."""
    people = [person.name for person in (*interview.people, *interview.speakers)]
    held = fold("\n".join([source.text, interview.author, interview.title, *people]))
    for name, shown in pairs.items():
        if re.search(rf"(?<!\w){re.escape(fold(shown))}(?!\w)", held):
            raise mistake(source, (_FIELD, name), "a name that the interview does not hold", shown)


def _read_pairs(source: Source) -> dict[str, str]:
    """Return the pseudonyms of a side file by the names that they hide."""
    stated = source.side.get(_FIELD)
    if stated is None:
        return {}
    if not isinstance(stated, dict):
        raise mistake(source, (_FIELD,), "{name: pseudonym}", stated)
    pairs: dict[str, str] = {}
    for name, shown in stated.items():
        if not _words(str(name)):
            raise mistake(source, (_FIELD,), "a name to hide", name)
        pairs[str(name)] = new = shown.strip() if isinstance(shown, str) else ""
        if not _words(new) or len(new) > _LONGEST or "\n" in new:
            raise mistake(source, (_FIELD, str(name)), "a name to show", shown)
    return pairs


def _make_forms(pairs: Mapping[str, str]) -> list[_Form]:
    """Return the forms of hidden names: each whole, in order, then for people their parts.

    A part that two people have is shown as either of them: « Mme A. / M. B. ».
    """
    forms = [_Form(_compile(_words(name)), shown) for name, shown in pairs.items()]
    parts: dict[tuple[str, ...], list[str]] = {}
    for name, shown in pairs.items():
        if not is_full_name(name):
            continue
        given, last = split_name(name)
        alone = [(word,) for word in last if len(word) >= _SHORTEST and not is_particle(word)]
        for part in dict.fromkeys(tuple(_words(" ".join(one))) for one in (given, last, *alone)):
            if len("".join(part)) > 1 and shown not in parts.setdefault(part, []):
                parts[part].append(shown)
    return [*forms, *(_Form(_compile(part), " / ".join(shown), True) for part, shown in parts.items())]


def _compile(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_])(?:{_BETWEEN.join(map(re.escape, words))})(?![^\W_])")


def _words(name: str) -> list[str]:
    return re.findall(r"[^\W_]+", fold(name))


def _change(interview: Interview, hiding: _Hiding) -> tuple[Change, ...]:
    """Return the changes of an interview with names hidden, also in the words that were corrected."""
    before = interview.changes
    shown = interview.show(Span(0, len(interview.text)))
    names = list(hiding.find(shown))
    corrected = [
        (Span(place, place + len(one.shown)), "" if hiding.hide(one.was) != one.was else one.was)
        for one in before
        for place in (find_place(one.start, 0, before),)
    ]
    changes = []
    for group in _join([*(one.span for one in names), *(span for span, _ in corrected)]):
        inside = [one for one in names if group.start <= one.span.start < group.end]
        moved = [replace(one, span=Span(one.span.start - group.start, one.span.end - group.start))
                 for one in inside]  # fmt: skip
        was = "" if inside else next(was for span, was in corrected if span == group)
        place = find_source(group, 0, before)
        changes.append(Change(place.start, place.end, _put(group.of(shown), moved), was))
    return tuple(changes)


def _join(spans: Iterable[Span]) -> list[Span]:
    """Return spans in order, those that overlap as one."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start < joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined


def _put(text: str, found: Sequence[_Found]) -> str:
    parts: list[str] = []
    done = 0
    for one in found:
        parts += [text[done : one.span.start], one.shown]
        done = one.span.end
    return "".join([*parts, text[done:]])


def _fold_in_place(text: str) -> tuple[str, list[int]]:
    """Return a text folded character by character, and the offset of each in the text."""
    parts = [fold(character) for character in text]
    places = [number for number, part in enumerate(parts) for _ in part]
    return "".join(parts), places


def _spell(name: str) -> str:
    """Return the name of a file as words with capitals, as a name would be written."""
    return " ".join(word.capitalize() for word in re.split(r"[\W_]+", name))
