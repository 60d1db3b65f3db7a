"""A name that is missing in a cell: which other cell would have defined it, and why it has not."""

from __future__ import annotations

import pytest

from journeyman.faults.case import Case, Surroundings
from journeyman.faults.diagnosers import diagnose
from journeyman.faults.notebook import hint, order_broken

FAILED = "print(table.head())"
OUTPUT = (
    "NameError                                 Traceback (most recent call last)\nCell In[5], line 1\n"
    "----> 1 print(table.head())\n\nNameError: name 'table' is not defined\n"
)


def explained(cells: dict[int, str], names: dict[str, str] | None = None):
    around = Surroundings({"os": "module"} if names is None else names, cells)
    return diagnose(Case("traceback", output=OUTPUT, code=FAILED, around=around))


@pytest.mark.parametrize(
    ("cells", "names", "code", "word"),
    [
        ({1: "import os", 0: "table = 3", 5: FAILED}, None, "python.name_in_cell_not_run", "cell 2"),
        ({1: "import os", 5: FAILED, 0: "table = 3"}, None, "python.name_in_cell_not_run", "further down, in cell 3"),
        ({1: "table = 3", 5: FAILED}, {}, "python.name_lost_with_kernel", "restarted"),
        ({9: "table = 3", 10: "x = 1", 5: FAILED}, {"x": "int"}, "python.name_lost_with_kernel", "restarted"),
        ({1: "table = 3", 2: "x = 1", 5: FAILED}, {"x": "int"}, "python.name_in_edited_cell", "cell 1"),
        ({1: "x = 1", 2: "print(table)", 5: FAILED}, {"x": "int"}, "python.name_of_deleted_cell", "cell 2"),
        ({1: "%time\ndef table(): pass", 5: FAILED}, {"x": "int"}, "python.name_in_edited_cell", "cell 1"),
        ({0: "import pandas as table", 5: FAILED}, None, "python.name_in_cell_not_run", "cell 1"),
        ({0: "for table in []: pass", 5: FAILED}, None, "python.name_in_cell_not_run", "cell 1"),
    ],
)
def test_the_cell_is_named(cells, names, code, word):
    found = explained(cells, names)
    assert found.code == code
    assert word in found.summary
    assert found.fixes


def test_a_name_that_only_a_function_binds_is_in_no_cell():
    assert hint("table", Surroundings({}, {0: "def f():\n    table = 1", 5: FAILED}), FAILED) is None


def test_without_other_cells_the_spelling_is_looked_at():
    found = explained({5: FAILED}, {"tables": "DataFrame"})
    assert found.code == "python.name_misspelt"
    assert found.fixes[0].edit.new == "print(tables.head())"


def test_the_order_of_execution():
    assert order_broken({3: "a", 1: "b", 0: "c"})
    assert not order_broken({1: "a", 0: "b", 4: "c"})
