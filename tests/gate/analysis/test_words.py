from __future__ import annotations

import os

import pytest

from journeyman.gate.analysis.literals import COMPUTED
from journeyman.gate.analysis.syntax import Unreadable, children, parse
from journeyman.gate.analysis.words import HOLE, Scope, Word, WordReader


def words(text: str, **variables: str | None) -> list[str]:
    """The words of ``echo TEXT``, with ``?`` where only running it would tell."""
    source = parse(f"echo {text}")
    if source.doubt:
        raise Unreadable(source.doubt)
    reader = WordReader(source.text, Scope(dict(variables)), lambda node: HOLE, folder=lambda: "/here")
    command = source.root.children[0]
    found = [word for child in children(command, source.text)[1:] for word in reader.read(child)]
    return [word.text.replace(COMPUTED, "??").replace(HOLE, "?") for word in found]


HOME = os.path.expanduser("~")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain --flag=1 a/b.c", ["plain", "--flag=1", "a/b.c"]),
        ("'single $x' \"double\" a'b'\"c\"", ["single $x", "double", "abc"]),
        ("a\\ b \\*", ["a b", "*"]),
        ('"a\\$b \\"q\\" \\n"', ['a$b "q" \\n']),
        ("~ ~/x a~ '~'", [HOME, f"{HOME}/x", "a~", "~"]),
        ("~nobody-of-that-name/x", ["~nobody-of-that-name/x"]),
        ("~root/x ~+/x ~-/x ~2 a=~", [os.path.expanduser("~root") + "/x", "/here/x", "?/x", "?", "a=~"]),
        ("$HOME ${HOME}/x", [HOME, f"{HOME}/x"]),
        ('$x "$x" ${x}', ["?", "?", "?"]),
        ('"$a $b" "$a  ${b:-c}."', ["? ?", "?  ?."]),
        ("{a,b}.txt", ["a.txt", "b.txt"]),
        ("x{a,{b,c}}y{1,2}", ["xay1", "xay2", "xby1", "xby2", "xcy1", "xcy2"]),
        ("{} x{}y {a}", ["{}", "x{}y", "{a}"]),
        ("'{a,b}'", ["{a,b}"]),
        ("{a,'b,c'} {'.e'nv,x}{1,2} \\{a,b\\}", ["a", "b,c", ".env1", ".env2", "x1", "x2", "{a,b}"]),
        ("$'a\\tb\\x41\\101\\u00e9\\e\\q\\cx'", ["a\tbAA\u00e9\x1b\\q?"]),
        ("$(ls) a$(ls)b", ["?", "a?b"]),
        ('$"text" a$"b"c', ["text", "abc"]),
        ("$((1 + 2))", ["1?"]),
        ("<(ls)", ["/dev/fd/?"]),
        ("$1 $@ $? ${x:-y} ${#x} $PWD", ["?", "?", "1?", "?", "1?", "/here"]),
        ("*.py", ["*.py"]),
        ("5 -5", ["5", "-5"]),
        ("{1..3} {a..e..2} x{3..1}y {01..03}", ["1", "2", "3", "a", "c", "e", "x3y", "x2y", "x1y", "01", "02", "03"]),
        ("{1..1000} {z..A}{a..z}", ["1?", "?"]),
        ("{{a,b},c} {a}{b,c} {a,b {x,{y,z}", ["a", "b", "c", "{a}b", "{a}c", "{a,b", "{x,y", "{x,z"]),
        ("$x{a,b}", ["?a", "?b"]),
    ],
)
def test_words_are_resolved_as_far_as_the_text_allows(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_variables_of_the_text_itself() -> None:
    assert words("$x/y ${x}", x="a") == ["a/y", "a"]
    assert words("$x", x=None) == ["?"]
    assert words('$x "$x"', x="a b") == ["a", "b", "a b"]
    assert words("a $x", x="") == ["a"]
    assert words("$x-c", x="a b") == ["?"]
    assert words("$x", x="a b", IFS=",") == ["?"]
    assert words("~/x", HOME="/there") == ["/there/x"]
    assert words("$HOME", HOME=None) == ["?"]


def test_parts_of_known_values() -> None:
    assert words("${x%.txt} ${x##*/} ${x#*/} ${x%%.*}", x="a/b/c.d.txt") == ["a/b/c.d", "c.d.txt", "b/c.d.txt", "a/b/c"]
    assert words("${x/a/b} ${x//a/} ${x^^} ${x,,}", x="aXa") == ["bXa", "X", "AXA", "axa"]
    assert words("${x:-y} ${x-y} ${x:+y} ${x:?no} ${x:=z}", x="a") == ["a", "a", "y", "a", "a"]
    assert words('"${x:-y}" "${x-y}" "${x:+y}"', x="") == ["y", "", ""]
    assert words("${x:1:2} ${x/[a]/b} ${x%$y}", x="abc", y=None) == ["??", "??", "??"]
    assert words("${x@Q} ${a[0]} ${a[@]} ${a[i]} ${!a[@]} ${!p*}", i="3") == ["?"] * 6


def test_too_many_braces_are_one_unknown_word() -> None:
    assert words("{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}") == ["?"]


@pytest.mark.parametrize(
    "text",
    [
        "${x@P}",
        "${a[x+1]}",
        "${!x}",
        "$((a[b[0]]))",
        "${x#$(ls)}",
        "${x^^`ls`}",
        "\"${x:-'$(ls)'}\"",
        "${b:y[0]}",
        "a'b'\\c'd'`ls`",
        "'a'\\.env'b' x",
        "`ls` `ls`",
        "a`ls` `ls`",
        "x\\\ny",
        "'open",
        "$(",
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
