"""Exceptions are read out of every kind of text that shows them."""

from __future__ import annotations

import pytest

from journeyman.faults.case import Case
from journeyman.faults.python.choose import failure_of
from journeyman.faults.python.parse import parse

PLAIN = """Traceback (most recent call last):
  File "/home/a/app.py", line 8, in <module>
    run({})
  File "/home/a/app.py", line 3, in run
    return d["x"]
           ~^^^^^
KeyError: 'x'
"""
CHAINED = (
    PLAIN
    + """
The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "/home/a/app.py", line 9, in main
    raise ValueError("bad") from e
ValueError: bad
"""
)
GROUP = """  + Exception Group Traceback (most recent call last):
  |   File "/home/a/g.py", line 7, in <module>
  |     raise e
  | ExceptionGroup: many (2 sub-exceptions)
  | a note
  +-+---------------- 1 ----------------
    | Traceback (most recent call last):
    |   File "/home/a/g.py", line 1, in bad
    |     raise ValueError(i)
    | ValueError: 0
    +---------------- 2 ----------------
    | TypeError: x
    +------------------------------------
"""
CELL = """---------------------------------------------------------------------------
AttributeError                            Traceback (most recent call last)
Cell In[4], line 3
      1 def f(x):
      2     return x.foo
----> 3 f(None)

Cell In[4], line 2, in f(x)
      1 def f(x):
----> 2     return x.foo

AttributeError: 'NoneType' object has no attribute 'foo'
"""
OLD_CELL = """---------------------------------------------------------------------------
NameError                                 Traceback (most recent call last)
<ipython-input-3-1a2b3c> in <module>
----> 1 print(zz)

NameError: name 'zz' is not defined
"""
INPUT_CELL = """NameError                                 Traceback (most recent call last)
Input In [3], in <cell line: 1>()
----> 1 print(zz)

NameError: name 'zz' is not defined
"""
PYTEST = """____________________________________ test_a ____________________________________

    def test_a():
>       f({})

test_t.py:4:
_ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _

d = {}

    def f(d):
>       return d["zz"]
               ^^^^^^^
E       KeyError: 'zz'

app.py:2: KeyError
=========================== short test summary info ============================
FAILED test_t.py::test_a - KeyError: 'zz'
"""
SUMMARY = "FAILED test_t.py::test_a - KeyError: 'zz'\n1 failed in 0.1s\n"
LOGGED = "".join(f"2024-05-01 10:00:0{i} worker | {line}\n" for i, line in enumerate(PLAIN.strip().split("\n")))
SYNTAX = '  File "a.py", line 3\n    if x = 3:\n       ^^^^^\nSyntaxError: invalid syntax\n'


def innermost(text: str):
    case = Case("traceback", output=text)
    chain = failure_of(parse(case.lines, case.text, alone=True))
    out = chain[-1]
    place = out.place
    return out.name, out.message, (place.path, place.line, place.function, place.source) if place else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (PLAIN, ("KeyError", "'x'", ("/home/a/app.py", 3, "run", 'return d["x"]'))),
        (CHAINED, ("ValueError", "bad", ("/home/a/app.py", 9, "main", 'raise ValueError("bad") from e'))),
        (GROUP, ("ValueError", "0", ("/home/a/g.py", 1, "bad", "raise ValueError(i)"))),
        (CELL, ("AttributeError", "'NoneType' object has no attribute 'foo'", ("Cell In[4]", 2, "f", "return x.foo"))),
        (OLD_CELL, ("NameError", "name 'zz' is not defined", ("<ipython-input-3-1a2b3c>", 1, "<module>", "print(zz)"))),
        (INPUT_CELL, ("NameError", "name 'zz' is not defined", ("Cell In[3]", 1, "<module>", "print(zz)"))),
        (PYTEST, ("KeyError", "'zz'", ("app.py", 2, "f", 'return d["zz"]'))),
        (SUMMARY, ("KeyError", "'zz'", ("test_t.py", 0, "test_a", ""))),
        (SYNTAX, ("SyntaxError", "invalid syntax", ("a.py", 3, "", "if x = 3:"))),
        ("NameError: name 'x' is not defined", ("NameError", "name 'x' is not defined", None)),
    ],
    ids=[
        "plain",
        "chained",
        "group",
        "cell",
        "old cell",
        "input cell",
        "pytest",
        "summary",
        "syntax",
        "last line alone",
    ],
)
def test_forms(text, expected):
    assert innermost(text) == expected


def test_a_log_puts_something_before_each_line():
    assert innermost(LOGGED)[:2] == ("KeyError", "'x'")


def test_colours_do_not_matter():
    coloured = CELL.replace("AttributeError", "\x1b[0;31mAttributeError\x1b[0m").replace(
        "----> ", "\x1b[0;32m----> \x1b[0m"
    )
    assert innermost(coloured) == innermost(CELL)


def test_the_chain_has_its_first_cause_first():
    case = Case("traceback", output=CHAINED)
    chain = failure_of(parse(case.lines, case.text))
    assert [(raised.name, raised.relation) for raised in chain] == [("KeyError", ""), ("ValueError", "cause")]


def test_notes_belong_to_the_message():
    case = Case("traceback", output=PLAIN + "while reading a.csv\nline 3\n\nafter")
    assert failure_of(parse(case.lines, case.text))[-1].details == ("while reading a.csv", "line 3")


def test_of_several_tracebacks_the_last_is_the_failure():
    text = PLAIN + "\nhandled, going on\n" + PLAIN.replace("KeyError: 'x'", "IndexError: late")
    assert innermost(text)[:2] == ("IndexError", "late")


def test_plain_text_has_none():
    assert parse([(1, "Note: this is fine")], "Note: this is fine") == []
