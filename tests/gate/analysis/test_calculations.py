"""One-liners in PHP, Julia and Lua: those that can only compute, read and print run; the rest is asked."""

from __future__ import annotations

import shlex
from collections.abc import Callable

import pytest

from journeyman.values import Prediction

Shell = Callable[[str], Prediction]

READING = [
    ("php -r", "echo PHP_VERSION, PHP_EOL;"),
    ("php -r", "echo json_decode(file_get_contents('composer.json'))->name;"),
    ("php -r", "$n = 3; foreach (range(1, $n) as $i) { echo $i * 2, ' '; }"),
    ("julia -e", "println(VERSION)"),
    ("julia -e", "println(sum(1:10) / 2)"),
    ("lua -e", "print(math.floor(7 / 2))"),
]
ACTING = [
    ("php -r", "system('ls');"),
    ("php -r", "'system'('ls');"),
    ("php -r", "('sys' . 'tem')('ls');"),
    ("php -r", "$f = 'system'; $f('ls');"),
    ("php -r", "echo `ls`;"),
    ("php -r", 'echo "${x}";'),
    ("php -r", "$a->run('x');"),
    ("php -r", "?>\"<?php system('x'); ?>\""),
    ("php -r", '/* " */ system("x"); /* " */'),
    ("php -r", "echo file_get_contents('http://example.com/');"),
    ("php -r", "echo file_get_contents($x);"),
    ("php -r", "echo file_get_contents('a' . 'b');"),
    ("julia -e", "run(`ls`)"),
    ("julia -e", "[1]' ; rm(1) ; [1]'"),
    ("julia -e", "println(ENV)"),
    ("lua -e", "os.execute('ls')"),
    ("lua -e", "print('x')('y')"),
    ("Rscript -e", "print(1)"),
]


@pytest.mark.parametrize(("program", "code"), READING)
def test_code_that_computes_reads_and_prints(shell: Shell, program: str, code: str) -> None:
    assert shell(f"{program} {shlex.quote(code)}").level == "read"


@pytest.mark.parametrize(("program", "code"), ACTING)
def test_code_that_may_do_more(shell: Shell, program: str, code: str) -> None:
    assert shell(f"{program} {shlex.quote(code)}").level != "read"


def test_the_files_that_code_reads_count(shell: Shell) -> None:
    assert shell("php -r 'echo file_get_contents(\".env\");'").level == "floor"
