"""What fails for a passing reason is tried again, if doing it twice does no harm."""

from __future__ import annotations

import pytest

from journeyman.faults.transient import transient
from tests.recovery.conftest import Bench, flaky


@pytest.fixture(autouse=True)
def quick(isolated_home) -> None:
    folder = isolated_home / "config" / "journeyman"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "settings.yaml").write_text("recovery: {first_wait: 0.01}\n")


def test_a_server_that_fails_twice_then_answers(bench: Bench, caplog: pytest.LogCaptureFixture):
    with flaky(2) as (url, asked):
        outcome = bench.do("shell.run", command=f"curl -fsS {url}/data")
    assert outcome.ok, outcome
    assert outcome.output == '{"ok": true}'
    assert asked == ["/data"] * 3
    assert sum("the server failed (5xx): trying again" in line for line in bench.told) == 2
    retried = [event for event in bench.services.store.events() if event.name == "action.retried"]
    assert [event.action_id for event in retried] == [outcome.action_id] * 2
    assert "stamina" not in {record.name for record in caplog.records}


def test_it_is_given_up_after_so_many_tries(bench: Bench):
    with flaky(99) as (url, asked):
        outcome = bench.do("shell.run", command=f"curl -fsS {url}/data")
    assert outcome.status == "failed"
    assert len(asked) == 4


def test_the_wait_that_the_server_asks_for_is_kept(bench: Bench):
    command = "curl -fsS -D /dev/stderr {url}/data"
    with flaky(1, 429, {"Retry-After": "1"}) as (url, _):
        outcome = bench.do("shell.run", command=command.format(url=url))
    assert outcome.ok, outcome
    assert "the server is busy (429): trying again in 1.0 s (try 2 of 4)\n" in bench.told
    assert outcome.duration >= 1.0


def test_a_wait_that_is_too_long_is_not_waited_for(bench: Bench):
    with flaky(1, 503, {"Retry-After": "3600"}) as (url, asked):
        outcome = bench.do("shell.run", command=f"curl -fsS -D /dev/stderr {url}/data")
    assert outcome.status == "failed"
    assert asked == ["/data"]
    assert any("asks to wait 3600 s: not tried again" in line for line in bench.told)


def test_what_sends_is_not_repeated(bench: Bench):
    with flaky(2) as (url, asked):
        outcome = bench.do("shell.run", command=f"echo x >sent; curl -fsS {url}/order")
        assert outcome.status == "failed"
        assert asked == ["/order"]
        declared = bench.do("shell.run", command=f"echo x >sent; curl -fsS {url}/order", idempotent=True)
    assert declared.ok
    assert asked == ["/order"] * 3


def test_another_failure_is_not_repeated(bench: Bench):
    outcome = bench.do("shell.run", command="cat nothing-here")
    assert outcome.status == "failed"
    assert "".join(bench.told) == outcome.output


@pytest.mark.parametrize(
    ("output", "reason"),
    [
        ("curl: (22) The requested URL returned error: 503", "the server failed (5xx)"),
        ("HTTP/1.1 502 Bad Gateway", "the server failed (5xx)"),
        ("npm error code ECONNRESET", "the connection broke off"),
        ("requests.exceptions.ReadTimeout: Read timed out. (read timeout=5)", "the connection broke off"),
        ("getaddrinfo EAI_AGAIN registry.example", "the name could not be resolved for now"),
        ("fatal: Unable to create '/w/.git/index.lock': File exists.", "somebody else holds the lock"),
        ("sqlite3.OperationalError: database is locked", "somebody else holds the lock"),
        ("E: Could not get lock /var/lib/dpkg/lock-frontend", "somebody else holds the lock"),
        ("429 Too Many Requests", "the server is busy (429)"),
    ],
)
def test_signs_of_a_passing_failure(output: str, reason: str):
    found = transient(f"some line\n{output}\n")
    assert found is not None
    assert found.reason == reason


@pytest.mark.parametrize(
    "output",
    ["", "500 tests passed", "error: 404 Not Found", "line 503: syntax error", "ran 429 items", "x = 502\n"],
)
def test_others_are_none(output: str):
    assert transient(output) is None
