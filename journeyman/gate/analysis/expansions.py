"""``$x``, ``${x...}``, arithmetic: the value where the text tells it; refused where the shell evaluates it as code."""

from __future__ import annotations

import fnmatch
import re
from typing import TYPE_CHECKING

from journeyman.gate.analysis.environment_names import steers
from journeyman.gate.analysis.literals import COMPUTED, HOLE, NAMED, NUMBER
from journeyman.gate.analysis.parts import Reader
from journeyman.gate.analysis.syntax import LIVE, LIVE_CODE, Unreadable, children, text_of

if TYPE_CHECKING:
    from tree_sitter import Node

_SIMPLE = re.compile(r"\$\{?([A-Za-z_]\w*)\}?\Z")
_NUMBERS = re.compile(r"\$\{?[#?$!]\}?\Z|\$\{#(\w+|[@*])(\[[@*]\]|\[-?\d+\])?\}\Z")
_POSITIONAL = re.compile(r"\$([0-9@*-]|_)\Z")
_NAMES = re.compile(r"\$\{!\w+(\[[@*]\]|[@*])\}\Z")
_FORM = re.compile(
    r"\$\{(?P<name>[A-Za-z_]\w*|\d+|[@*#?$!-])(?P<index>\[[^\]]*\])?(?P<operator>:?[-=?+]|##?|%%?|/[/#%]?|\^\^?|,,?|@|:|\Z)?"
)
_INDEX = re.compile(r"\[([@*]|-?\d+|\$?\{?(?P<name>[A-Za-z_]\w*)\}?)\]\Z")
_SLICE = re.compile(r"[\s\d:()+*-]|\$?\{?(?P<name>[A-Za-z_]\w*)\}?|\$\{#\w+\}")
_HEXADECIMAL = re.compile(r"0[xX][0-9A-Fa-f]+\Z")
_POINTERS = {
    "HISTFILE": "~/.bash_history",
    "KUBECONFIG": "~/.kube/config",
    "NETRC": "~/.netrc",
    "PGPASSFILE": "~/.pgpass",
    "XAUTHORITY": "~/.Xauthority",
    "BOTO_CONFIG": "~/.boto",
    "NPM_CONFIG_USERCONFIG": "~/.npmrc",
    "GOOGLE_APPLICATION_CREDENTIALS": "~/.config/gcloud/credentials.json",
    "AWS_SHARED_CREDENTIALS_FILE": "~/.aws/credentials",
}
"""Variables that hold the path of a secret."""
_LOGIN = frozenset({"USER", "LOGNAME", "HOSTNAME", "SHELL", "UID", "EUID"})
"""Variables that the session sets: what they hold is never an option."""
_LEAVES = {"word", "string", "raw_string", "concatenation", "number", "ansi_c_string", "regex", "extglob_pattern"}


def expand(node: Node, reader: Reader, quoted: bool) -> str:
    """Return the value of an expansion, with holes. Raises Unreadable where it would evaluate a value."""
    raw = text_of(node, reader.source).lstrip()
    found = _SIMPLE.match(raw)
    if found:
        value = reader.scope.value(found[1])
        if found[1] == "PWD" and "PWD" not in reader.scope.variables:
            value = reader.folder()
        if value is None:
            reader.mention(_POINTERS.get(found[1], ""))
            plain = found[1] in _LOGIN and found[1] not in reader.scope.variables and not reader.scope.forgotten
            return NAMED if plain else HOLE
        return value
    if _NUMBERS.match(raw):
        return NUMBER
    if raw[1:].isdigit():
        value = reader.scope.value(raw[1:])
        return HOLE if value is None else value
    if _POSITIONAL.match(raw) or _NAMES.match(raw):
        return HOLE
    form = _FORM.match(raw)
    if form is None and raw[:2] != "${":
        raise Unreadable("a variable's name was not understood")
    if form is None:
        raise Unreadable("an expansion takes the name of a variable from another one's value")
    check_index(form["index"] or "", reader)
    return _operate(node, form, reader, quoted)


def check_index(index: str, reader: Reader) -> None:
    """Refuse an array index (with its brackets) that may be more than a number. Raises Unreadable."""
    if not index:
        return
    found = _INDEX.match(index)
    if found is None or (found["name"] and not reader.scope.is_number(found["name"])):
        raise Unreadable("an array index is evaluated")


def _operate(node: Node, form: re.Match[str], reader: Reader, quoted: bool) -> str:
    operator = form["operator"]
    rest = text_of(node, reader.source).lstrip()[form.end() : -1]
    name = form["name"]
    value = reader.scope.value(name) if not form["index"] and not name.isdigit() else None
    if operator == "@":
        if rest not in {"Q", "U", "u", "L", "a", "A", "K", "k"}:
            raise Unreadable("an expansion evaluates a variable's value")
        return HOLE
    if operator == ":":
        _check_slice(rest, reader)
        return HOLE if value is None else COMPUTED
    if not operator:
        if rest:
            raise Unreadable("an expansion that is not known here")
        return HOLE if value is None else value
    operand = _operand(node, form["index"] or "", reader, quoted)
    if operator.strip(":") in {"-", "=", "?", "+"}:
        return _default(operator, name, value, operand, reader)
    if value is None or HOLE in value or HOLE in operand:
        return HOLE if value is None else COMPUTED
    return _change(operator, value, operand)


def _operand(node: Node, index: str, reader: Reader, quoted: bool) -> str:
    """Return the text after the operator; what is in it is visited."""
    pieces: list[str] = []
    named = [child for child in children(node, reader.source) if child.is_named]
    for child in named[1:]:
        kind = child.type
        if kind == "raw_string" and quoted and LIVE.search(text_of(child, reader.source)):
            raise Unreadable("quotes inside a quoted expansion do not quote")
        if kind in {"simple_expansion", "expansion"}:
            pieces.append(expand(child, reader, quoted))
        elif kind in {"regex", "word", "extglob_pattern"}:
            raw = text_of(child, reader.source)
            if LIVE_CODE.search(raw):
                raise Unreadable("a pattern holds an expansion that was not understood")
            pieces.append(HOLE if LIVE.search(raw) else re.sub(r"\\(.)", r"\1", raw.replace("\\\n", "")))
        else:
            pieces.append(reader.part(child).text)
        if child is not named[-1]:
            pieces.append("\ue005")
    text = "".join(pieces)
    reader.mention(text)
    return text


def _default(operator: str, name: str, value: str | None, operand: str, reader: Reader) -> str:
    """``-``, ``=``, ``?`` and ``+``: the value, or the word after the operator."""
    operand = operand.replace("\ue005", "")
    kind = operator[-1]
    if kind == "=" and steers(name):
        raise Unreadable(f"an expansion sets {name}, which may change what programs do")
    if kind == "=" and value is None:
        reader.scope.assign(name, None)
    known = value is not None and HOLE not in value
    if not known:
        reader.operands.append(operand)
        return HOLE
    is_set = bool(value) or operator[0] != ":"
    if kind == "+":
        return operand if is_set else ""
    if kind == "=" and not is_set:
        reader.scope.assign(name, operand)
    return str(value) if is_set or kind == "?" else operand


def _change(operator: str, value: str, operand: str) -> str:
    """Remove or replace a part of a known value."""
    if operator in {"^^", ",,"} and not operand:
        return value.upper() if operator == "^^" else value.lower()
    if operator[0] in "#%" and "\ue005" not in operand and not re.search(r"[()\[!]", operand):
        match = re.compile(fnmatch.translate(operand)).match
        cuts = range(len(value) + 1)
        if operator[0] == "#":
            order = cuts if len(operator) == 1 else reversed(cuts)
            return next((value[cut:] for cut in order if match(value[:cut])), value)
        order = reversed(cuts) if len(operator) == 1 else cuts
        return next((value[:cut] for cut in order if match(value[cut:])), value)
    if (
        operator in {"/", "//"}
        and "\\" not in operand
        and operand.count("\ue005") <= 1
        and not re.search(r"[*?\[\\&]", operand)
    ):
        pattern, _, text = operand.partition("\ue005")
        return value.replace(pattern, text, 1 if operator == "/" else -1) if pattern else value
    return COMPUTED


def _check_slice(text: str, reader: Reader) -> None:
    """``${x:1:2}``: offset and length are arithmetic."""
    position = 0
    while position < len(text):
        found = _SLICE.match(text, position)
        if found is None or (found["name"] and not reader.scope.is_number(found["name"])):
            raise Unreadable("an expansion evaluates its offset")
        position = found.end()


def visit(node: Node, reader: Reader) -> None:
    """Look into an arithmetic expression or a test for substitutions; refuse what evaluates a value as code."""
    kind = node.type
    if kind in {"command_substitution", "process_substitution"}:
        reader.inner(node)
    elif kind == "variable_name":
        name = text_of(node, reader.source)
        if not reader.scope.is_number(name) and not _HEXADECIMAL.match(name):
            raise Unreadable("arithmetic over a variable whose value is not a plain number")
    elif kind == "subscript":
        check_index("[" + text_of(node, reader.source).partition("[")[2], reader)
    elif kind in _LEAVES:
        text = reader.part(node).text
        if kind != "number" and not _is_numeric(text, reader):
            raise Unreadable("arithmetic over text that is not a plain number")
    elif kind in {"simple_expansion", "expansion"}:
        value = expand(node, reader, True)
        found = _SIMPLE.match(text_of(node, reader.source).lstrip())
        plain = reader.scope.is_number(found[1]) if found else value == NUMBER or value.strip().lstrip("-").isdigit()
        if not plain:
            raise Unreadable("arithmetic over a variable whose value is not a plain number")
    else:
        parts = children(node, reader.source)
        plain = len(parts) > 1 and parts[1].type == "=" and parts[0].type == "variable_name"
        for child in parts[1:] if plain else parts:
            if child.is_named:
                visit(child, reader)


def _is_numeric(text: str, reader: Reader) -> bool:
    return (
        text == NUMBER or text.strip().lstrip("-").isdigit() or (text.isidentifier() and reader.scope.is_number(text))
    )
