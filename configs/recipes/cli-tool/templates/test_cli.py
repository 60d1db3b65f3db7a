"""What users of $name rely on."""

from __future__ import annotations

import subprocess
import sys

import pytest

from ${name_id}.cli import greeting, main


@pytest.mark.parametrize(
    ("arguments", "line"),
    [([], "Hello, world!"), (["Ada"], "Hello, Ada!"), (["Ada", "--shout"], "HELLO, ADA!")],
)
def test_it_greets(arguments: list[str], line: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 0
    assert capsys.readouterr().out == f"{line}\n"


def test_greeting_keeps_the_name_as_it_is() -> None:
    assert greeting("Ævar") == "Hello, Ævar!"


def test_an_unknown_option_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exit_:
        main(["--no-such-option"])
    assert exit_.value.code == 2
    assert "unrecognized arguments" in capsys.readouterr().err


def test_it_runs_as_a_module(pytestconfig: pytest.Config) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "${name_id}"], cwd=pytestconfig.rootpath, capture_output=True, text=True, check=True
    )
    assert done.stdout == "Hello, world!\n"
