"""``doctor`` says what the sandbox in force holds, and what not."""

from __future__ import annotations

from types import SimpleNamespace

from journeyman.sandbox import Capability


def test_doctor_says_what_the_sandbox_holds_and_what_not(services, run, monkeypatch):
    weaker = SimpleNamespace(capability=Capability("landlock", fs=True, tcp=True, udp=True, signals=True, hosts=True))
    monkeypatch.setitem(services.__dict__, "sandbox", weaker)
    checks = {check["name"]: check["detail"] for check in run("doctor").data["checks"]}
    held, _, lacking = checks["sandbox"].partition("; not held: ")
    assert held == "landlock confines files, TCP, UDP, signals, single hosts"
    assert "command lines of other processes" in lacking
