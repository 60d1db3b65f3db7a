"""What users describe themselves comes first, is checked when it is read, and never hurts."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from journeyman.faults.case import Case
from journeyman.faults.diagnosers import diagnose
from journeyman.faults.judge import judge
from journeyman.faults.own import load_own, own_folders

GOOD = r"""
- code: acme.expired
  pattern: 'licence (?P<name>.+) expired'
  literals: [licence]
  cause: "the licence {name} expired"
  severity: critical
  fixes:
    - command: "acme renew {name}"
      safety: safe
    - edit: {path: "{name}.cfg", line: "{1}", old: a, new: b}
    - edit: {path: "x.cfg", line: "3", old: a, new: "{name}"}
    - advice: "ask about {name}"
  match: ["licence x expired"]
  not_match: ["licence x is valid"]
"""


def write(folder: Path, text: str, name: str = "own.yaml") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, "utf-8")
    return folder


def test_they_come_before_what_is_known(tmp_path: Path):
    own = load_own([(write(tmp_path, GOOD), True)])
    output = "x\nModuleNotFoundError: No module named 'y'\n2024-01-01 licence b7 expired\n"
    found = diagnose(Case("shell", "acme", 1, output), own.patterns)
    assert found is not None
    assert (found.code, found.summary, found.severity, found.line) == (
        "acme.expired",
        "the licence b7 expired",
        "critical",
        3,
    )
    assert found.fixes[0].command == "acme renew b7"
    assert found.fixes[0].safety == "safe"
    edits = [fix.edit for fix in found.fixes if fix.edit]
    assert [(edit.path, edit.line, edit.new) for edit in edits] == [("x.cfg", 3, "b7")]
    assert found.fixes[-1].advice == "ask about b7"


def test_nothing_of_a_workspace_is_safe(tmp_path: Path):
    own = load_own([(write(tmp_path, GOOD), False)])
    found = diagnose(Case("shell", "acme", 1, "licence b7 expired"), own.patterns)
    assert found is not None
    assert [fix.safety for fix in found.fixes if fix.command or fix.edit] == ["ask", "ask"]


def test_what_comes_from_an_output_stays_one_word_of_the_command(tmp_path: Path):
    own = load_own([(write(tmp_path, GOOD), True)])
    found = diagnose(Case("shell", "acme", 1, "licence a; touch b expired"), own.patterns)
    assert found is not None
    assert found.fixes[0].command == "acme renew 'a; touch b'"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("- code: x.y\n  pattern: '(((('\n  cause: c\n  match: [a]", "entry 1 (x.y): pattern: "),
        ("- code: X\n  pattern: abc\n  cause: c\n  match: [abc]", "entry 1 (X): "),
        ("- code: x.y\n  pattern: abc\n  cause: c", "entry 1 (x.y): "),
        ("- code: x.y\n  pattern: abc\n  cause: c\n  match: [xyz]", "entry 1 (x.y): match: "),
        ("- code: x.y\n  pattern: abc\n  cause: c\n  match: [abc]\n  not_match: [abcd]", "entry 1 (x.y): not_match: "),
        ("- code: x.y\n  pattern: abc\n  literals: [zz]\n  cause: c\n  match: [abc]", "entry 1 (x.y): match: "),
        ("- code: x.y\n  pattern: abc\n  cause: 'c {nope}'\n  match: [abc]", "found {nope}"),
        ("- code: x.y\n  pattern: abc\n  cause: c\n  severity: awful\n  match: [abc]", "severity"),
        ("- code: x.y\n  pattern: abc\n  cause: c\n  colour: red\n  match: [abc]", "colour"),
        ("- just text", "entry 1: "),
    ],
)
def test_a_wrong_entry_is_told_and_the_others_count(tmp_path: Path, text: str, told: str):
    own = load_own([(write(tmp_path, text + "\n" + GOOD.strip()), True)])
    assert [pattern.code for pattern in own.patterns.patterns] == ["acme.expired"]
    (problem,) = own.problems
    assert str(tmp_path / "own.yaml") in problem
    assert told in problem
    assert "\n" not in problem


@pytest.mark.parametrize("text", ["a: b", "- a: [", "- &a x\n- *a", "\x00"])
def test_a_file_that_is_none_does_not_take_the_others_with_it(tmp_path: Path, text: str):
    write(tmp_path, text, "a.yaml")
    own = load_own([(write(tmp_path, GOOD, "b.yaml"), True), (tmp_path / "missing", True)])
    assert [pattern.code for pattern in own.patterns.patterns] == ["acme.expired"]
    (problem,) = own.problems
    assert "a.yaml" in problem


def test_a_pattern_that_would_take_for_ever_is_given_up(tmp_path: Path):
    text = "- code: x.y\n  pattern: '(a+)+$'\n  cause: c\n  match: [aaa]\n"
    own = load_own([(write(tmp_path, text + GOOD.strip()), True)])
    output = "a" * 500 + "b\n" + "licence b7 expired\n"
    found = diagnose(Case("shell", "x", 1, output), own.patterns)
    assert found is not None
    assert found.code == "acme.expired"


def test_a_changed_file_is_read_again(tmp_path: Path):
    write(tmp_path, GOOD)
    assert load_own([(tmp_path, True)]).patterns.patterns[0].code == "acme.expired"
    write(tmp_path, GOOD.replace("acme.expired", "acme.other_name"))
    assert load_own([(tmp_path, True)]).patterns.patterns[0].code == "acme.other_name"


def test_the_shipped_example_is_valid_and_not_read(tmp_path: Path):
    folders = own_folders()
    assert not [path for path, _ in folders if "example" in str(load_own([(path, True)]).patterns)]
    example = Path(__file__).parents[3] / "configs" / "errors" / "example.yaml"
    own = load_own([(write(tmp_path, example.read_text("utf-8")), True)])
    assert own.problems == ()
    assert len(own.patterns.patterns) == 1


def test_without_files_nothing_heavy_is_imported(tmp_path: Path):
    code = (
        "import sys; from pathlib import Path; from journeyman.faults.own import load_own;"
        f"load_own([(Path({str(tmp_path)!r}), True)]); print('regex' in sys.modules, 'yaml' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]


def test_a_judged_run_asks_them_first(tmp_path: Path):
    own = load_own([(write(tmp_path, GOOD), True)])
    failed, found = judge("shell.run", "acme build", 1, "licence b7 expired\nNo space left on device\n", own.patterns)
    assert failed
    assert found is not None
    assert (found.code, found.severity) == ("acme.expired", "critical")
    assert found.fingerprint
