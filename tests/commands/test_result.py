"""One answer, three renderings."""

from __future__ import annotations

import io
import json

import pytest

from journeyman.commands import terminal
from journeyman.commands.result import Result, Table, Text, say


@pytest.fixture
def result() -> Result:
    rows = (("1", "<script>alert(1)</script>"), ("22", "b & c"))
    return Result((Text("Hello <b>", "title"), Table(("#", "what"), rows), Text("x = 1\n", "code")), {"n": 1}, 3)


def test_text_is_aligned_and_plain(result):
    assert result.text.splitlines()[:4] == [
        "Hello <b>",
        "#   what",
        "--  -------------------------",
        "1   <script>alert(1)</script>",
    ]
    assert str(result) == repr(result) == result.text


def test_html_is_escaped(result):
    page = result.html
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert "Hello &lt;b&gt;" in page
    assert "<pre" in page


def test_a_notebook_gets_both(result):
    assert set(result._repr_mimebundle_()) == {"text/plain", "text/html"}


def test_json_holds_the_exit_code_and_the_data(result, capsys):
    assert terminal.show(result, as_json=True) == 3
    assert json.loads(capsys.readouterr().out) == {"exit_code": 3, "n": 1}


def test_piped_output_is_plain(result, capsys):
    terminal.show(result)
    assert capsys.readouterr().out == result.text + "\n"


def test_a_narrow_encoding_does_not_break_the_output(monkeypatch):
    raw = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(raw, encoding="ascii", write_through=True))
    terminal.show(say("✓ done"))
    assert raw.getvalue() == b"? done\n"


def test_a_table_without_rows_is_its_head():
    assert Result((Table(("a", "b"), ()),)).text == "a  b\n-  -"
