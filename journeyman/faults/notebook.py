"""What the other cells of a notebook tell about a name that is missing."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from journeyman.faults.case import Surroundings
from journeyman.faults.python.quiet import parsed

Reason = Literal["not_run", "later", "edited", "restarted", "deleted"]


@dataclass(frozen=True, slots=True)
class CellHint:
    """Why a name is missing, and the position (from 1) and number of the cell that defines it."""

    reason: Reason
    position: int
    number: int
    sentence: str
    advice: str


def hint(name: str, around: Surroundings, code: str = "") -> CellHint | None:
    """Return which cell would have defined ``name``, and why it has not; None when no cell does.

    ``code`` is the cell that failed; it does not count.
    """
    position_of_failed = next((i for i, text in enumerate(around.cells.values(), 1) if code and text == code), 0)
    found = [
        (position, number)
        for position, (number, text) in enumerate(around.cells.items(), 1)
        if position != position_of_failed and defines(text, name)
    ]
    if not found:
        return _deleted(name, around, position_of_failed)
    before = [pair for pair in found if not position_of_failed or pair[0] < position_of_failed]
    position, number = max(before or found[:1])
    if number <= 0:
        return _not_run(name, position, number, position_of_failed)
    failed = next((n for n, text in around.cells.items() if code and text == code), 0)
    # the cell that failed ran last: a higher number is from before the kernel was restarted
    if _restarted(around) or 0 < failed < number:
        text = f"cell {position} defines `{name}`, but the kernel was restarted since it ran as In[{number}]"
        return CellHint("restarted", position, number, text, f"run cell {position} again, or all cells above")
    text = f"cell {position} defines `{name}` now, but did not when it ran as In[{number}]: it was edited since"
    return CellHint("edited", position, number, text, f"run cell {position} again")


def defines(code: str, name: str) -> bool:
    """Tell whether running ``code`` binds ``name`` at its top level."""
    if name not in code:
        return False
    tree = parsed(_without_magics(code))
    if tree is None:
        return re.search(rf"^(?:(?:def|class) +)?{re.escape(name)}\b *[=(:]", code, re.MULTILINE) is not None
    return name in bound(tree)


def bound(tree: ast.AST) -> set[str]:
    """Return the names that the statements of a module bind, those inside of functions left out."""
    names: set[str] = set()
    stack = list(ast.iter_child_nodes(tree))
    while stack:
        node = stack.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
            continue
        if isinstance(node, ast.Lambda):
            continue
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        elif isinstance(node, ast.alias):
            names.add(node.asname or node.name.partition(".")[0])
        elif (isinstance(node, ast.ExceptHandler) and node.name) or (
            isinstance(node, ast.MatchAs | ast.MatchStar) and node.name
        ):
            names.add(node.name)
        stack.extend(ast.iter_child_nodes(node))
    return names


def _without_magics(code: str) -> str:
    return "\n".join("" if line.lstrip().startswith(("%", "!", "?")) else line for line in code.split("\n"))


def _restarted(around: Surroundings) -> bool:
    """Nothing is in scope although cells ran, or they ran much more often than there is anything to show for it."""
    ran = [number for number in around.cells if number > 0]
    return bool(ran) and (not around.names or max(ran) > 2 * len(around.cells) + 2 * len(around.names) + 2)


def _not_run(name: str, position: int, number: int, failed: int) -> CellHint:
    if failed and position > failed:
        text = f"`{name}` is defined further down, in cell {position}, which has not been run"
        return CellHint("later", position, number, text, f"run cell {position} first, or move it up")
    text = f"`{name}` is defined in cell {position}, which has not been run"
    return CellHint("not_run", position, number, text, f"run cell {position} first")


def _deleted(name: str, around: Surroundings, failed: int) -> CellHint | None:
    """Some run cell uses the name at its top level and went well: who defined it is gone."""
    for position, (number, code) in enumerate(around.cells.items(), 1):
        if number > 0 and position != failed and re.search(rf"(?<![\w.'\"]){re.escape(name)}\b", code):
            sentence = (
                f"cell {position} used `{name}` when it ran, and no cell defines it now: its cell was deleted or edited"
            )
            return CellHint("deleted", position, number, sentence, f"define `{name}` again in a cell above")
    return None


def order_broken(cells: Mapping[int, str]) -> bool:
    """Tell whether the cells were run in another order than they stand in."""
    ran = [number for number in cells if number > 0]
    return ran != sorted(ran)
