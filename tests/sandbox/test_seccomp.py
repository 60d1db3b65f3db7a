"""The filters decide as they should on both machines: they are run here, instruction by instruction."""

from __future__ import annotations

import errno
import struct

import pytest

from journeyman.errors import SandboxError
from journeyman.sandbox import seccomp
from journeyman.sandbox.syscalls import MACHINES, NEWEST

ALLOW, ASK, KILL, ERRNO = 0x7FFF0000, 0x7FC00000, 0x80000000, 0x00050000
UNIX, INET, INET6, NETLINK, PACKET, VSOCK = 1, 2, 10, 16, 17, 40


def decide(program: bytes, kernel_name: int, number: int, *arguments: int) -> str:
    """Run the filter for one call, as the kernel does."""
    words = [*arguments, *([0] * (6 - len(arguments)))]
    data = struct.pack("=iIQ6Q", number, kernel_name, 0, *words)
    code = list(struct.iter_unpack("=HBBI", program))
    place, held = 0, 0
    while True:
        kind, if_true, if_false, value = code[place]
        place += 1
        if kind == 0x20:
            (held,) = struct.unpack_from("=I", data, value)
        elif kind == 0x54:
            held &= value
        elif kind == 0x06:
            names = {ALLOW: "allow", ASK: "ask", KILL: "kill"}
            return names.get(value) or errno.errorcode[value - ERRNO]
        else:
            met = {0x15: held == value, 0x35: held >= value, 0x45: bool(held & value)}[kind]
            place += if_true if met else if_false


@pytest.fixture(params=sorted(MACHINES))
def machine(request: pytest.FixtureRequest) -> str:
    return request.param


def broker(machine: str, **options: bool):
    chosen = {"network": False, "ports": False, "reads": False, "threads": False, **options}
    program = seccomp.for_broker(machine, **chosen)
    return lambda name, *words: decide(program, MACHINES[machine][0], MACHINES[machine][1][name], *words)


def namespaces(machine: str):
    program = seccomp.for_namespaces(machine)
    return lambda name, *words: decide(program, MACHINES[machine][0], MACHINES[machine][1][name], *words)


def test_another_machines_calls_end_the_process(machine: str):
    for program in (
        seccomp.for_namespaces(machine),
        seccomp.for_broker(machine, network=True, ports=False, reads=False, threads=False),
    ):
        assert decide(program, 0x40000003, 1) == "kill"
        assert decide(program, MACHINES[machine][0], 0x40000000 + 41) == "kill"
        assert decide(program, MACHINES[machine][0], NEWEST) == "ENOSYS"
        assert decide(program, MACHINES[machine][0], 0x3FFFFFFF) == "ENOSYS"
        assert len(program) // 8 < 4096


def test_an_unknown_machine_is_told():
    with pytest.raises(SandboxError, match="riscv"):
        seccomp.for_namespaces("riscv")


def test_reading_is_free_and_writing_is_asked(machine: str):
    call = broker(machine)
    directory = 0o40000 if machine == "aarch64" else 0o200000
    assert call("openat", 0, 0, 0) == "allow"
    for flags in (1, 2, 0o100, 0o1000, 0o20000000, directory):
        assert call("openat", 0, 0, flags) == "ask"
    assert broker(machine, reads=True)("openat", 0, 0, 0) == "ask"
    for name in (
        "mkdirat",
        "unlinkat",
        "renameat2",
        "linkat",
        "fchmodat",
        "fchownat",
        "utimensat",
        "truncate",
        "connect",
        "bind",
    ):
        assert call(name) == "ask"


@pytest.mark.parametrize(
    ("network", "ports", "allowed"),
    [
        (False, False, {(UNIX, 1), (UNIX, 5)}),
        (False, True, {(UNIX, 1), (UNIX, 5), (INET, 1), (INET6, 1)}),
        (True, False, {(UNIX, 1), (UNIX, 5), (INET, 1), (INET6, 1), (INET, 2), (INET6, 2), (NETLINK, 3)}),
    ],
)
def test_sockets(machine: str, network: bool, ports: bool, allowed: set[tuple[int, int]]):
    call = broker(machine, network=network, ports=ports)
    close_on_exec = 0o2000000
    found = {
        (family, kind)
        for family in (UNIX, INET, INET6, NETLINK, PACKET, VSOCK, 38, 44)
        for kind in (1, 2, 3, 5)
        if call("socket", family, kind | close_on_exec, 0) == "allow"
    }
    assert found & {(family, kind) for family, kind in found if family != NETLINK} == allowed - {(NETLINK, 3)}
    assert ((NETLINK, 3) in found) == network
    assert call("socket", INET, 1, 262) == ("allow" if network else "EACCES")  # several paths at once
    assert call("socket", NETLINK, 3, 9) == "EACCES"  # the audit
    assert call("socketpair", UNIX, 1, 0) == "allow"
    assert call("socketpair", UNIX, 2, 0) == "EACCES"
    assert call("sendto", 3, 0, 0, 0x20000000) == errno.errorcode[errno.EOPNOTSUPP]
    assert call("sendto", 3, 0, 0, 0x4000) == "allow"


def test_processes_and_threads(machine: str):
    thread, process, space = 0x00010000, 17, 0x10000000
    call, counted, apart = broker(machine), broker(machine, threads=True), namespaces(machine)
    assert (call("clone", thread), call("clone", process), call("clone", process | space)) == ("allow", "ask", "EPERM")
    assert (counted("clone", thread), counted("clone", thread | space)) == ("ask", "EPERM")
    assert (apart("clone", process), apart("clone", thread), apart("clone", process | space)) == (
        "allow",
        "allow",
        "EPERM",
    )
    assert call("clone3") == apart("clone3") == "ENOSYS"
    assert call("prlimit64", 0) == "allow"
    assert call("prlimit64", 5) == "ask"
    assert apart("prlimit64", 5) == "allow"


def test_what_no_program_needs(machine: str):
    for call in (broker(machine), namespaces(machine)):
        for name in (
            "mount",
            "unshare",
            "bpf",
            "keyctl",
            "io_uring_setup",
            "userfaultfd",
            "perf_event_open",
            "reboot",
            "setns",
        ):
            assert call(name) == "EPERM"
        assert call("ioctl", 0, 0x5412) == "EPERM"
        assert call("ioctl", 0, 0x5401) == "allow"
    assert broker(machine)("ioctl", 0, 0x40086602) == "EPERM"
    assert namespaces(machine)("ioctl", 0, 0x40086602) == "allow"


def test_what_namespaces_separate_is_left_to_them(machine: str):
    for name in (
        "ptrace",
        "process_vm_readv",
        "shmget",
        "msgget",
        "mq_open",
        "connect",
        "openat",
        "mkdirat",
        "fchmodat",
    ):
        assert namespaces(machine)(name) == "allow"
    for name in ("ptrace", "process_vm_readv", "shmget", "msgget", "mq_open", "pidfd_getfd"):
        assert broker(machine)(name) == "EPERM"
    sockets = {family for family in range(46) if namespaces(machine)("socket", family, 1, 0) == "allow"}
    assert sockets == {UNIX, INET, INET6, NETLINK}
    assert namespaces(machine)("socket", INET, 3, 1) == "EACCES"
