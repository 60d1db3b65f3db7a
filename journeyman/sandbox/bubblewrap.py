"""Confinement by bubblewrap: namespaces of its own for files, network, processes and users."""

from __future__ import annotations

import functools
import os
import shutil
from pathlib import Path

from journeyman.errors import SandboxError
from journeyman.sandbox import syscall_filter
from journeyman.sandbox.environment import check_environment
from journeyman.sandbox.limits import limited
from journeyman.sandbox.mounts import mounts
from journeyman.sandbox.spec import Capability, ProcessSpec

_FLAGS = (
    "--unshare-all",
    "--unshare-user",
    "--disable-userns",
    "--cap-drop",
    "ALL",
    "--new-session",
    "--die-with-parent",
)
_SELF_TEST = """
awk '$5 == "/" { held = $6 ~ /^ro(,|$)/ } END { exit !held }' /proc/self/mountinfo && echo fs
test "$(readlink /proc/self/ns/net)" != "$1" && test "$(grep -c : /proc/net/dev)" -le 1 && echo net
test "$(readlink /proc/self/ns/pid)" != "$2" && echo pids
true
"""


class BubblewrapSandbox:
    """Runs processes under ``bwrap``. The capability is measured once, by running it."""

    def __init__(self, program: str | None = None) -> None:
        self.program = program or shutil.which("bwrap") or ""
        self._sized = True
        self._filtered = syscall_filter.available()

    @functools.cached_property
    def capability(self) -> Capability:
        """What really held when a self-test ran inside; all False, with the reason, when it does not start."""
        if not self.program:
            return Capability("bubblewrap", detail="bubblewrap is not installed; install it: apt install bubblewrap")
        from journeyman.sandbox.spawner import capture

        try:
            outside = [os.readlink(f"/proc/self/ns/{name}") for name in ("net", "pid")]
            spec = ProcessSpec(("sh", "-c", _SELF_TEST, "probe", *outside), Path("/"), _PROBE_ENV)
            code, output = capture(self.command(spec), dict(_PROBE_ENV), timeout=10.0)
            while code != 0 and self._do_without(output):
                code, output = capture(self.command(spec), dict(_PROBE_ENV), timeout=10.0)
        except OSError as error:
            return Capability("bubblewrap", detail=f"{self.program} does not start: {error.strerror}")
        held = set(output.split())
        if code != 0:
            return Capability("bubblewrap", detail=_why(output))
        return Capability(
            "bubblewrap",
            fs="fs" in held,
            tcp="net" in held,
            udp="net" in held,
            signals="pids" in held,
            pids="pids" in held,
            hosts="net" in held,
            detail=self.program if self._filtered else f"{self.program}, without a filter of system calls",
        )

    def _do_without(self, output: str) -> bool:
        """Give up what this bubblewrap or this kernel does not know; False when that is not the trouble."""
        if self._sized and ("--size" in output or "--perms" in output):
            self._sized = False
            return True
        if self._filtered and ("seccomp" in output.lower() or str(syscall_filter.DESCRIPTOR) in output):
            self._filtered = False
            return True
        return False

    def command(self, spec: ProcessSpec) -> list[str]:
        """Return the ``bwrap`` argv for ``spec``. Raises SandboxError when it cannot be confined."""
        if not self.program:
            raise SandboxError("bubblewrap is not installed; install it: apt install bubblewrap")
        check_environment(spec.env)
        argv = [self.program, *_FLAGS]
        if spec.network and spec.hosts is None:
            argv.append("--share-net")
        if self._filtered:
            argv += ["--seccomp", str(syscall_filter.DESCRIPTOR)]
        argv += [*mounts(spec, sized=self._sized), "--chdir", str(spec.cwd), "--", *limited(spec.argv, spec.limits)]
        return syscall_filter.with_filter(argv) if self._filtered else argv


_PROBE_ENV = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C"}


def _why(output: str) -> str:
    line = next((line for line in output.splitlines() if line.strip()), "no message")
    hint = ""
    if "namespace" in line or "uid map" in line or "not permitted" in line.lower():
        hint = "; user namespaces are probably switched off here (container, sysctl or AppArmor)"
    return f"bubblewrap does not work here: {line.strip()[:200]}{hint}"
