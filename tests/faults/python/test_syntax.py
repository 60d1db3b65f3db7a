"""Code that cannot be read: the cause, and an edit that makes it better."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from journeyman.faults.case import Case
from journeyman.faults.diagnosers import diagnose

_BLOCKS = re.split(r"^### (.*)\n", (Path(__file__).parent / "data" / "syntax.txt").read_text("utf-8"), flags=re.M)[1:]
ROWS = list(zip((codes.split(",") for codes in _BLOCKS[::2]), _BLOCKS[1::2], strict=True))


def cause(code: str = "", output: str = "") -> str:
    found = diagnose(Case("python" if code else "traceback", output=output, code=code))
    return found.code.removeprefix("python.") if found else ""


def first_error(code: str) -> int | None:
    try:
        ast.parse(code)
    except SyntaxError as error:
        return error.lineno
    return None


@pytest.mark.parametrize(("codes", "code"), ROWS, ids=[f"{i}-{codes[0]}" for i, (codes, _) in enumerate(ROWS)])
@pytest.mark.filterwarnings("ignore::SyntaxWarning", "ignore::DeprecationWarning")
def test_the_cause_is_named_and_edits_help(codes, code):
    found = diagnose(Case("python", code=code))
    assert found is not None
    assert found.code.removeprefix("python.") in codes
    for fix in found.fixes:
        if fix.edit is not None:
            lines = code.split("\n")
            assert lines[fix.edit.line - 1] == fix.edit.old
            lines[fix.edit.line - 1] = fix.edit.new
            before, after = first_error(code), first_error("\n".join(lines))
            assert after is None or (before is not None and after > before)


def block(line: str, message: str, name: str = "SyntaxError", caret: int = 0) -> str:
    return f'  File "app.py", line 3\n    {line}\n    {" " * caret}^\n{name}: {message}\n'


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        (block("if x > 3", "expected ':'", caret=8), "colon_missing"),
        (block("if x > 3", "invalid syntax", caret=8), "colon_missing"),
        (block("print 'a'", "Missing parentheses in call to 'print'. Did you mean print('a')?"), "print_statement"),
        (block("print 'a'", "Missing parentheses in call to 'print'. Did you mean print(...)?"), "print_statement"),
        (block("x = 'a", "EOL while scanning string literal", caret=6), "quote_never_closed"),
        (block("x = 'a", "unterminated string literal (detected at line 3)", caret=4), "quote_never_closed"),
        (
            block('x = """a', "unterminated triple-quoted string literal (detected at line 9)"),
            "triple_quote_never_closed",
        ),
        (block("x = (1,", "'(' was never closed", caret=4), "bracket_never_closed"),
        (block("x = 1)", "unmatched ')'", caret=5), "bracket_unmatched"),
        (
            block("x = (1]", "closing parenthesis ']' does not match opening parenthesis '('", caret=6),
            "bracket_mismatched",
        ),
        (block("f() = 1", "can't assign to function call"), "assign_to_call"),
        (
            block("f() = 1", "cannot assign to function call here. Maybe you meant '==' instead of '='?"),
            "assign_to_call",
        ),
        (block("def f(a=1, b):", "non-default argument follows default argument"), "default_order"),
        (block("def f(a=1, b):", "parameter without a default follows parameter with a default"), "default_order"),
        (block("def f(a, a):", "duplicate parameter 'a' in function definition"), "duplicate_parameter"),
        (block("x = f'{a'", "f-string: expecting '}'"), "fstring_brace"),
        (block("import a from b", "Did you mean to use 'from ... import ...' instead?"), "import_inverted"),
        (
            block("except A, B as e:", "multiple exception types must be parenthesized when using 'as'"),
            "exception_types_parentheses",
        ),
        (block("    x = 1", "unexpected indent", "IndentationError"), "unexpected_indent"),
        (
            block("x = 1", "expected an indented block after 'if' statement on line 2", "IndentationError"),
            "block_not_indented",
        ),
        (block("x = 1", "expected an indented block", "IndentationError"), "block_not_indented"),
        (block("\tx = 1", "inconsistent use of tabs and spaces in indentation", "TabError"), "tabs_and_blanks"),
        (
            block(
                "x = 01",
                "leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers",
            ),
            "leading_zeros",
        ),
        (block("x = “a”", "invalid character '“' (U+201C)", caret=4), "curly_quotes"),
        (block("return 1", "'return' outside function"), "return_outside_function"),
        (block("*a", "can't use starred expression here"), "star_alone"),
        (block("for x in y:", "'await' outside async function"), "await_outside_async"),
        (block("%timeit f()", "invalid syntax"), "magic_in_file"),
        (block("pip install x", "invalid syntax", caret=4), "shell_command_in_python"),
    ],
)
def test_the_shown_line_alone_is_enough_in_any_wording(output, expected):
    assert cause(output=output) == expected


def test_a_cell_of_ipython():
    output = "  Cell In[1], line 2\n    if x = 3:\n       ^\nSyntaxError: invalid syntax. Maybe you meant '==' or ':=' instead of '='?\n"
    found = diagnose(Case("traceback", output=output, code="x = 1\nif x = 3:\n    pass"))
    assert found.code == "python.assignment_for_comparison"
    assert found.fixes[0].edit.to_dict() == {"path": "", "line": 2, "old": "if x = 3:", "new": "if x == 3:"}


def test_code_that_can_be_read_has_no_cause():
    assert cause("def f(x):\n    return [y for y in x if y]\n") == ""
    assert cause("%matplotlib inline\n!ls\nimport os\nawait_it = os.getcwd()\n") == ""
    assert cause("x = await f()\ndef f(): ...\n") in {"", "name_defined_later"}
