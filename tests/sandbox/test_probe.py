"""The strongest sandbox that works is chosen, and what is missing is told."""

from __future__ import annotations

import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from journeyman.errors import SandboxError
from journeyman.sandbox import BubblewrapSandbox, Capability, LandlockSandbox, NoSandbox, Processes, ProcessSpec
from journeyman.sandbox.probe import probe, shortcomings

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


def test_without_bubblewrap_landlock_is_chosen(landlock: LandlockSandbox, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", "/nowhere")
    chosen = probe()
    assert isinstance(chosen, LandlockSandbox)
    assert chosen.capability.confines
    assert not chosen.capability.pids


def test_without_any_nothing_is_held_and_the_reasons_say_what_to_install(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr(chooser, "CANDIDATES", (BubblewrapSandbox, lambda: LandlockSandbox(python="/nowhere/python")))
    chosen = probe()
    assert isinstance(chosen, NoSandbox)
    assert not chosen.capability.confines
    assert "bubblewrap is not installed; install it" in chosen.capability.detail
    assert "the launcher does not start" in chosen.capability.detail


def test_a_bubblewrap_that_is_refused_namespaces_is_not_chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    _script(tmp_path / "bwrap", "echo 'bwrap: No permissions to create new namespace' >&2; exit 1")
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    assert not isinstance(probe(), BubblewrapSandbox)
    capability = BubblewrapSandbox().capability
    assert "No permissions to create new namespace" in capability.detail
    assert "user namespaces" in capability.detail


PROBE = """
from journeyman.sandbox.probe import probe, shortcomings
found = probe().capability
print(found.name, found.confines, any((found.fs, found.tcp, found.udp, found.signals, found.pids)), found.detail)
"""


@pytest.mark.parametrize(
    ("denied", "expected"),
    [
        ("landlock", "bubblewrap True True"),
        ("namespaces", "landlock True True"),
        ("both", "none False False"),
    ],
)
def test_where_the_system_forbids_one_the_other_is_chosen(
    bubblewrap: BubblewrapSandbox, landlock: LandlockSandbox, denied: str, expected: str
):
    """A filter of system calls stands for a container that allows no namespaces, or no Landlock."""
    script = Path(__file__).parent / "escapes" / "denied.py"
    done = subprocess.run(
        [sys.executable, str(script), denied, sys.executable, "-c", PROBE], capture_output=True, text=True, check=False
    )
    assert done.stdout.startswith(expected), done.stdout + done.stderr
    if denied == "both":
        assert "user namespaces" in done.stdout
        assert "no Landlock" in done.stdout


@pytest.mark.parametrize(
    ("complaint", "missing"), [("Unknown option --size", "--size"), ("seccomp not there", "--seccomp")]
)
def test_an_older_bubblewrap_does_without(bubblewrap: BubblewrapSandbox, tmp_path: Path, complaint: str, missing: str):
    lines = f'for word in "$@"; do if [ "$word" = {missing} ]; then echo "{complaint}" >&2; exit 1; fi; done'
    older = BubblewrapSandbox(_script(tmp_path / "bwrap", f'{lines}; exec {bubblewrap.program} "$@"'))
    assert older.capability.confines, older.capability
    assert missing not in older.command(ProcessSpec(("true",), Path("/"), {}))
    assert ("without a filter" in older.capability.detail) == (missing == "--seccomp")


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
    assert "No such file" in capability.detail


def test_other_systems_have_none(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(chooser.sys, "platform", "darwin")
    assert probe().capability.detail == "no sandbox is available on darwin"


def test_a_missing_bubblewrap_confines_nothing_silently(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", "/nowhere")
    sandbox = BubblewrapSandbox()
    assert not sandbox.capability.confines
    with pytest.raises(SandboxError, match="install it"):
        sandbox.command(ProcessSpec(("true",), Path("/"), {}))


def test_what_is_not_held_is_told_in_words():
    assert shortcomings(Capability("all", True, True, True, True, True, hosts=True)) == []
    told = " ".join(shortcomings(Capability("some", True, True, True)))
    for word in ("signals", "command lines", "/tmp", "network"):
        assert word in told
    blunt = Capability("blunt", True, True, True, True, True, "/usr/bin/bwrap, without a filter of system calls", True)
    assert "keyrings" in " ".join(shortcomings(blunt))
