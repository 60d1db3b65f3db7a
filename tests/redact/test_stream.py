from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journeyman.redact import Redactor, StreamRedactor
from journeyman.redact.stream import LIMIT
from tests.redact.stand_ins import FIELDS, HARMLESS, TOKENS, pieces_of

REDACTOR = Redactor(environment={})
CASES = {name: ("first line\nsee {} there\nlast", secret) for name, secret in TOKENS.items()} | FIELDS
EVERY_SPLIT = ("github-classic", "jwt", "slack-bot", "private-key-rsa", "discord-bot", *FIELDS)


def stream(*chunks: str, redactor: Redactor = REDACTOR) -> str:
    shown = StreamRedactor(redactor)
    return "".join([*(shown.feed(chunk) for chunk in chunks), shown.flush()])


@pytest.mark.parametrize("name", EVERY_SPLIT)
def test_a_secret_split_anywhere_is_hidden_as_if_it_came_whole(name: str) -> None:
    around, secret = CASES[name]
    text = around.format(secret)
    for at in range(len(text)):
        assert stream(text[:at], text[at:]) == REDACTOR.text(text), at


@pytest.mark.parametrize("name", CASES)
def test_character_by_character_is_as_good_as_whole(name: str) -> None:
    around, secret = CASES[name]
    text = around.format(secret)
    assert stream(*text) == REDACTOR.text(text)
    assert not pieces_of(secret, stream(*text))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_cutting_of_any_text(data: st.DataObject) -> None:
    parts = data.draw(st.lists(st.sampled_from([*(a.format(s) for a, s in CASES.values()), *HARMLESS]), max_size=4))
    text = "\n".join(parts)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=12)))
    chunks = [text[start:end] for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    shown = stream(*chunks)
    for _, secret in CASES.values():
        if secret in text:
            assert not pieces_of(secret, shown, 12)


@pytest.mark.parametrize("filler", ["word " * 6000, "x" * 30_000, "ab," * 10_000])
@pytest.mark.parametrize("name", ["github-classic", "jwt", "discord-bot", "url", "json", "bearer-curl", "yaml-quoted"])
def test_lines_without_an_end_are_cut_beside_secrets_and_not_held_for_ever(name: str, filler: str) -> None:
    around, secret = CASES[name]
    text = f"{filler} {around.format(secret)} {filler}"
    shown = StreamRedactor(REDACTOR)
    out, given_so_far = "", 0
    for at in range(0, len(text), 1000):
        out += shown.feed(text[at : at + 1000])
        given_so_far += len(text[at : at + 1000])
        assert given_so_far - len(out) <= LIMIT + 1000 + len(secret)
    assert not pieces_of(secret, out + shown.flush())


def test_a_secret_longer_than_what_may_be_held_takes_its_line_with_it() -> None:
    secret = "s3cr3t" * 20_000
    text = f'x password: "{secret}" tail\nnext line\n'
    shown = stream(*(text[at : at + 1000] for at in range(0, len(text), 1000)))
    assert shown == 'x password: "[redacted:password]\nnext line\n'


def test_a_private_key_over_many_chunks_is_one_mark() -> None:
    key = TOKENS["private-key-pgp"]
    chunks = ["before\n", *key.splitlines(keepends=True), "\nafter\n"]
    assert stream(*chunks) == "before\n[redacted:private-key]\nafter\n"


def test_a_private_key_that_breaks_off_hides_nothing_else() -> None:
    key = TOKENS["private-key-rsa"][:400]
    text = f"a\n{key}\nand then [ordinary output] goes on\n"
    assert stream(*text) == stream(text) == REDACTOR.text(text)
    assert stream(*text).endswith("\nand then [ordinary output] goes on\n")


def test_a_private_key_still_open_at_the_end_is_hidden() -> None:
    key = TOKENS["private-key-rsa"][:430]
    assert stream(key[:200], key[200:300], key[300:]) == "[redacted:private-key]"


def test_a_private_key_in_one_endless_line_is_hidden() -> None:
    key = (TOKENS["private-key-rsa"].replace("\n", "\\n") + ",") * 40
    text = '{"key": "' + key + '"}'
    shown = stream(*(text[at : at + 500] for at in range(0, len(text), 500)))
    assert not pieces_of(TOKENS["private-key-rsa"].split("\n")[3], shown)


def test_prompts_and_progress_are_not_held_back() -> None:
    shown = StreamRedactor(REDACTOR)
    assert shown.feed("Continue? [y/N] ") == "Continue? [y/N] "
    assert shown.feed("10%\r20%\r30%") == "10%\r20%\r"
    assert shown.feed(" done\n") == "30% done\n"
    assert shown.flush() == ""


def test_a_known_value_with_spaces_and_lines_is_held_together() -> None:
    redactor = Redactor(["correct horse battery", "one two\nthree"], environment={})
    for text in ("say correct horse battery now", "say one two\nthree now"):
        for at in range(len(text)):
            assert stream(text[:at], text[at:], redactor=redactor) == "say [redacted:known-value] now"


def test_the_stream_goes_on_after_a_flush() -> None:
    shown = StreamRedactor(REDACTOR)
    assert shown.feed("password=") == ""
    assert shown.flush() == "password="
    assert shown.feed("plain\n") == "plain\n"
