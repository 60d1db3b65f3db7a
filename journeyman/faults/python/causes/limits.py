"""Memory, depth, and what iteration and classes do not allow."""

from __future__ import annotations

import re

from journeyman.faults.python.cause import Cause, Explainer
from journeyman.faults.python.failure import Failure
from journeyman.values import Diagnosis
from journeyman.values.fault import advice


def recursion(failure: Failure) -> Diagnosis | None:
    """Explain a recursion without end by the functions that call each other."""
    functions = [frame.function for frame in failure.raised.frames[-60:] if frame.function not in {"", "<module>"}]
    names = list(dict.fromkeys(functions))[-3:]
    source = failure.source
    if names and names[-1] in {"__getattr__", "__getattribute__", "__setattr__"}:
        fix = advice(f"use super().{names[-1]}(...) or object.{names[-1]}(...) inside")
        return Diagnosis(
            "python.recursion_in_attribute", f"`{names[-1]}` calls itself by using an attribute of self", fixes=(fix,)
        )
    if names and re.search(rf"\bself\.{re.escape(names[-1])}\b(?!\()", source):
        fix = advice(f"keep the value under another name: self._{names[-1]}")
        return Diagnosis(
            "python.recursion_in_property", f"the property `{names[-1]}` reads or sets itself", fixes=(fix,)
        )
    if names and names[-1] in {"__repr__", "__str__", "__eq__", "__hash__", "__init__"}:
        return Diagnosis(
            "python.recursion_in_special_method",
            f"`{names[-1]}` calls itself without an end",
            fixes=(advice("do not use the same operation on self inside"),),
        )
    who = " and ".join(f"`{name}`" for name in names[-2:]) or "a function"
    many = "s call each other" if len(names[-2:]) > 1 else " calls itself"
    fix = advice(
        "add a condition that ends it before the call; sys.setrecursionlimit only helps when the depth is wanted"
    )
    return Diagnosis("python.recursion", f"the function{many} without an end: {who}", fixes=(fix,))


CAUSES: tuple[tuple[str, Explainer] | Cause, ...] = (
    ("RecursionError", recursion),
    Cause("python.code_too_nested", "MemoryError", r"[Pp]arser|s_push|too complex", "the code is nested too deeply"),
    Cause(
        "python.array_too_large",
        "MemoryError _ArrayMemoryError ArrayMemoryError",
        r"Unable to allocate (.+?) for an array with shape (\(.+?\))",
        "an array of {1} with shape {2} does not fit into memory",
        (advice("use a smaller type (float32), a part of the data, or chunks"),),
        severity="critical",
    ),
    Cause(
        "python.memory",
        "MemoryError",
        r".*",
        "memory ran out",
        (advice("work on parts of the data, and delete what is not needed"),),
        severity="critical",
    ),
    Cause(
        "python.memory",
        "OSError",
        r"\[Errno 12\]|Cannot allocate memory",
        "memory ran out",
        (advice("work on parts of the data; start fewer processes"),),
        severity="critical",
    ),
    Cause(
        "python.changed_during_iteration",
        "RuntimeError",
        r"(dictionary|Set|set|deque|OrderedDict)(?: keys)? (?:changed size|mutated|changed) during iteration|dictionary keys changed",
        "the {0} was changed while it was looped over",
        (advice("loop over a copy: list(...)"),),
    ),
    Cause(
        "python.stop_iteration_in_generator",
        "RuntimeError",
        r"generator raised StopIteration",
        "`next()` found nothing inside of a generator",
        (advice("give next() a default, or return instead"),),
    ),
    Cause(
        "python.iterator_exhausted",
        "StopIteration StopAsyncIteration",
        r".*",
        "`next()` was called, and there is nothing left (an iterator can be used once)",
        (advice("give a default: next(it, None); make the iterator anew for a second round"),),
    ),
    Cause(
        "python.generator_exit_ignored",
        "RuntimeError",
        r"generator ignored GeneratorExit|generator didn't (?:yield|stop)",
        "a generator for `with` must yield exactly once",
        (advice("put the yield in try/finally, once"),),
    ),
    Cause(
        "python.no_active_exception",
        "RuntimeError",
        r"No active exception to re-?raise",
        "`raise` without an exception stands outside of an `except` block",
        (advice("name the exception: raise ValueError(...)"),),
    ),
    Cause(
        "python.not_implemented",
        "NotImplementedError",
        r"(.*)",
        "this is not implemented: a base class's method that must be overridden, or an option that is not supported {0}",
        (advice("implement it in the subclass"),),
    ),
    Cause(
        "python.not_a_reentrant_cell",
        "RuntimeError",
        r"super\(\): (no arguments|__class__ cell not found)",
        "`super()` works only inside of a method of a class",
    ),
    Cause(
        "python.weak_reference_gone",
        "ReferenceError",
        r".*",
        "the object that was pointed to weakly is gone",
        (advice("keep a reference to it"),),
    ),
    Cause(
        "python.assertion_of_tuple",
        "SyntaxWarning",
        r"assertion is always true",
        "`assert` with a tuple is always true",
        (advice("leave out the parentheses"),),
    ),
    Cause(
        "python.system_error",
        "SystemError",
        r"(.*)",
        "Python or a compiled package went wrong inside: {0}",
        (advice("update the package, reinstall it for this Python"),),
    ),
    Cause(
        "python.buffer_in_use",
        "BufferError",
        r".*",
        "the buffer is in use and cannot be resized",
        (advice("release the memoryview or array first"),),
    ),
)
