from __future__ import annotations

import os

import pytest

from journeyman.gate.analysis.syntax import Unreadable, parse
from journeyman.gate.analysis.words import HOLE, Scope, Word, WordReader


def words(text: str, **variables: str | None) -> list[str]:
    """The words of ``echo TEXT``, with ``?`` where only running it would tell."""
    source, root = parse(f"echo {text}")
    reader = WordReader(source, Scope(dict(variables)), lambda node: None)
    command = root.children[0]
    found = [word for child in command.children[1:] for word in reader.read(child)]
    return [word.text.replace(HOLE, "?") for word in found]


HOME = os.path.expanduser("~")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain --flag=1 a/b.c", ["plain", "--flag=1", "a/b.c"]),
        ("'single $x' \"double\" a'b'\"c\"", ["single $x", "double", "abc"]),
        ("a\\ b \\*", ["a b", "*"]),
        ('"a\\$b \\"q\\" \\n"', ['a$b "q" \\n']),
        ("~ ~/x a~ '~'", [HOME, f"{HOME}/x", "a~", "~"]),
        ("~someone/x", ["?"]),
        ("$HOME ${HOME}/x", [HOME, f"{HOME}/x"]),
        ('$x "$x" ${x}', ["?", "?", "?"]),
        ("{a,b}.txt", ["a.txt", "b.txt"]),
        ("x{a,{b,c}}y{1,2}", ["xay1", "xay2", "xby1", "xby2", "xcy1", "xcy2"]),
        ("{} x{}y {a}", ["{}", "x{}y", "{a}"]),
        ("'{a,b}'", ["{a,b}"]),
        ("{a,'b,c'}", ["?"]),
        ("$'a\\tb\\x41\\101\\u00e9\\e\\q\\cx'", ["a\tbAA\u00e9\x1b\\q?"]),
        ("$(ls) `ls` a$(ls)b", ["?", "?", "a?b"]),
        ("$((1 + 2))", ["1?"]),
        ("<(ls)", ["/dev/fd/?"]),
        ("$1 $@ $? ${x:-y} ${#x}", ["?", "?", "?", "?", "?"]),
        ("*.py", ["*.py"]),
        ("5 -5", ["5", "-5"]),
    ],
)
def test_words_are_resolved_as_far_as_the_text_allows(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_variables_of_the_text_itself() -> None:
    assert words("$x/y ${x}", x="a") == ["a/y", "a"]
    assert words("$x", x=None) == ["?"]
    assert words('$x "$x"', x="a b") == ["?", "a b"]
    assert words("$HOME", HOME=None) == ["?"]


def test_too_many_braces_are_one_unknown_word() -> None:
    assert words("{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}") == ["?"]


@pytest.mark.parametrize(
    "text",
    [
        "${x@P}",
        "${a[0]}",
        "$((a[0]))",
        "`ls` `ls`",
        "a`ls` `ls`",
        "x\\\ny",
        "'open",
        "$(",
        "\x00",
        "a\u2028b",
        "\ud800",
        "x" * 100_001,
    ],
)
def test_what_cannot_be_believed_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        words(text)


def test_a_word_knows_whether_it_is_known() -> None:
    assert Word("a").known
    assert not Word(f"a{HOLE}").known
