"""A key or an index that is not there."""

from __future__ import annotations

import ast
import re

from journeyman.faults.python.cause import Cause, Explainer
from journeyman.faults.python.failure import Failure
from journeyman.faults.python.near import near
from journeyman.faults.python.quiet import parsed
from journeyman.values import Diagnosis
from journeyman.values.fault import advice

_KEY = re.compile(r"^(?:'((?:[^'\\]|\\.)*)'|\"(.*)\"|(.+))$", re.DOTALL)


def key(failure: Failure) -> Diagnosis | None:
    """Explain a KeyError of a dictionary."""
    match = _KEY.match(failure.message.strip())
    if match is None:
        return Diagnosis("python.key_missing", "a key is not in the dictionary")
    text = next(filter(None, match.groups()), "")
    shown, source = match[0][:80], failure.source
    base = re.search(r"([\w.]*\w)\[", source)
    name = f"`{base[1]}`" if base else "the dictionary"
    if re.search(r"\benviron\b", source) or any("os.py" in frame.path for frame in failure.raised.frames[-1:]):
        fix = advice(f"set it (export {text}=...), or read it with os.environ.get({shown}, default)")
        return Diagnosis(
            "python.environment_variable_missing", f"the environment variable {text} is not set", fixes=(fix,)
        )
    if ".remove(" in source or ".discard(" in source:
        return Diagnosis(
            "python.set_member_missing", f"{shown} is not in the set", fixes=(advice("use .discard(...)"),)
        )
    if ".format(" in source or ".format_map(" in source or re.search(r"%\(\w+\)", source):
        braces = (advice(f"give {text} a value, or double the braces if they are meant as text"),)
        return Diagnosis("python.format_key_missing", f"the text asks for {shown}, which was not given", fixes=braces)
    found = near(text, _keys(failure), at_least=0.72)
    if found:
        fixes = failure.replace(f'"{text}"', f'"{found[0]}"') or failure.replace(f"'{text}'", f"'{found[0]}'")
        summary = f"{name} has no key {shown}; {found[0]!r} was meant"
        return Diagnosis("python.key_misspelt", summary, fixes=fixes or (advice(f"write {found[0]!r}"),))
    other = repr(int(text)) if match[1] and text.lstrip("-").isdigit() else repr(text) if text.isdigit() else ""
    if other and other in {repr(item) for item in _literal_keys(failure)}:
        summary = f"{name} has the key {other}, not {shown}: one is a text, the other a number"
        return Diagnosis("python.key_type", summary, fixes=(advice("convert the key with int() or str()"),))
    default = (advice(f"use `.get({shown})` with a default, or check `in` first"),)
    return Diagnosis("python.key_missing", f"{name} has no key {shown}", fixes=default)


def _keys(failure: Failure) -> set[str]:
    return {item for item in _literal_keys(failure) if isinstance(item, str)}


def _literal_keys(failure: Failure) -> set[object]:
    """Return the keys of the dictionaries that the code writes down."""
    tree = parsed(failure.case.code)
    found: set[object] = set()
    for node in ast.walk(tree) if tree else ():
        if isinstance(node, ast.Dict):
            found.update(key.value for key in node.keys if isinstance(key, ast.Constant))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "dict":
            found.update(keyword.arg for keyword in node.keywords if keyword.arg)
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Subscript) and isinstance(target.slice, ast.Constant):
                    found.add(target.slice.value)
    return found


def index(failure: Failure) -> Diagnosis | None:
    """Explain an index that is out of range."""
    match = re.search(r"(\w+) (assignment )?index out of range|^(?:deque|bytearray) index", failure.message)
    if match is None:
        return None
    kind = match[1] or "list"
    source = failure.source
    if "argv" in source:
        fix = advice("give the arguments, or check len(sys.argv) first")
        return Diagnosis(
            "python.argument_of_command_missing", "the program was called with too few arguments", fixes=(fix,)
        )
    if match[2]:
        fix = advice("use .append(...), or make the list long enough first")
        return Diagnosis("python.list_assignment_index", f"a {kind} has no such place to assign to", fixes=(fix,))
    base = re.search(r"([\w.]*\w)\[([^\]]{1,60})\]", source)
    what = f"`{base[1]}` has no element `[{base[2]}]`: " if base else ""
    if base and re.search(rf"\blen\(\s*{re.escape(base[1])}\s*\)$", base[2].strip()):
        fixes = failure.replace(base[0], f"{base[1]}[-1]")
        return Diagnosis("python.index_off_by_one", f"{what}the last index is `len({base[1]}) - 1`", fixes=fixes)
    if re.search(r"\+ ?1\b", base[2] if base else "") or re.search(
        r"range\(.{0,40}len\(.{0,40}\) ?\+ ?1|<= ?len\(", failure.case.code
    ):
        fix = advice("end the loop one element earlier")
        return Diagnosis("python.index_off_by_one", f"{what}the loop goes one step too far", fixes=(fix,))
    if ".split(" in source or (base and re.search(rf"\b{re.escape(base[1])} *=.*\.split\(", failure.case.code)):
        fix = advice("check the number of parts: an empty line or another separator has fewer")
        return Diagnosis("python.split_too_short", f"{what}the text has fewer parts than expected", fixes=(fix,))
    if base and re.search(
        rf"^[ \t]*{re.escape(base[1])} *= *(?:\[\]|\(\)|''|\"\"|list\(\))\s*$", failure.case.code, re.MULTILINE
    ):
        return Diagnosis(
            "python.empty_sequence_index", f"{what}it is empty", fixes=(advice("check that it has elements first"),)
        )
    fix = advice(f"the {kind} is shorter than expected (indices go from 0 to its length - 1): check its length first")
    return Diagnosis(
        f"python.{_KINDS.get(kind, 'sequence')}_index_out_of_range", f"{what}the {kind} is too short", fixes=(fix,)
    )


_KINDS = {"list": "list", "tuple": "tuple", "string": "string", "range": "range"}

CAUSES: tuple[tuple[str, Explainer] | Cause, ...] = (
    Cause(
        "python.set_empty",
        "KeyError",
        r"pop from an empty set",
        "there is nothing to take from the set: it is empty",
        (advice("check that it is not empty first"),),
    ),
    Cause(
        "python.dict_empty",
        "KeyError",
        r"popitem\(\): dictionary is empty|No keys found in the first mapping",
        "there is nothing to take from the dictionary: popitem(): dictionary is empty",
        (advice("check that it is not empty first"),),
    ),
    Cause(
        "python.pop_from_empty",
        "IndexError",
        r"pop from (?:an )?empty (\w+)|pop from an? empty",
        "there is nothing to take: the {0} is empty",
        (advice("check that it is not empty first"),),
    ),
    Cause(
        "python.pop_index",
        "IndexError",
        r"pop index out of range",
        "`pop` was given an index beyond the end of the list",
    ),
    Cause(
        "python.random_choice_of_empty",
        "IndexError",
        r"Cannot choose from an empty (?:sequence|population)",
        "random.choice was given an empty sequence",
        (advice("check that it is not empty first"),),
    ),
    Cause(
        "python.random_choice_of_empty",
        "IndexError",
        r"list index out of range",
        "random.choice was given an empty sequence",
        (advice("check that it is not empty first"),),
        on=r"\bchoice\(",
    ),
    Cause(
        "python.format_index",
        "IndexError",
        r"Replacement index (\d+) out of range|tuple index out of range",
        "the text has more `{{}}` than values were given to `format`",
        (advice("give as many values as there are braces"),),
        on=r"\.format\(",
    ),
    Cause(
        "python.format_index",
        "IndexError",
        r"Replacement index (\d+) out of range",
        "the text has more `{{}}` than values were given to `format`",
        (advice("give as many values as there are braces"),),
    ),
    Cause(
        "python.regex_group_missing",
        "IndexError error PatternError",
        r"no such group",
        "the pattern has no such group",
        (advice("add parentheses to the pattern, or ask for another group"),),
    ),
    Cause(
        "python.array_dimensions",
        "IndexError",
        r"too many indices(?: for array)?: array is (\d+)-dimensional",
        "the array has only {0} dimension(s), and more indices were given",
        (advice("look at .shape"),),
    ),
    Cause(
        "python.array_index",
        "IndexError",
        r"index (-?\d+) is out of bounds for axis (\d+) with size (\d+)",
        "the index {1} is beyond the {3} elements of axis {2}",
        (advice("look at .shape: indices go from 0 to size - 1"),),
    ),
    Cause(
        "python.boolean_index_shape",
        "IndexError",
        r"boolean index did not match",
        "the mask has another length than the array",
        (advice("make the mask from the same array"),),
    ),
    Cause(
        "python.array_index_type",
        "IndexError",
        r"only integers, slices .* are valid indices|arrays used as indices must be of integer",
        "an array was indexed with something that is no integer",
        (advice("convert the index with int(...) or .astype(int)"),),
    ),
    Cause(
        "python.scalar_tensor_index",
        "IndexError",
        r"invalid index of a 0-dim tensor|invalid index to scalar variable",
        "a single number was indexed as if it were an array",
        (advice("use .item(), or leave out the index"),),
    ),
    Cause(
        "python.pandas_position",
        "IndexError",
        r"single positional indexer is out-of-bounds|positional indexers are out-of-bounds|iloc cannot enlarge",
        "`.iloc` was given a position beyond the last row",
        (advice("look at len(df); it may be empty"),),
    ),
    Cause(
        "python.tensor_dimension",
        "IndexError",
        r"Dimension out of range|dimension specified as (-?\d+) but tensor has no dimensions",
        "the tensor has fewer dimensions than asked for",
        (advice("look at .shape"),),
    ),
    ("IndexError", index),
    Cause(
        "python.codec_unknown",
        "LookupError",
        r"unknown encoding: ([\w-]+)",
        "there is no encoding called {0}",
        (advice("use 'utf-8' or 'latin-1'"),),
    ),
    Cause(
        "python.error_handler_unknown",
        "LookupError",
        r"unknown error handler name '?(\w+)",
        "there is no error handler called {0}: use 'strict', 'ignore' or 'replace'",
    ),
    Cause(
        "python.context_variable_unset",
        "LookupError",
        r"ContextVar name='(\w+)'",
        "the context variable {0} has no value here",
        (advice("set it, or give .get() a default"),),
    ),
    Cause(
        "python.zone_unknown",
        "ZoneInfoNotFoundError UnknownTimeZoneError",
        r"(?:key )?'?([\w/+-]+)'?",
        "there is no time zone called {0} (or no time zone data here)",
        (advice("check the name; where the system has no data: pip install tzdata"),),
    ),
    Cause(
        "python.pandas_column",
        "KeyError",
        r"\['?(.{1,100}?)'?\] not (?:in index|found in axis)|None of \[(.{1,200}?)\] are in the \[(?:columns|index)\]|\"\[(.{1,100}?)\] not in index\"",
        "the table has no such column or row: {0}",
        (advice("look at df.columns; mind blanks and upper case"),),
    ),
    Cause(
        "python.pandas_key",
        "KeyError",
        r"^['\"]?(.{1,100}?)['\"]?$",
        "the table has no column or row {0}",
        (advice("look at df.columns; mind blanks and upper case"),),
        package="pandas",
    ),
    ("KeyError", key),
)
