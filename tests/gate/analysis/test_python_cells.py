"""The labelled cells, and what must hold for any text. Cells are only read here, never run."""

from __future__ import annotations

import ast
import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from journeyman.gate.analysis import analyse_python
from journeyman.values import LEVELS, Prediction
from journeyman.workspace import Workspace

Analyse = Callable[[str], Prediction]
CELLS = Path(__file__).parent / "cells"


def read_cells(folder: str) -> Iterator[tuple[str, str]]:
    for file in sorted((CELLS / folder).glob("*.txt")):
        for part in re.split(r"(?m)^# %% ", file.read_text("utf-8"))[1:]:
            name, _, text = part.partition("\n")
            yield f"{file.stem}-{name}", text


BENIGN = dict(read_cells("benign"))
DANGEROUS = dict(read_cells("dangerous"))


def test_there_are_enough_cells_and_a_third_is_held_out() -> None:
    for cells, least in ((BENIGN, 330), (DANGEROUS, 230)):
        held = sum(name.startswith("held_out") for name in cells)
        assert len(cells) >= least
        assert held * 4 >= len(cells)


@pytest.mark.parametrize("name", DANGEROUS)
def test_a_dangerous_cell_never_runs_unasked(cell: Analyse, name: str) -> None:
    assert cell(DANGEROUS[name]).level != "read"


@pytest.mark.parametrize("held_out", [True, False])
def test_benign_cells_run_unasked(cell: Analyse, held_out: bool) -> None:
    names = [name for name in BENIGN if name.startswith("held_out") == held_out]
    asked = {name: cell(BENIGN[name]).effects for name in names if cell(BENIGN[name]).level != "read"}
    assert len(asked) <= 0.05 * len(names), asked


def plain(code: str) -> bool:
    """Only Python that may stand inside a function: no escapes, no magics, no imports of everything."""
    try:
        ast.parse(code)
    except SyntaxError:
        return False
    return not code.startswith("rm ") and "import *" not in code and "await" not in code


@pytest.mark.parametrize("name", [name for name in DANGEROUS if plain(DANGEROUS[name])])
def test_danger_is_seen_wherever_it_stands(cell: Analyse, name: str) -> None:
    """A benign cell around it, a function, a class, a branch: none hides it."""
    code = DANGEROUS[name]
    inside = "\n".join("    " + line for line in code.splitlines())
    for text in (
        f"import pandas as pd\nx = 1\n{code}",
        f"def work():\n{inside}\n",
        f"if x:\n{inside}\nelse:\n    y = 2\n",
        f"class A:\n    def work(self):\n        pass\n\ntry:\n{inside}\nfinally:\n    pass\n",
    ):
        assert cell(text).level != "read", text


DECOYS = [
    "def decoy():\n    {name} = []\n",
    "class Decoy:\n    {name} = print\n    def {name}(self):\n        pass\n",
    "if False:\n    {name} = []\n",
    "for _ in []:\n    {name} = {{}}\n",
    "try:\n    pass\nexcept ValueError:\n    {name} = []\n",
    "decoy = [{name} for {name} in []]\n",
    "decoy = lambda {name}: {name}\n",
]


@pytest.mark.parametrize("decoy", DECOYS)
@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("os", "os.remove('x')"),
        ("eval", "eval(text)"),
        ("open", "open('x', 'w')"),
        ("exec", "exec(text)"),
        ("p", "p.unlink()"),
        ("f", "f.write('x')"),
        ("shutil", "shutil.rmtree(d)"),
        ("subprocess", "subprocess.run(cmd)"),
        ("session", "session.post(url)"),
        ("run", "run(['rm', 'x'])"),
    ],
)
def test_a_binding_that_never_runs_hides_nothing(cell: Analyse, decoy: str, name: str, code: str) -> None:
    assert cell(decoy.format(name=name) + code).level != "read"


@pytest.mark.parametrize(
    "code",
    [
        "buffer = io.StringIO()\nbuffer.write('x')",
        "from io import BytesIO\nout = BytesIO()\nplt.savefig(out, format='png')",
        "df.to_csv(io.StringIO())\ndf.to_csv()",
        "q = Queue()\nq.put(1)",
        "class Stack:\n    def push(self, x):\n        self.x = x\n    def delete(self):\n        pass\ns = Stack()\ns.push(1)\ns.delete()",
        "with open('data.csv') as f:\n    for line in f:\n        print(line)",
        "for p in Path('data').glob('*.txt'):\n    print(p.read_text()[:10])",
        "con = sqlite3.connect(':memory:')\ncon.execute('INSERT INTO t VALUES (1)')\ncon.commit()",
        "pd.read_sql('SELECT a FROM t', con)",
        "for n in ['mean', 'std']:\n    print(getattr(df, n)())",
        "os.environ['CUDA_VISIBLE_DEVICES'] = '0'",
        "path = os.path.join(os.getcwd(), 'data', name + '.csv')\npd.read_csv(path)",
        "timeit.timeit('sum(range(10))', number=3)",
        "print('%d of %d'\n      % (a, b))",
        "x = (1 +\n     2)\nx?",
        "name = 'data.csv'\n!head -5 {name}",
        "%%time\n%matplotlib inline\nx = 1",
    ],
)
def test_working_in_memory_and_reading_need_no_question(cell: Analyse, code: str) -> None:
    assert cell(code).level == "read", cell(code).effects


WIDE = "".join(chr(ord(sign) + 0xFEE0) if sign.isalpha() else sign for sign in "os.remove(") + "'x')"
"""``os.remove('x')`` in full-width letters, which Python reads as plain ones."""

ODD = [
    "\0",
    "x = '\ud800'",
    "# -*- coding: nonsense -*-\nx = 1",
    "9" * 6000,
    "x = " + "'a' + " * 3000 + "'b'",
    "x" + ".a" * 5000,
    "(" * 5000,
    "[" * 150 + "]" * 150,
    "f" + "(f" * 80 + ")" * 81,
    "-" * 3000 + "1",
    "lambda: " * 2000 + "1",
    "x = '" + "a" * 900_000 + "'",
    "x = 1\n" * 200_000,
    "if x:\n" + "".join(" " * n + "if x:\n" for n in range(1, 99)) + " " * 99 + "pass",
    "%" * 1000,
    "!" * 1000,
    "!" + "{" * 500,
    "\\\n" * 1000,
    "'''" * 1001,
    "\f\v\t!ls",
    "class A(B): pass\nclass B(A): pass\nA(1)",
    "\n".join(f"class A{n}(A{n - 1}, A{n - 2}): pass" for n in range(60)) + "\nA59(1).unlink()",
    "\n".join(f"x = a{n}.rename" for n in range(3000)) + "\nx('b')" * 300,
    WIDE,
    "\ufeffimport os\nos.remove('x')",
]


@pytest.mark.parametrize("code", ODD, ids=range(len(ODD)))
def test_odd_text_gets_an_answer(cell: Analyse, script: Analyse, code: str) -> None:
    assert cell(code).level in LEVELS
    assert script(code).level in LEVELS


def test_other_letters_for_the_same_name_are_that_name(cell: Analyse) -> None:
    assert cell(WIDE).level != "read"


def mutate(code: str, chance: random.Random) -> str:
    pieces = re.findall(r"\w+|\s+|[^\w\s]", code)
    for _ in range(chance.randint(1, 4)):
        if not pieces:
            break
        place = chance.randrange(len(pieces))
        kind = chance.randrange(4)
        if kind == 0:
            del pieces[place]
        elif kind == 1:
            pieces.insert(
                place, chance.choice(["(", ")", "\n", "'", '"""', "%", "!", "\\", "{", "lambda: ", "await ", "@"])
            )
        elif kind == 2:
            other = chance.randrange(len(pieces))
            pieces[place], pieces[other] = pieces[other], pieces[place]
        else:
            pieces[place] = pieces[place] * 2
    return "".join(pieces)


@given(st.sampled_from(sorted(BENIGN | DANGEROUS)), st.integers(0, 2**32))
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_mutated_cell_gets_an_answer(workspace: Workspace, name: str, seed: int) -> None:
    code = mutate((BENIGN | DANGEROUS)[name], random.Random(seed))
    for live in (True, False):
        assert analyse_python(code, cwd=".", workspace=workspace, live_kernel=live).level in LEVELS


@given(st.text(max_size=200))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_gets_an_answer(workspace: Workspace, code: str) -> None:
    assert analyse_python(code, cwd=".", workspace=workspace, live_kernel=True).level in LEVELS
