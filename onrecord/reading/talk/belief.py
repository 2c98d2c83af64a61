"""Which of what looks like a label is one, decided over the whole page by evidence that adds up.

« Résultat : » once in an answer is prose; a name that the page knows, a word such as « Question », or
what comes back is a label. Once some are believed, a name of the same make is too.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from onrecord.reading.block.label import Label, is_kind, is_numbered, says_sound
from onrecord.text.fold import fold
from onrecord.text.lexicon import load_lexicon, load_tables
from onrecord.text.name import is_full_name, is_medium, is_organisation, split_names, stands_for

_MOST_LABELS = 500  # of one page; those that come back most
_BELIEVED = 1.5  # evidence that makes a label
_MOST_KNOWN = 60  # names a label is compared with
_TALKED = 0.4  # share of the blocks that open with a believed label, on a page that is all labels
_FEWEST_LETTERS = 2
_TALKED_BACK = 0.3  # share of the blocks that open with labels that come back, where nobody is known
_ALONE = 0.25  # the same, where one label alone comes back
_FEWEST_ALONE = 4  # times that they come back together
_FEWEST_DENSE = 3  # the same, where they open as many blocks as on a page that is all labels
_FEWEST_WAY, _WAY = 2, 0.2  # labels with a colon, and the share of blocks they open, that are the way


@dataclass(slots=True)
class _Written:
    """A label as it comes back on the page."""

    text: str
    strong: int = 0
    weak: int = 0
    bare: int = 0
    lone: int = 0
    is_handle: bool = False
    notes: set[str] = field(default_factory=set)


def find_believed(labels: Iterable[Label], known: Sequence[str], blocks: int) -> set[str]:
    """Return the keys of the labels that are labels indeed.

    Parameters
    ----------
    labels
        What opens a line of the page as a label does.
    known
        Names that the page gives.
    blocks
        How many blocks of words the page has.
    """
    labels = list(labels)
    written = _count(labels)
    names = list(known)[:_MOST_KNOWN]
    letters = _find_letters(written)
    declared = _find_declared(written)
    believed = set(letters)
    often = Counter(_find_known(one.text, names) for one in written.values() for _ in range(one.weak))
    for key, one in written.items():
        comes_back = often[_find_known(one.text, names)] > 1 and _find_known(one.text, names) != ""
        if not one.bare and _weigh(one, names, declared, comes_back=comes_back) >= _BELIEVED:
            believed.add(key)
    believed |= _find_coming_back(written, blocks)
    believed = _drop_lone_handles(believed, written, names)
    believed |= _join_in(written, believed, names, blocks)
    believed = _drop_unlike(believed, written, names, blocks)
    short = [written[key].text for key in believed & written.keys()]
    with_role = list({one.key: one for one in labels if one.role}.values())[:_MOST_KNOWN]
    return believed | {one.key for one in with_role if introduces(one.text, short)}


def _find_coming_back(written: dict[str, _Written], blocks: int) -> set[str]:
    """Return the labels set off by a dash or their line that come back all over the page.

    Two or more open a third of its blocks together: a talk between them, whoever they are. One alone
    must come back often.
    """
    back = {
        key: one.weak + one.strong + one.lone
        for key, one in written.items()
        if one.weak + one.strong + one.lone > 1 and not (one.bare or _is_no_label(one))
    }
    found: set[str] = set()
    for are_handles in (False, True):
        kept = {key: count for key, count in back.items() if written[key].is_handle == are_handles}
        often, share = sum(kept.values()), _TALKED_BACK if len(kept) > 1 else _ALONE
        is_dense = often >= _FEWEST_DENSE and often >= _TALKED * blocks
        if is_dense or (often >= _FEWEST_ALONE and often >= share * blocks):
            found.update(kept)
    return found


def _find_declared(written: dict[str, _Written]) -> set[str]:
    """Return the short forms that labels declare, and the labels that declare one of the others."""
    texts = {fold(one.text) for one in written.values()}
    notes = {key: set(map(fold, one.notes)) for key, one in written.items()}
    used = {fold(written[key].text) for key, short in notes.items() if short & texts}
    return set().union(used, *notes.values())


def _is_no_label(one: _Written) -> bool:
    return fold(one.text) in load_lexicon("not_labels") or says_sound(one.text)


def introduces(name: str, labels: Iterable[str]) -> bool:
    """Return whether a name that stands with a role is one of the labels, in full or in short."""
    return any(stands_for(_tidy(label), name) for label in labels)


def is_known(label: str, names: Iterable[str]) -> bool:
    """Return whether one of the names that a label joins stands for one of `names`."""
    return any(stands_for(_tidy(part), name) for part in split_names(label) for name in names)


def _tidy(name: str) -> str:
    return name.rstrip("0123456789_.-") or name


def _count(labels: Iterable[Label]) -> dict[str, _Written]:
    written: dict[str, _Written] = {}
    for label in labels:
        if label.role:  # believed where the name alone is
            continue
        one = written.setdefault(label.key, _Written(label.text, is_handle=label.is_handle))
        one.bare += label.is_bare
        one.lone += label.is_lone
        one.weak += label.is_weak and not (label.is_bare or label.is_lone)
        one.strong += not label.is_weak
        one.is_handle = one.is_handle and label.is_handle
        if label.note:
            one.notes.add(label.note)
    often = sorted(
        written, key=lambda key: -(written[key].strong + written[key].weak + written[key].lone)
    )
    return {key: written[key] for key in often[:_MOST_LABELS]}


def _find_letters(written: dict[str, _Written]) -> set[str]:
    """Return the bare letters that ask and answer in turn, as in the record of a hearing."""
    found = [key for key, one in written.items() if one.bare >= _FEWEST_LETTERS]
    asks = written.get("q")
    if asks is None or "q" not in found:
        return set()
    others = {key for key in found if key != "q" and 2 * written[key].bare >= asks.bare}
    return {"q", *others} if others else set()


def _find_known(label: str, names: Sequence[str]) -> str:
    """Return the one known name that a label stands for, or ""."""
    written = (name for name in dict.fromkeys(names) if name[1:2] != ".")  # no initials
    found = [name for name in written if stands_for(_tidy(label), name)]
    short = min(found, key=len, default="")
    return short if all(short in name for name in found) else ""


def _weigh(one: _Written, names: Sequence[str], declared: set[str], *, comes_back: bool) -> float:
    """Return the evidence that this is a label; `comes_back`: its person has other labels too."""
    if fold(one.text) in load_lexicon("not_labels"):
        return 0.0
    count = one.strong + one.weak
    if count == 1 and is_organisation(one.text):  # « Semaine du Bois : entretien avec … »
        return 0.0
    weight = 0.0
    if is_kind(one.text) and (one.strong or count > 1):
        weight += 2
    is_repeated = one.strong > 0 or count > 1 or comes_back or bool(one.notes)
    if (is_known(one.text, names) or fold(one.text) in declared) and is_repeated:
        weight += 2
    if one.strong > 1:
        weight += 1.6 + 0.4 * math.log2(one.strong)
    elif count > 1 and (is_full_name(one.text) or is_medium(one.text) or _joins(one.text)):
        weight += 1.6
    return weight - (1.2 if one.is_handle and not is_known(one.text, names) else 0)


def _joins(label: str) -> bool:
    """Return whether a label joins several names (« Inès et Aude »)."""
    return bool(set(load_tables("names")["joins"]) & set(label.split()))


def _drop_lone_handles(
    believed: set[str], written: dict[str, _Written], names: Sequence[str]
) -> set[str]:
    """Return the labels without a lone one in small letters that no known name explains."""
    handles = {key for key in believed if key in written and written[key].is_handle}
    if len(handles) > 1 or any(is_known(written[key].text, names) for key in handles):
        return believed
    return believed - handles


def _drop_unlike(
    believed: set[str], written: dict[str, _Written], names: Sequence[str], blocks: int
) -> set[str]:
    """Return the labels without those that their line alone sets off, where others have a colon.

    « Yes. » on its line is no label among « Speaker 1: » and « Speaker 2: »; a known name is one.
    """
    strong = {key for key in believed & written.keys() if written[key].strong}
    heads = sum(written[key].strong for key in strong)
    if len(strong) < _FEWEST_WAY or heads < _WAY * blocks:
        return believed
    bare = {key for key in believed - strong if key in written and not written[key].bare}
    kept = {key for key in bare if is_known(written[key].text, names) or is_kind(written[key].text)}
    return believed - (bare - kept)


def _join_in(
    written: dict[str, _Written], believed: set[str], names: Sequence[str], blocks: int
) -> set[str]:
    """Return the labels that those already believed bring along: of the same make, once on the page."""
    if not believed:
        return set()
    heads = sum(written[key].strong + written[key].weak + written[key].bare for key in believed)
    is_all_talk = heads >= _TALKED * blocks and len(believed) > 1
    is_weak = any(not written[key].strong and not written[key].bare for key in believed)
    has_parts = any(is_numbered(written[key].text) for key in believed)
    are_upper = all(written[key].text.isupper() for key in believed)
    are_strong = any(written[key].strong for key in believed)
    joined = set()
    for key, one in written.items():
        if fold(one.text) in load_lexicon("not_labels") or one.bare:
            continue
        if one.is_handle and not (is_all_talk and all(written[other].is_handle for other in believed)):
            continue
        parts = split_names(one.text)
        all_known = all(is_known(part, names) for part in parts)
        is_joint = is_weak and len(parts) > 1 and all_known  # « Inès et Aude - » among « Inès - »
        is_alike = is_weak and (one.weak > 1 or (one.weak > 0 and all_known))  # « Paul – », « Inès – »
        is_part = has_parts and is_numbered(one.text)  # « Speaker 3 » among « Speaker 2 »
        is_part |= (
            is_weak and one.weak > 0 and is_kind(one.text)
        )  # « Une auditrice. – » among « Inès. – »
        is_like = one.strong or (is_weak and one.is_handle)  # « ravoux | » among « lebrun | »
        is_made_so = (one.text.isupper() or not are_upper) and (not one.strong or are_strong)
        is_alone = is_full_name(one.text) or (is_all_talk and is_made_so)
        is_other = is_like and len(believed) > 1 and is_alone
        if is_joint or is_alike or is_part or is_other or (one.strong and says_sound(one.text)):
            joined.add(key)
    return joined
