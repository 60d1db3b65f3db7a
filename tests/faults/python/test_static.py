"""Code alone: what would surely fail is found without running it, and nothing else is."""

from __future__ import annotations

import pytest

from journeyman.faults.case import Case, Surroundings
from journeyman.faults.diagnosers import diagnose


@pytest.mark.parametrize(
    ("code", "expected", "line"),
    [
        ("total = 1\nprint(totl)", "name_misspelt", 2),
        ("import math\nmath.sqroot(3)", "module_attribute_misspelt", 2),
        ("from math import Pi", "module_attribute_misspelt", 1),
        ("x = [1]\nx.push(2)", "method_synonym", 2),
        ('print("a" + 1)', "str_plus_int", 1),
        ("1 / 0", "division_by_zero", 1),
        ('int("abc")', "int_literal", 1),
        ("max([])", "empty_sequence", 1),
        ("len(5)", "no_length", 1),
        ("x = 5\nx()", "not_callable", 2),
        ("np.zeros(3)", "name_not_imported", 1),
        ("count += 1", "name_never_assigned", 1),
    ],
)
def test_what_would_fail(code, expected, line):
    found = diagnose(Case("python", code=code))
    assert found is not None
    assert (found.code.removeprefix("python."), found.line) == (expected, line)


@pytest.mark.parametrize(
    "code",
    [
        "import os\nprint(os.getcwd(), [i for i in range(3)], {k: v for k, v in {}.items()})",
        "from somewhere import *\nanything(1)",
        "try:\n    import fast\nexcept ImportError:\n    fast = None\nprint(fast)",
        "def f():\n    return later\nlater = 1\nf()",
        "key = lambda x: helper(x)\ndef helper(x): return x\n",
        "if cond_unknown_at_top:\n    y = 1\n",
        "with open('x') as f:\n    data = f.read()\nprint(data)",
        "for i in range(3):\n    last = i\nprint(last, i)",
        "class A:\n    x = 1\nA.x\nA().y = 2",
        "x = 'a'\nx = [1]\nx.append(2)",
        "x: int = 3\nprint(x)\n(y := 5)\nprint(y)",
        "display(1)\n_\nIn[0]",
        "import math as m\nm.sqrt(2)",
        'print("%d items" % 0)',
        "match 3:\n    case n:\n        print(n)",
        "%%bash\nls $HOME",
    ],
)
def test_what_may_run_is_left_alone(code):
    assert diagnose(Case("python", code=code)) is None


def test_names_in_scope_count():
    assert diagnose(Case("python", code="print(df)", around=Surroundings({"df": "DataFrame"}))) is None
