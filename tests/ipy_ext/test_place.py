from __future__ import annotations

import sys
from types import SimpleNamespace
from typing import Any

import pytest

from ipy_ext.place import place_of, session_id


def shell(connection: str | None = None) -> Any:
    return SimpleNamespace(kernel=SimpleNamespace(parent=SimpleNamespace(connection_file=connection)))


def test_without_a_person_at_a_terminal_nobody_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(isatty=lambda: False))
    assert place_of(SimpleNamespace()) == "pipe"
    monkeypatch.setattr(sys, "stdin", None)
    assert place_of(SimpleNamespace()) == "pipe"


def test_a_person_at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("stdin", "stdout"):
        monkeypatch.setattr(sys, name, SimpleNamespace(isatty=lambda: True))
    assert place_of(SimpleNamespace()) == "terminal"


def test_a_kernel_shows_cards_where_there_are_widgets(monkeypatch: pytest.MonkeyPatch) -> None:
    assert place_of(shell()) == "card"
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    monkeypatch.delitem(sys.modules, "ipywidgets", raising=False)
    assert place_of(shell()) == "text"


def test_a_session_is_its_kernel() -> None:
    first = session_id(shell("/run/kernel-1.json"))
    assert first == session_id(shell("/run/kernel-1.json")), "a restarted kernel keeps its connection file"
    assert first != session_id(shell("/run/kernel-2.json"))
    assert session_id(SimpleNamespace()) != first
