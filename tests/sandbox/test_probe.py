"""The strongest sandbox that works is chosen, and what is missing is told."""

from __future__ import annotations

import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from journeyman.errors import SandboxError
from journeyman.sandbox import BubblewrapSandbox, NoSandbox, Processes, ProcessSpec, probe

# the package offers the function under the module's name
chooser = sys.modules["journeyman.sandbox.probe"]


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    probe.cache_clear()
    yield
    probe.cache_clear()


def _script(path: Path, text: str) -> str:
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


def test_bubblewrap_is_chosen_where_it_works(bubblewrap: BubblewrapSandbox):
    assert isinstance(probe(), BubblewrapSandbox)
    capability = Processes().capability
    assert (capability.fs, capability.tcp, capability.udp, capability.signals, capability.pids) == (True,) * 5
    assert capability.confines


def test_without_bubblewrap_nothing_is_held_and_the_reason_says_what_to_install(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", "/nowhere")
    chosen = probe()
    assert isinstance(chosen, NoSandbox)
    assert not chosen.capability.confines
    assert "bubblewrap is not installed; install it" in chosen.capability.detail


def test_a_bubblewrap_that_is_refused_namespaces_is_not_chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    _script(tmp_path / "bwrap", "echo 'bwrap: No permissions to create new namespace' >&2; exit 1")
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    chosen = probe()
    assert isinstance(chosen, NoSandbox)
    assert "No permissions to create new namespace" in chosen.capability.detail
    assert "user namespaces" in chosen.capability.detail


def test_a_bubblewrap_that_holds_nothing_is_found_out(tmp_path: Path):
    hollow = _script(tmp_path / "bwrap", 'while [ "$1" != "--" ]; do shift; done; shift; exec "$@"')
    capability = BubblewrapSandbox(hollow).capability
    assert not capability.fs
    assert not capability.tcp
    assert not capability.pids
    assert not capability.confines


def test_a_program_that_does_not_start_is_told(tmp_path: Path):
    capability = BubblewrapSandbox(str(tmp_path / "missing")).capability
    assert not capability.confines
    assert "does not start" in capability.detail


def test_other_systems_have_none(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(chooser.sys, "platform", "darwin")
    assert probe().capability.detail == "no sandbox is available on darwin"


def test_a_missing_bubblewrap_confines_nothing_silently(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", "/nowhere")
    sandbox = BubblewrapSandbox()
    assert not sandbox.capability.confines
    with pytest.raises(SandboxError, match="install it"):
        sandbox.command(ProcessSpec(("true",), Path("/"), {}))
