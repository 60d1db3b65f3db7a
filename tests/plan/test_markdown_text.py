"""Text of others inside markdown."""

from __future__ import annotations

import pytest

from journeyman.plan.markdown_text import block, code, inline


def test_inline_text_is_escaped_and_short() -> None:
    assert inline("a\n# b | <i> `c` [d](e) $x$") == "a \\# b \\| \\<i\\> \\`c\\` \\[d\\](e) \\$x\\$"
    assert inline("x" * 20, 10) == "x" * 9 + "…"


@pytest.mark.parametrize(
    ("text", "shown"),
    [("a", "`a`"), ("a`b", "``a`b``"), ("`a", "`` `a ``"), ("", ""), ("a\nb", "`a b`"), ("xxxx", "`xx…`")],
)
def test_inline_code(text: str, shown: str) -> None:
    assert code(text, 3 if text == "xxxx" else 120) == shown


def test_blocks_cannot_be_left() -> None:
    assert block("a\n````\nb\n") == "`````text\na\n````\nb\n`````"
    assert block("abcdef", 3) == "```text\n…def\n```"
