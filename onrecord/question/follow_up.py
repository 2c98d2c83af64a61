"""Whether a question leans on those before it, and how it reads with them.

Nothing here searches; what was shown before is the concern of `conversing`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.text.fold import fold
from onrecord.text.lexicon import load_lexicon
from onrecord.text.word import content_words, words

FARTHEST = 4  # questions back that a chain is read with: benchmarks.retrieval, « between »
_OPENING = re.compile(r"(?:et|mais|and|but|ou bien|alors)\b[ ,]*", re.I)
_INVERTED = re.compile(r"-(?:t-)?(?:il|elle|on)s?\b", re.I)  # « la criée a-t-elle », subject said
_DEFINITE = re.compile(
    r"(?:quel(?:le)?s?|qui|ou|quand|what|who|where|when) (?:est|sont|etaient|etait|is|are|was|were) "
    r"(?:le |la |les |l'|the ).+?(?: de | du | des | d'| of )"
)
_ASKING = re.compile(
    r"(?:(?:a|avec|dans|de|depuis|en|par|pour|sur|at|by|for|from|in|on|with) |d'|c'est )?"
    r"(?:qu'|(?:que|qui|quoi|(?:les?|la)?quel(?:le)?s?|comment|combien|pourquoi|quand|ou"
    r"|what|who|whom|whose|which|when|where|why|how)\b)"
)
_LIKE_ARTICLE = re.compile(  # « le », « l' », « ce » that may stand for a thing: « où les trouver »
    r"\b(?:comment|ou|pourquoi|quand|qui|pour|sans) (?:l'|l[ea] |les |en )\w+(?:er|ir|re)\b"
    r"|\bde les? \w|\bl'(?:a|ai|as|ont|avait|avoir)\b|(?<![-\w])ce (?!qu|dont)"
)
_SUBJECT_OF_SPEECH = re.compile(
    r"\b(?:dit|dis|disent|pense|pensent|parle|parlent|evoque|explique|propose|repond|raconte)"
    r"(?:-t)?-(?:il|elle|ils|elles|on)\b[^,]{0,20}?\b(?:de|du|des|d'|sur|a propos|au sujet)"
    r"|\b(?:he|she|they) (?:say|think|talk)s? (?:about|of|on)\b"
    r"|\bque (?:dit|disent|disait|pense|pensent|pensait|propose) [^,]{2,60}? (?:de|du|des|d'|sur)\b"
    r"|\bwhat (?:does|did) [^,]{2,60}? (?:say|think) (?:about|of|on)\b"
)
_OTHER = re.compile(r"(?:et|and) (?:elle|lui|l'autre|him|her|the other(?: one)?)\W*", re.I)


def is_follow_up(text: str) -> bool:
    """Say whether a question leans on the one before it.

    It does when it opens with « et », « mais » and the like, or when it is short on meaning of its
    own: a pronoun, and few words that carry meaning. « Que dit-il de l'open data ? » names its own
    subject: the pronoun is the speaker; so do « Quel est le prix du gazole ? » and, with two words
    that carry meaning and nothing that points back, « Comment détartrer une cafetière ? ».
    """
    folded = fold(text)
    own = content_words(text)
    if _OPENING.match(folded) or not own:
        return True
    if _SUBJECT_OF_SPEECH.search(folded) or (len(own) > 1 and _DEFINITE.match(folded)):
        return False
    if len(own) == 1:
        return True
    points_back = _points_back(text) or _LIKE_ARTICLE.search(folded) is not None
    if not points_back and _ASKING.match(folded):
        return False
    has_name = re.search(r"(?<!^)(?<![.?!] )\b[A-ZÀ-Þ]", text) is not None
    return len(own) <= (4 if points_back else 3) and not has_name


def means_nothing_alone(text: str) -> bool:
    """Say whether a question means nothing alone: « et eux ? », not « Que change la loi ? »."""
    if not is_follow_up(text):
        return False
    points_back = _points_back(_INVERTED.sub("", text))
    return points_back or _OPENING.match(fold(text)) is not None or len(content_words(text)) <= 1


def lean_on(text: str, history: Sequence[str]) -> str:
    """Return a follow-up with the questions it leans on before it, oldest first.

    Parameters
    ----------
    history
        The earlier questions, oldest first, at least one. When the last means nothing
        alone, the one before is read too.
    """
    chain = [text]
    for earlier in reversed(history[-FARTHEST:]):
        chain.insert(0, earlier)
        if not means_nothing_alone(earlier):
            break
    return " ".join(chain)


def swap_name(text: str, earlier: str, names: Sequence[str]) -> str:
    """Return `earlier` put to the person whom « et Jeanne Le Bihan ? » names, or "".

    Parameters
    ----------
    names
        Folded ways of naming those who speak, longest first.
    """
    named = _OPENING.sub("", text).strip(" .?!…\u00a0")
    if fold(named) not in names:
        return ""
    for name in names:
        found = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", fold(earlier))
        if found and len(fold(earlier)) == len(earlier) and fold(named) != name:
            return earlier[: found.start()] + named + earlier[found.end() :]
    return ""


def asks_of_other(text: str) -> bool:
    """Say whether a question is « et elle ? » or the like, and nothing else."""
    return _OTHER.fullmatch(fold(text)) is not None


def _points_back(text: str) -> bool:
    """Say whether a word of a text stands for something said before it."""
    return not load_lexicon("leaning_words").isdisjoint(words(text))
