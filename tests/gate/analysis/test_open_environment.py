"""Where nobody has taken secrets out of the environment, showing it is asked every time."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from journeyman.gate.analysis import analyse_shell
from journeyman.hooks.judge import fresh_judge
from journeyman.values import Prediction
from journeyman.workspace import Workspace

Analyse = Callable[[str], Prediction]

SHOWING = [
    *("env", "env | sort", "env | grep -i token", "printenv", "export", "export -p", "declare -p", "declare -x", "set"),
    *("set | grep PASS", "watch env", "bash -c env", "echo $(env)", "cat <(printenv)", "systemctl show-environment"),
    *("jq -n env", "jq -n '$ENV'", "jq -n 'env | keys'", "awk 'BEGIN { for (k in ENVIRON) print k, ENVIRON[k] }'"),
    *("cmake -E environment", "envsubst < a", "timeout 5 env"),
]
FILTERED_OR_NOT = [
    *("cat /proc/self/environ", "strings /proc/1/environ", "declare -p API_KEY", "timeout 5 printenv API_KEY"),
    "timeout 5 echo $API_KEY",
]
HANDING_ON = [
    *("cat <<< $API_KEY", "x=$API_KEY", "for k in $API_KEY; do ls; done", "cat <<END\n$API_KEY\nEND", "ls $API_KEY"),
    'GH_TOKEN="$API_KEY" gh pr list',
    "curl -H 'Accept: a' -u me:$API_KEY https://example.com",
]
TELLING = [
    *(
        "printenv HOME PATH",
        "echo $HOME",
        "declare -p PATH",
        "declare -f",
        "set -e",
        "jq -n env.HOME",
        "jq '.env' a.json",
    ),
    *("jq '{env: .x}' a.json", "awk '{ print ENVIRON[\"HOME\"] }' a", 'test -n "$API_KEY"', "[ -z $API_KEY ]"),
    *("echo ${#API_KEY}", "echo ${API_KEY:+set}", "man printenv", "env A=1 ls", "envsubst -v '$A'", "compgen -v"),
]


@pytest.fixture
def open_shell(workspace: Workspace) -> Analyse:
    """Predict shell text that runs where secrets are in the environment."""
    return lambda text: analyse_shell(text, cwd=".", workspace=workspace, open_environment=True)


@pytest.mark.parametrize("text", SHOWING)
def test_listing_shows_secrets_only_where_they_are(shell: Analyse, open_shell: Analyse, text: str) -> None:
    assert shell(text).level == "read"
    found = open_shell(text)
    assert found.level == "floor"
    assert any(effect.operation == "secret-read" for effect in found.effects)


@pytest.mark.parametrize("text", FILTERED_OR_NOT)
def test_a_secret_by_its_name_is_asked_everywhere(shell: Analyse, open_shell: Analyse, text: str) -> None:
    assert shell(text).level == "floor"
    assert open_shell(text).level == "floor"


@pytest.mark.parametrize("text", HANDING_ON)
def test_handing_a_secret_on_is_asked(open_shell: Analyse, text: str) -> None:
    assert open_shell(text).level == "floor"


@pytest.mark.parametrize("text", TELLING)
def test_what_shows_no_secret_still_only_reads(shell: Analyse, open_shell: Analyse, text: str) -> None:
    assert (shell(text).level, open_shell(text).level) == ("read", "read")


def test_other_agents_have_an_open_environment(workspace: Workspace) -> None:
    judge = fresh_judge(str(workspace.root))
    assert judge.command("env").verdict == "ask"
    assert judge.command("printenv HOME").verdict == "allow"


def test_so_has_a_live_kernel(cell: Analyse) -> None:
    assert cell("!jq -n env").level == "floor"
    assert cell("!export -p").level == "floor"
