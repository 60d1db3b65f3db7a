from __future__ import annotations

import pytest

from journeyman.redact import Redactor
from tests.redact.stand_ins import TOKENS, pieces_of

REDACTOR = Redactor(environment={})
KEY = TOKENS["private-key-rsa"]


@pytest.mark.parametrize(
    "written",
    [
        KEY,
        KEY.replace("\n", "\r\n"),
        KEY.replace("\n", "\\n"),
        KEY.replace("\n", "\\\\n"),
        "\n".join("    " + line for line in KEY.split("\n")),
        "\n".join("+" + line for line in KEY.split("\n")),
        " + \\\n".join(f'"{line}\\n"' for line in KEY.split("\n")),
        KEY.replace("\n", "\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\n", 1),
    ],
)
def test_a_key_is_hidden_in_any_writing(written: str) -> None:
    shown = REDACTOR.text(f"before {written} after")
    assert shown.startswith("before ")
    assert shown.endswith(" after")
    for line in KEY.split("\n")[1:-1]:
        assert not pieces_of(line, shown)


def test_two_keys_are_two_marks() -> None:
    assert REDACTOR.text(f"{KEY}\nmiddle\n{KEY}") == "[redacted:private-key]\nmiddle\n[redacted:private-key]"


def test_a_key_without_an_end_before_another_one() -> None:
    broken = KEY[:300]
    assert REDACTOR.text(f"{broken}\n# and then\n{KEY}") == "[redacted:private-key]\n# and then\n[redacted:private-key]"


@pytest.mark.parametrize(
    "text", ["-----BEGIN " + "PRIVATE KEY-----", "x = '-----BEGIN " + "RSA PRIVATE KEY-----' in text"]
)
def test_the_mention_of_a_first_line_is_no_key(text: str) -> None:
    assert REDACTOR.text(text) == text
