"""Methods whose names mean two things: a file's (``remove``, ``rename``, ``save``) and a table's or a list's.

Each judge looks at the arguments, and returns whether nothing more needs to be looked at.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable

from journeyman.gate.analysis.names import names
from journeyman.gate.analysis.python_context import Context, argument, is_false, mode_of, only_reads, scattered
from journeyman.gate.analysis.python_names import HIDDEN, LOADERS, METHODS, WRITES_TO
from journeyman.gate.analysis.python_readers import judge_reader
from journeyman.gate.analysis.python_receivers import is_service, root_of

Shape = Callable[[Context, ast.Call, ast.Attribute], bool]

PLACE_LIKE = re.compile(r"[/\\]|\.\w{1,5}\Z")
"""Texts that look like a file's name."""
_TABLE_WORDS = names("columns index mapper inplace axis name level")
_SHOWN = names("sys.stdout sys.stderr sys.stdout.buffer tqdm.tqdm tqdm.auto.tqdm tqdm.notebook.tqdm")
_TEXT_PLACES = (
    "path_or_buf",
    "buf",
    "path",
    "excel_writer",
    "path_or_buffer",
    "file",
    "target",
    "fname",
)


_PATH_NAMED = re.compile(r"(\w+_)?(p|path|file(path|name)?|folder|dir|directory|src|source|dst|dest|entry)\d?\Z")


def _last_name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _rename(context: Context, node: ast.Call, function: ast.Attribute) -> bool:
    first = node.args[0] if node.args else None
    if first is None:
        plain = any(each.arg in _TABLE_WORDS for each in node.keywords)
    else:
        text = context.values.constant(first)
        plain = text is not None and not PLACE_LIKE.search(text)
        plain = plain or isinstance(first, (ast.Dict, ast.Lambda, ast.DictComp)) or "memory" in context.kinds(first)
        plain = plain or (isinstance(first, ast.Attribute) and getattr(first.value, "id", "") == "str")
        plain = plain and not (text is not None and _PATH_NAMED.match(_last_name(function.value)))
        plain = plain or any(each.arg in _TABLE_WORDS for each in node.keywords)
    if not plain or context.members(function.value):
        context.unsafe("the method rename", "rename may move a file")
    return True


def _replace(context: Context, node: ast.Call, function: ast.Attribute) -> bool:
    alone = len(node.args) == 1 and not node.keywords and "text" not in context.kinds(function.value)
    if alone and not context.values.only(node.args[0], "memory"):
        context.unsafe("the method replace", "replace with one argument may move a file")
    return True


def _remove(context: Context, node: ast.Call, function: ast.Attribute) -> bool:
    values = [value for each in node.args[:1] for value in context.values.of(each)]
    if context.members(function.value) or any(
        each.kind == "path" or (each.kind == "text" and "/" in each.text) for each in values
    ):
        context.unsafe("the method remove", "remove may delete a file")
    return not is_service(function.value)


def _delete(context: Context, node: ast.Call, function: ast.Attribute) -> bool:
    if not any(each.text == "numpy.delete" for each in context.members(function)):
        context.unsafe("the method delete", "delete may delete more than memory", "delete")
    return True


def _to_text(context: Context, node: ast.Call, function: ast.Attribute) -> bool:
    """``to_csv()`` returns a text, ``to_csv(place)`` writes."""
    place = argument(node, 0, *_TEXT_PLACES)
    if place is None and not scattered(node):
        return not any(each.arg in WRITES_TO for each in node.keywords)
    if place is not None:
        found = context.values.of(place)
        if is_false(place) or all(each.kind in {"memory", "file"} or each.text in _SHOWN for each in found):
            return True
    context.write(place, f"the method {function.attr}")
    return True


def _save(context: Context, node: ast.Call, function: ast.Attribute) -> bool:
    """``savefig(buffer)``: into memory it is no writing."""
    return bool(node.args) and isinstance(node.args[0], ast.Name) and context.kinds(node.args[0]) == {"memory"}


def _open(context: Context, node: ast.Call, function: ast.Attribute) -> bool:
    """``something.open(...)``: of a path the first argument is the mode, of a library the second."""
    first = context.values.constant(node.args[0]) if node.args else None
    place = not node.args or (bool(first) and set(first or "") <= set("rwaxbtU+"))
    changing = any(each.text.startswith("zarr.") for each in context.members(function))
    if not only_reads(mode_of(node, 0 if place else 1, "a" if changing else "r")):
        context.write(function.value if place else node.args[0], "open for writing")
    elif not place:
        context.read(node.args[0], "open")
    return True


def _write(context: Context, node: ast.Call, function: ast.Attribute) -> bool:
    if not any(each.text in _SHOWN for each in context.members(function.value)) and root_of(function.value) != "tqdm":
        context.unsafe(f"the method {function.attr}", "writes to something that was opened elsewhere", "write")
    return True


def _truncate(context: Context, node: ast.Call, function: ast.Attribute) -> bool:
    if not any(each.arg in {"before", "after", "max_length"} for each in node.keywords) and len(node.args) < 2:
        context.unsafe("the method truncate", "truncate may cut a file or a table")
    return True


def _drop(context: Context, node: ast.Call, function: ast.Attribute) -> bool:
    first = node.args[0] if node.args else None
    bare = first is None and not node.keywords
    if bare or (isinstance(first, ast.Name) and first.id in {"engine", "bind", "conn", "connection", "db"}):
        context.unsafe("the method drop", "drop may delete a table")
    return True


def _load(context: Context, node: ast.Call, function: ast.Attribute) -> bool:
    """``load`` runs code from what it reads, but for a few libraries' (``numpy.load`` without pickles)."""
    found = context.members(function.value)
    whole = found[0].text if found else root_of(function.value)
    weights = any(each.arg == "weights_only" and not is_false(each.value) for each in node.keywords)
    if whole.partition(".")[0] in LOADERS or (weights and function.attr == "load"):
        judge_reader(context, node, function.attr)
        if whole.startswith(("numpy.lib", "numpy.core")) or len(node.args) > 1:
            context.unsafe(f"{whole}.{function.attr}")
    elif node.args or node.keywords:
        reason = f"{whole}.{function.attr} may run code from what it reads"
        context.unsafe(f"the method {function.attr}", reason, "execute")
    return True


def _loads(context: Context, node: ast.Call, function: ast.Attribute) -> bool:
    found = [each.text for each in context.members(function.value)] or [root_of(function.value)]
    if not all(each in _TEXT_FORMATS for each in found):
        context.unsafe("the method loads", "loads may run code from what it reads", "execute")
    return True


_TEXT_FORMATS = names("orjson ujson simplejson toml tomli tomlkit tomllib json msgpack geojson shapely.wkt shapely.wkb")
"""Modules whose ``loads`` only reads a text."""


def _extract(context: Context, node: ast.Call, function: ast.Attribute) -> bool:
    opened = "file" in context.kinds(function.value)
    if opened or re.match(r"(z|zf|\w*zip\w*|tf|\w*tar|tar\w*|\w*archive\w*|arc)\Z", root_of(function.value)):
        context.unsafe("the method extract", "unpacks files", "write")
    return True


def _format(context: Context, node: ast.Call, function: ast.Attribute) -> bool:
    if any(HIDDEN.search(value.text) for value in context.values.text(function.value)):
        context.unsafe("format", "a format that looks behind an object")
    return True


def _applied(context: Context, node: ast.Call, function: ast.Attribute) -> bool:
    """``frame.agg("to_csv", ...)`` calls the method of that name."""
    given = [*node.args[:1], *(each.value for each in node.keywords if each.arg in {"func", "arg"})]
    for each in (inner for top in given for inner in ast.walk(top)):
        name = each.value if isinstance(each, ast.Constant) else None
        if isinstance(name, str) and (name in METHODS or name in SHAPES):
            context.unsafe(name, f"{function.attr} calls {name}, which can act")
    return False


SHAPES: dict[str, Shape] = {
    "rename": _rename,
    "replace": _replace,
    "remove": _remove,
    "delete": _delete,
    **dict.fromkeys(
        names(
            """
            to_json to_html to_latex to_markdown to_string to_csv to_xml to_parquet to_excel to_ipc to_ndjson to_avro
            to_dot to_graphml to_svg to_yaml to_toml to_pdf to_feather to_stata to_orc
            """
        ),
        _to_text,
    ),
    **dict.fromkeys(("savefig", "save", "imsave"), _save),
    **dict.fromkeys(("open", "open_group", "open_array"), _open),
    **dict.fromkeys(("apply", "agg", "aggregate", "transform"), _applied),
    **dict.fromkeys(("write", "writelines", "writerow", "writerows"), _write),
    "truncate": _truncate,
    "drop": _drop,
    **dict.fromkeys(("load", "load_all"), _load),
    "loads": _loads,
    "extract": _extract,
    **dict.fromkeys(("format", "format_map"), _format),
}
