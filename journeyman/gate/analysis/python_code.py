"""Read the effects of Python code from its syntax tree.

What notebooks are made of decides how this is done. A cell uses names that earlier cells made (``df``, ``model``,
``plt``), and calls hundreds of methods of dozens of libraries: a list of all harmless ones is neither possible nor
needed, and asking about every unknown one would ask about every cell. So there are three sorts of names:

- **The standard library, builtins and names with two underscores are closed lists.** What acts or leads anywhere
  (``os``, ``subprocess``, ``eval``, ``getattr`` with a name that is not known, ``__globals__``) is judged by its
  arguments or asked; what is not on a list is asked. A module that acts may not be given another name, be handed
  over, or be reached through another module; a function that acts may not be taken as a value: so none can be
  called later under a name that says nothing.
- **Other people's libraries and unknown objects are judged by the names of what is called on them.** Acting is
  named: ``to_csv``, ``save``, ``unlink``, ``send``, ``execute``, ``upload_file``. These names ask, whatever they
  are called on, unless the object was made in this code and is a plain container or of the code's own classes.
  Names that mean both (``remove``, ``replace``, ``rename``, ``get``, ``run``, ``load``) are judged by the shape of
  their arguments and by the receiver's name (``session``, ``client``, ``repo``). Importing a library that is not
  well known asks.
- **Functions that an earlier cell defined were judged where they were defined**; calling them is free, unless their
  name says that they act.

Texts are followed as far as they are known (:mod:`journeyman.gate.analysis.python_values`): every binding of a name
counts, in whatever order, so that no assignment can hide another. Reading a path that is not known is reading,
unless the name of a secret stands in the same code; writing one that is not known is a write. A text that is
decoded or put together from numbers, where a path, a name or an address is wanted, asks. A cell that cannot be
parsed asks.
"""

from __future__ import annotations

import ast
import warnings

from journeyman.gate.analysis.python_bindings import collect
from journeyman.gate.analysis.python_context import Context
from journeyman.gate.analysis.python_values import Values
from journeyman.gate.analysis.python_visitor import Visitor
from journeyman.gate.analysis.record import Record
from journeyman.values import Effect

_LONGEST = 1_000_000
"""Longer code, in characters, is not read."""


def judge_python(code: str, record: Record) -> None:
    """Record the effects of Python code."""
    tree = _parse(code, record)
    if tree is None:
        return
    before = record.level
    context = Context(record, Values(collect(tree)))
    try:
        Visitor(context).visit(tree)
    except RecursionError:
        record.note("unknown", "floor", "the code is nested too deeply to read")
    if record.level == "read":
        record.add(Effect("read", "read", "none", "python"))
    elif before == "read":
        record.subject(", ".join(["python", *sorted(set(context.uses))]), record.level)


def _parse(code: str, record: Record) -> ast.Module | None:
    try:
        if len(code) > _LONGEST:
            raise MemoryError
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        record.unknown(f"the code cannot be parsed: {type(error).__name__}")
        record.subject("python unreadable", "contained")
        return None
