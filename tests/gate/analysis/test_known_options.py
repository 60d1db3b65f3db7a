"""Where all options of the reading sub-commands are listed, one that is not listed is asked."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from journeyman.values import Prediction

Shell = Callable[[str], Prediction]

READING = [
    *(
        "git status -sb --porcelain=v2",
        "git rev-parse --git-dir",
        "git ls-files -z --others",
        "git cat-file --batch-check",
    ),
    *("gh run list -L 5 --json databaseId", "gh pr view 3 --comments", "gh search repos x --sort stars"),
    *("kubectl get pods -owide -w", "kubectl logs -f web --since=1h", "kubectl diff -f a.yaml --server-side"),
    *("docker ps -aq --no-trunc", "docker logs -f --tail 5 web", "docker images --filter dangling=true"),
    *("helm list -a -o json", "helm get values x -a --revision 2", "npm ls --all --json", "pip list --outdated"),
    *("cargo tree -e features --prefix none", "cargo metadata --no-deps --format-version 1"),
]
PROGRAMS = {
    "git": "git status",
    "gh": "gh pr list",
    "kubectl": "kubectl describe pod a",
    "docker": "docker ps",
    "helm": "helm list",
    "npm": "npm ls",
    "pip": "pip show x",
    "cargo": "cargo metadata",
}


@pytest.mark.parametrize("text", READING)
def test_a_listed_option_reads(shell: Shell, text: str) -> None:
    assert shell(text).level == "read"


@pytest.mark.parametrize("name", PROGRAMS)
def test_an_option_that_nobody_has_heard_of_is_asked(shell: Shell, name: str) -> None:
    assert shell(PROGRAMS[name]).level == "read"
    assert shell(f"{PROGRAMS[name]} --unheard-of").level != "read"
    assert shell(f"{PROGRAMS[name]} --unheard-of=./x").level != "read"


@pytest.mark.parametrize(
    "text",
    ["pip freeze -o x", "pip show --log x y", "kubectl get --raw /x", "docker ps --config x", "npm ls --git=./x"],
)
def test_a_refused_option_stays_refused(shell: Shell, text: str) -> None:
    assert shell(text).level != "read"
