from __future__ import annotations

from pathlib import Path

import pytest

from ipy_ext.offer import offer, offer_line


def test_a_new_folder_is_offered_set_up(tmp_path: Path) -> None:
    assert "%agent init" in offer_line(str(tmp_path))
    (tmp_path / "session_state.json").write_text('{"initialized": false}')
    assert "%agent init" in offer_line(str(tmp_path))


def test_a_workspace_that_is_set_up_says_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "session_state.json").write_text('{"initialized": true}')
    (tmp_path / "below").mkdir()
    offer(str(tmp_path / "below"))
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("content", [b"{broken", b"\xff\xfe"])
def test_a_damaged_state_file_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "session_state.json").write_bytes(content)
    told = offer_line(str(tmp_path))
    assert str(tmp_path / "session_state.json") in told
    assert "\n" not in told


def test_an_impossible_workspace_does_not_stop_loading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert "XDG_STATE_HOME" in offer_line(str(tmp_path))
