from __future__ import annotations

import json
import threading
from urllib.parse import quote

import pytest

from journeyman.redact import Redactor
from journeyman.redact.known import KnownValues

SECRET = "Zq8/vK3+" + "pLx 9"


def test_values_of_secret_looking_variables_are_hidden_wherever_they_stand() -> None:
    redactor = Redactor(environment={"SERVICE_TOKEN": SECRET, "HOME": "/home/somebody", "A_TOKEN": "short"})
    assert redactor.text(f"x{SECRET}y /home/somebody short") == (
        "x[redacted:value-of-SERVICE_TOKEN]y /home/somebody short"
    )
    assert SECRET in redactor.known


def test_values_are_recognised_as_json_and_in_urls() -> None:
    secret = 'a"b\\c d' + "\u00e9"
    redactor = Redactor([secret], environment={})
    for form in (json.dumps(secret), json.dumps(secret, ensure_ascii=False), f'"{quote(secret, safe="")}"'):
        assert redactor.text(form) == '"[redacted:known-value]"'


def test_the_password_of_a_url_in_the_environment_is_known() -> None:
    redactor = Redactor(environment={"DATABASE_URL": "postgres://me:tr0ub4dor&3@db/x", "SITE": "https://example.org"})
    assert redactor.text("it is tr0ub4dor&3") == "it is [redacted:value-of-DATABASE_URL]"
    assert redactor.text("https://example.org") == "https://example.org"


def test_ordinary_words_and_references_are_not_known() -> None:
    redactor = Redactor(environment={"DB_PASSWORD": "postgres", "A_SECRET": "${VAULT_SECRET}", "B_TOKEN": ""})
    assert redactor.known == ()


def test_given_values_of_four_characters_are_hidden_and_shorter_ones_are_not() -> None:
    redactor = Redactor(["abcd", "xyz", ""], environment={})
    assert redactor.text("abcd xyz") == "[redacted:known-value] xyz"


def test_long_lines_of_a_value_are_known_by_themselves() -> None:
    lines = "first0123456789abcdef\nsecond0123456789abcdef\nx"
    redactor = Redactor([lines], environment={})
    assert redactor.text("| second0123456789abcdef |") == "| [redacted:known-value] |"
    assert redactor.text(lines) == "[redacted:known-value]"


def test_variables_set_later_are_followed_and_removed_ones_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    redactor = Redactor()
    assert redactor.text(SECRET) == SECRET
    monkeypatch.setenv("LATER_PASSWORD", SECRET)
    assert redactor.text(SECRET) == "[redacted:value-of-LATER_PASSWORD]"
    monkeypatch.delenv("LATER_PASSWORD")
    assert redactor.text(SECRET) == "[redacted:value-of-LATER_PASSWORD]"


def test_a_changed_value_is_seen_at_the_next_look(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHANGING_TOKEN", "first-value-1")
    known = KnownValues()
    monkeypatch.setenv("CHANGING_TOKEN", "second-value-2")
    known._until = 0.0  # the time of the next look has come
    known.refresh()
    assert {"first-value-1", "second-value-2"} <= set(known.values)


def test_threads_may_look_while_the_environment_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    redactor = Redactor()
    faults: list[BaseException] = []

    def look() -> None:
        try:
            for _ in range(2000):
                redactor.text("plain")
        except RuntimeError as error:
            faults.append(error)

    threads = [threading.Thread(target=look) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(200):
        monkeypatch.setenv(f"N{number}_TOKEN", f"value-number-{number}")
    for thread in threads:
        thread.join()
    assert not faults
