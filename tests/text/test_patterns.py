"""No word of a language in a regular expression in code: words are lists, patterns are shapes."""

import ast
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from onrecord.text.fold import fold
from onrecord.text.lexicon import find_languages, load_lexicon, load_tables
from onrecord.text.pattern import list_pieces, one_of

CHECKED = ("answer", "chat", "cli", "evaluation", "question", "reading", "retrieval", "text")
PACKAGE = Path(str(files("onrecord")))
CALLS = {"compile", "match", "search", "fullmatch", "sub", "subn", "split", "findall", "finditer"}
SHORTEST = 3  # letters
# Names of HTML, CSS and file formats that are words of a language too.
TECHNICAL = set(
    re.findall(
        r"\w+",
        """article base big body charset cite class code data del display div dfn doc font form head
        header hidden html image info ins kbd label link mark meta none object param pdf samp section
        small source span strike strong sub sup time title var visibility xml""",
    )
)


def find_sources(packages: tuple[str, ...] = CHECKED) -> list[Path]:
    return [path for package in packages for path in sorted((PACKAGE / package).rglob("*.py"))]


def find_literals(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield the line and the text of what goes into each call of `re`, names and calls followed."""
    values: dict[str, list[ast.AST]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                values.setdefault(getattr(target, "id", ""), []).append(node.value)
        elif isinstance(node, ast.FunctionDef):
            returned = [
                one.value for one in ast.walk(node) if isinstance(one, ast.Return) and one.value
            ]
            values.setdefault(node.name, []).extend(returned)
    for node in ast.walk(tree):
        if is_call_of_re(node):
            yield node.lineno, "".join(read_text(node.args[0], values, frozenset()))


def is_call_of_re(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "re"
        and node.func.attr in CALLS
        and bool(node.args)
    )


def read_text(node: ast.AST, values: dict[str, list[ast.AST]], seen: frozenset[str]) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str | bytes):
        yield node.value if isinstance(node.value, str) else node.value.decode("latin-1")
    elif isinstance(node, ast.JoinedStr | ast.BinOp | ast.FormattedValue):
        for child in ast.iter_child_nodes(node):
            yield from read_text(child, values, seen)
    elif isinstance(node, ast.Name) and node.id not in seen:
        for value in values.get(node.id, []):
            yield from read_text(value, values, seen | {node.id})
    elif isinstance(node, ast.Call):
        yield from read_text(node.func, values, seen)


def read_words(pattern: str) -> set[str]:
    """Return the words of a pattern, folded: « r[ée]ponses? » holds "reponses" and "reponse"."""
    pattern = re.sub(r"\\[a-zA-Z]|\(\?P<\w+>|\(\?[a-z]+:|\{\d*,?\d*\}", " ", pattern)
    pattern = re.sub(r"\[([^\]\\-])[^\]\\-]{0,2}\]", r"\1", fold(pattern))
    found = re.findall(r"[a-z]+\??", re.sub(r"\[[^\]]*\]", " ", pattern))
    return {form for word in found for form in (word.rstrip("?"), re.sub(r"\w\?$", "", word))}


def find_lists() -> Iterator[tuple[str, str, str]]:
    """Yield the language, the name and the kind (txt, toml) of each list."""
    for language in find_languages():
        for folder in language.folders:
            for path in folder.iterdir():
                name, _, kind = path.name.partition(".")
                yield language.name, name, kind


def read_wordings(values: object) -> Iterator[str]:
    """Yield the wordings of a list, or of the tables of one."""
    if isinstance(values, str):
        yield values
    elif isinstance(values, dict | list | frozenset):
        for value in values.values() if isinstance(values, dict) else values:
            yield from read_wordings(value)


def known_words() -> set[str]:
    """Return the words of the lists of French and English."""
    words = set()
    for language, name, kind in find_lists():
        if language in ("fr", "en"):
            load = load_lexicon if kind == "txt" else load_tables
            for wording in read_wordings(load(name, language)):
                words |= read_words(wording)
    return {word for word in words if len(word) >= SHORTEST} - TECHNICAL


def test_a_word_in_a_pattern_is_found() -> None:
    tree = ast.parse(
        'MONTH = "r[ée]ponses?|mai"\nre.compile(rf"\\s({MONTH})")\nre.match("(?i:publié)", text)'
    )
    assert [(line, read_words(text)) for line, text in find_literals(tree)] == [
        (2, {"reponses", "reponse", "mai"}),
        (3, {"publie"}),
    ]
    assert {"reponses", "mai", "publie", "wrote"} <= known_words()


def test_no_word_of_a_language_stands_in_a_regular_expression() -> None:
    known = known_words()
    found = {
        f"{path.relative_to(PACKAGE)}, line {line}": read_words(text) & known
        for path in find_sources()
        for line, text in find_literals(ast.parse(path.read_text("utf-8")))
    }
    assert len(found) > 100
    assert {place: words for place, words in found.items() if words} == {}


def test_pieces_match_with_and_without_accents_and_with_either_apostrophe() -> None:
    pattern = re.compile(one_of("talk", "answers", "after_name"))
    for text in ("a répondu", "a repondu", "s’est confiée", "s'est confiee"):
        assert pattern.fullmatch(text)
    assert list_pieces("talk", "with", "links")[2] == r"[à]\s+"  # in brackets, the accent is a must


def test_what_no_language_lists_matches_nowhere() -> None:
    assert list_pieces("talk", "nothing") == []
    assert re.search(one_of("talk", "nothing"), "anything") is None


def test_every_list_lies_in_the_folder_of_a_language() -> None:
    lists = list(find_lists())
    assert {kind for _, _, kind in lists} == {"txt", "toml"}
    assert {language for language, _, _ in lists} == {"fr", "en", "any"}
    root = files("onrecord.text.lexicon")
    assert [path.name for path in root.iterdir() if path.name.endswith((".txt", ".toml"))] == []
