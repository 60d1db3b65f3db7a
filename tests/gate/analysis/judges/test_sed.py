"""``sed``: scripts that only transform, and those that write, read or run something."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from journeyman.gate.analysis.judges.scripts import Script, read_sed, sed_only_transforms
from journeyman.values import Prediction

Shell = Callable[[str], Prediction]

ROWS = r"""
    read       sed -n '/a/,/b/p' f
    read       sed -e 's/a/b/' -e '$d' f
    read       sed '1!G;h;$!d' f
    read       sed ':a;N;$!ba;s/\n/ /g' f
    read       sed 'y/abc/xyz/' f
    read       sed '/x/i added' f
    read       sed '# note' f
    read       sed 'r other' f
    read       sed -n 'w /dev/stdout' f
    read       sed 's/a/b/w /dev/stderr' f
    read       sed '1e date' f
    contained  sed -i.bak 's/a/b/' f
    contained  sed -i '' 's/a/b/' f
    contained  sed 's/a/b/e' f
    contained  sed '/x/e rm y' f
    contained  sed e f
    contained  sed 'w out' f
    contained  sed 's/a/b/gw out' f
    contained  sed -f script.sed f
    contained  sed --odd f
    contained  sed "$X" f
    floor      sed -i s/a/b/ /etc/hosts
    floor      sed -n p .env
    floor      sed 'r .env' f
    floor      sed 's/a/b/w /etc/x' f
    catastrophic sed '1e rm -rf /' f
"""


@pytest.mark.parametrize("row", [line.strip() for line in ROWS.strip().splitlines()])
def test_each_command_has_its_level(shell: Shell, row: str) -> None:
    level, text = row.split(None, 1)
    prediction = shell(text)
    assert prediction.level == level, prediction.effects


@pytest.mark.parametrize(
    "script", ["p", "5q", "$!N", "/a\\/b/d", "\\,a,d", "s,a,b,gI", "1~2p", "a text; w f", "bx;:x", "y/a/b/", "", " ;"]
)
def test_scripts_that_transform(script: str) -> None:
    assert sed_only_transforms(script)


@pytest.mark.parametrize(
    "script", ["s/a/b/e", "s/a/b", "s", "s/[/]/g;/w f/p", "/a", "v", "1", "s\\a\\b\\", "s/a/b/q", "w", "e", "1!", "sp"]
)
def test_scripts_that_cannot_be_told(script: str) -> None:
    assert read_sed(script) is None


def test_files_and_commands_are_named() -> None:
    assert read_sed("r a\nw b\n1e ls -l\ns/x/y/w c") == Script(["a"], ["b", "c"], ["ls -l"])
    assert read_sed("R a\nW b;p") == Script(["a"], ["b;p"], [])
