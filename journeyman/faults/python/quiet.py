"""Read code without running it, and without a word on the terminal."""

from __future__ import annotations

import ast
import warnings
from functools import lru_cache

LONGEST = 60_000
_UNREADABLE = (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError)


@lru_cache(maxsize=16)
def parsed(code: str) -> ast.Module | None:
    """Return the syntax tree of ``code``, or None when it has none."""
    if len(code) > LONGEST:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return ast.parse(code)
        except _UNREADABLE:
            return None


def syntax_error(code: str) -> SyntaxError | None:
    """Return why ``code`` cannot be compiled, or None when it can (or is too long to try)."""
    if len(code) > LONGEST:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            compile(code, "<cell>", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
        except SyntaxError as error:
            return error
        except ValueError as error:  # null bytes
            return SyntaxError(str(error), ("<cell>", 1, 1, code.partition("\n")[0]))
        except (RecursionError, MemoryError, OverflowError):
            return None
    return None


def parse_error_line(code: str) -> int | None:
    """Return the line at which ``code`` stops to be readable; None when all of it is."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            compile(code, "<cell>", "exec", ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
        except SyntaxError as error:
            return error.lineno or 1
        except (ValueError, RecursionError, MemoryError, OverflowError):
            return 1
    return None
