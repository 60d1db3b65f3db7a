"""Variables that change what a program runs, and values with which they do not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from journeyman.values import Prediction

Shell = Callable[[str], Prediction]

CHANGING = [
    *(
        "LD_PRELOAD=./x.so",
        "LD_LIBRARY_PATH=.",
        "DYLD_INSERT_LIBRARIES=./x",
        "PATH=.:$PATH",
        "IFS=/",
        "BASH_ENV=./x",
        "ENV=./x",
        "ZDOTDIR=.",
        "GNUPGHOME=.",
        "P4DIFF=./x",
        "YARN_RC_FILENAME=x",
    ),
    *("GIT_DIR=x", "GIT_SSH_COMMAND='sh x'", "GIT_EXTERNAL_DIFF=./x", "GIT_PAGER='sh x'", "PAGER=./x", "MANPAGER=./x"),
    *(
        "EDITOR=./x",
        "VISUAL=./x",
        "GIT_EDITOR=./x",
        "BROWSER=./x",
        "LESSOPEN='|./x %s'",
        "TAR_OPTIONS=--to-command=./x",
    ),
    *(
        "PYTHONSTARTUP=x.py",
        "PYTHONPATH=.",
        "PYTHONWARNINGS=all:0:x.y",
        "NODE_OPTIONS='-r ./x'",
        "PERL5OPT=-Mx",
        "RUBYOPT=-rx",
    ),
    *(
        "JAVA_TOOL_OPTIONS=-javaagent:x",
        "RSYNC_RSH=./x",
        "SSH_ASKPASS=./x",
        "PROMPT_COMMAND='./x'",
        "PS4='$(./x)'",
        "HOME=.",
    ),
    *(
        "http_proxy=evil:1",
        "XDG_CONFIG_DIRS=.",
        "npm_config_script_shell=./x",
        "RIPGREP_CONFIG_PATH=x",
        "OPENSSL_CONF=x",
    ),
]


@pytest.mark.parametrize("setting", CHANGING)
def test_a_variable_that_changes_what_runs_is_asked(shell: Shell, setting: str) -> None:
    name = setting.partition("=")[0]
    for text in (
        f"{setting} ls",
        f"export {setting}; ls",
        f"env {setting} ls",
        f"{setting}; ls",
        f"declare -x {setting}",
    ):
        prediction = shell(text)
        assert prediction.level != "read", text
        assert any(effect.operation == "execute" and name in effect.reason for effect in prediction.effects), text


@pytest.mark.parametrize(
    "setting",
    [
        *(
            "LC_ALL=C",
            "TZ=UTC",
            "NO_COLOR=1",
            "CI=true",
            "DEBIAN_FRONTEND=noninteractive",
            "GIT_PAGER=cat",
            "PAGER=cat",
            "PAGER=",
        ),
        *("MANPAGER=cat", "GIT_TERMINAL_PROMPT=0", "GIT_EDITOR=true", "EDITOR=:", "LESS=-FRX", "PYTHONUNBUFFERED=1"),
        *(
            "PYTHONWARNINGS=ignore",
            "NODE_OPTIONS=--max-old-space-size=4096",
            "GIT_SSH_COMMAND='ssh -o BatchMode=yes'",
            "IFS=",
        ),
        *(
            "GIT_AUTHOR_DATE=2020-01-01",
            "GIT_CONFIG_GLOBAL=/dev/null",
            "FOO=bar",
            "name=value",
            "NODE_ENV=test",
            "IFS=$'\\n'",
        ),
    ],
)
def test_a_harmless_one_changes_nothing(shell: Shell, setting: str) -> None:
    for text in (f"{setting} ls", f"export {setting}; ls", f"env {setting} ls"):
        assert shell(text).level == "read", text


def test_reading_lines_needs_no_question(shell: Shell) -> None:
    assert shell('while IFS=: read -r name rest; do echo "$name"; done < table').level == "read"


@pytest.mark.parametrize("name", ["JOURNEYMAN_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"])
def test_where_our_own_data_lies_is_not_to_be_moved(shell: Shell, name: str) -> None:
    assert shell(f"{name}=/tmp ls").level == "floor"


@pytest.mark.parametrize(
    "text",
    [
        "printf -v PATH ./x; ls",
        "read PATH <<< ./x; ls",
        "read -r LD_PRELOAD < a; export LD_PRELOAD; ls",
        "while read -r PATH; do ls; done < a",
        "for PATH in ./x; do ls; done",
        "select PATH in ./x; do ls; done",
        "mapfile -t PATH < a; ls",
        "getopts a PATH; ls",
        ": ${BASH_ENV:=./x}; export BASH_ENV; bash -c ls",
        "let PATH=1; ls",
        "((PATH=1)); ls",
        "for GIT_DIR in ./x; do git status; done",
    ],
)
def test_whatever_sets_it(shell: Shell, text: str) -> None:
    assert shell(text).level != "read"


@pytest.mark.parametrize(
    "text",
    [
        "while read -r line; do echo $line; done < a",
        "for FILE in a b; do cat $FILE; done",
        "printf -v out %s x; echo $out",
        ": ${PORT:=8080}; echo $PORT",
        "((i=1)); echo $i",
        "let i=1",
    ],
)
def test_a_name_that_nothing_follows_is_plain(shell: Shell, text: str) -> None:
    assert shell(text).level == "read"
