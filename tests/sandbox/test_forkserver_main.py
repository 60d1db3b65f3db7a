"""The parts of the warm interpreter's program that need no sandbox; the whole of it runs in test_forkserver.py."""

from __future__ import annotations

import _socket
import marshal
import os
import socket
import subprocess
import sys
import types
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest

from journeyman.sandbox import forkserver_main as program
from journeyman.sandbox.forkserver_client import WarmPython
from journeyman.sandbox.forkserver_request import _BOOT, Policy

TABLE = rb"""21 20 254:0 / / ro,relatime - ext4 /dev/root rw
22 21 0:30 / /tmp rw,nosuid - tmpfs tmpfs rw
23 21 0:31 / /a\040place rw,nosuid - tmpfs tmpfs rw
24 21 0:32 / /dev ro,nosuid - tmpfs tmpfs rw
25 22 254:0 /tmp/work /tmp/work rw,relatime - ext4 /dev/root rw
26 22 0:33 /inside /tmp/other rw,relatime - tmpfs tmpfs rw
27 25 254:0 /tmp/work/.git//deleted /tmp/work/.git ro,relatime - ext4 /dev/root rw
28 21 0:34 / /proc rw - proc proc rw
"""


def test_it_does_not_serve_outside_a_sandbox():
    """After each run it kills every process that it sees."""
    same = os.readlink("/proc/self/ns/pid")
    assert program.main(["3", "4", same, "1", "--"]) == 3
    assert program.main(["3", "4", "pid:[1]", "1", "--"]) == 3  # its parent is not the first process


def test_the_private_places_are_the_writable_empty_file_systems():
    assert program.private_places(TABLE) == ["/tmp", "/a place"]


def test_a_mount_whose_source_is_gone_guards_nothing():
    points = program.mount_points(TABLE)
    assert {"/", "/tmp", "/a place", "/tmp/work"} <= points
    assert "/tmp/work/.git" not in points


def test_what_is_left_in_a_private_place_is_seen(tmp_path: Path):
    (tmp_path / "one" / "two").mkdir(parents=True)
    before = program.content([str(tmp_path)])
    assert sorted(before) == [str(tmp_path), str(tmp_path / "one"), str(tmp_path / "one/two")]
    assert program.unchanged(before)
    (tmp_path / "one/two/file").write_text("x")
    assert not program.unchanged(before)
    (tmp_path / "one/two/file").unlink()
    assert program.unchanged(before)
    (tmp_path / "one").chmod(0o700)
    assert not program.unchanged(before)
    (tmp_path / "one/two").rmdir()
    assert not program.unchanged(before)


def test_what_is_mounted_inside_is_left_alone():
    """A private place may hold the workspace, which is anything but private."""
    if not os.path.ismount("/dev/shm"):
        pytest.skip("nothing is mounted at /dev/shm here")
    found = program.content(["/dev"])
    assert "/dev" in found
    assert "/dev/shm" not in found


def test_start_up_files_are_watched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    site = tmp_path / "site-packages"
    site.mkdir()
    (site / "a.pth").write_text("")
    monkeypatch.setattr(sys, "path", [str(site), str(tmp_path / "missing" / "site-packages"), str(tmp_path)])
    watched = program.start_up_files()
    assert watched[1:] == [str(site), str(site / "a.pth")]
    before = program.changed_at([*watched, str(tmp_path / "missing")])
    assert before[-1] == -1
    os.utime(site, ns=(1, 1))
    assert program.changed_at([*watched, str(tmp_path / "missing")]) != before


def test_shared_memory_tables_are_counted():
    assert program.segments() >= 0


def test_a_request_arrives_with_its_descriptor(tmp_path: Path):
    ours, theirs = socket.socketpair()
    request = {"code": "x" * 300_000}
    data = marshal.dumps(request)
    with ours, open(tmp_path / "output", "wb") as output:
        inner = _socket.socket(fileno=theirs.detach())
        ours.setblocking(True)
        import threading

        def send() -> None:
            socket.send_fds(ours, [b"%08x" % len(data)], [output.fileno()])
            ours.sendall(data)

        sender = threading.Thread(target=send)
        sender.start()
        got, descriptor = program.receive(inner)
        sender.join()
        assert got == request
        os.write(descriptor, b"through")
        os.close(descriptor)
        inner.close()
    assert (tmp_path / "output").read_bytes() == b"through"


def test_a_request_that_breaks_off_is_none(tmp_path: Path):
    ours, theirs = socket.socketpair()
    inner = _socket.socket(fileno=theirs.detach())
    with ours, open(tmp_path / "output", "wb") as output:
        socket.send_fds(ours, [b"000000ff"], [output.fileno()])
        ours.sendall(b"short")
        ours.shutdown(socket.SHUT_WR)
        with pytest.raises(EOFError):
            program.receive(inner)
    inner.close()


def test_a_module_is_emptied_the_private_names_first():
    order: list[str] = []

    class Told:
        def __init__(self, name: str) -> None:
            self.name = name

        def __del__(self) -> None:
            order.append(self.name)

    names: dict[str, object] = {"public": Told("public"), "_private": Told("_private"), "__builtins__": 1}
    program.clear(names)
    assert order == ["_private", "public"]
    assert names == {"public": None, "_private": None, "__builtins__": 1}


def test_modules_are_let_go_of():
    sys.modules["gone_module"] = types.ModuleType("gone_module")
    kept = sys.modules["kept_module"] = types.ModuleType("kept_module")
    kept.__dict__["value"] = object()
    reference = weakref.ref(sys.modules["gone_module"])
    names = ("last_type", "last_value", "last_traceback", "last_exc")
    before = {name: getattr(sys, name) for name in names if hasattr(sys, name)}
    try:
        program.release(["gone_module", "kept_module", "never_there"])
        assert reference() is None
        assert kept.__dict__["value"] is None
        assert "kept_module" not in sys.modules
    finally:
        for name in names:
            delattr(sys, name)
        for name, value in before.items():
            setattr(sys, name, value)


def test_nobody_is_signalled_by_accident():
    """The one function that signals everybody is only called by the server, after its checks."""
    text = Path(program.__file__).read_text()
    assert text.count("os.kill(-1") == 1
    assert text.index("== outside or os.getppid() != 1") < text.index("return server.serve()")


class TestInNamespacesOfItsOwn:
    """The program without a sandbox around it: only process ids are separate, so that it may serve."""

    @pytest.fixture
    def warm(self) -> Iterator[WarmPython]:
        # As root no user namespace is needed.
        separate = (
            "unshare",
            "--pid",
            "--fork",
            "--mount-proc",
            *(() if os.getuid() == 0 else ("--user", "--map-root-user")),
        )
        try:
            subprocess.run([*separate, "true"], check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError) as error:
            pytest.skip(f"no process namespace can be made here: {error}")
        names = {name: value for name, value in os.environ.items() if name == "PATH" or name.startswith("COVERAGE")}
        env = {**names, "JOURNEYMAN_RUN": "-" * 128, "EXTRA": "from the sandbox"}
        words = (program.__file__, "{control}", "{requests}", os.readlink("/proc/self/ns/pid"), "30", *env, "--", "/")
        words = tuple(word for word in words if word != "EXTRA")
        shell = ("sh", "-c", '"$@"; exit $?', "sh")  # the first process, which is no interpreter
        argv = (*separate, *shell, sys.executable, "-E", "-s", "-c", _BOOT, *words)
        made = WarmPython(Policy(argv, tuple(env.items()), ()))
        assert made.ready(30)
        yield made
        made.close()

    def run(self, warm: WarmPython, folder: Path, **request: object) -> tuple[bytes, str]:
        reading, writing = os.pipe()
        asked = {
            "argv": ["python"],
            "args": [],
            "cwd": str(folder),
            "env": {"GIVEN": "x"},
            "limits": [("RLIMIT_CORE", 0)],
            "mark": b"key:1\0",
            **request,
        }
        begun = warm.begin(marshal.dumps(asked), writing)
        os.close(writing)
        assert begun
        with open(reading, encoding="utf-8") as stream:
            output = stream.read()
        return warm.report(30) or b"", output

    def test_code(self, warm: WarmPython, tmp_path: Path):
        code = "import os, threading, json; json.x = 1; print(os.getcwd(), os.environ['GIVEN'], os.environ['EXTRA'])"
        report, output = self.run(warm, tmp_path, code=code)
        assert report.startswith(b"exit 0 ")
        assert output == f"{tmp_path} x from the sandbox\n"

    def test_a_script(self, warm: WarmPython, tmp_path: Path):
        (tmp_path / "main.py").write_text("import sys; print(__name__, sys.argv, sys.path[0]); sys.exit(3)")
        report, output = self.run(warm, tmp_path, script=str(tmp_path / "main.py"), args=["a"])
        assert os.waitstatus_to_exitcode(int(report.split()[1])) == 3
        assert output == f"__main__ {[str(tmp_path / 'main.py'), 'a']} {tmp_path}\n"

    def test_an_exception_and_an_interruption(self, warm: WarmPython, tmp_path: Path):
        report, output = self.run(warm, tmp_path, code="1 / 0")
        assert os.waitstatus_to_exitcode(int(report.split()[1])) == 1
        assert "forkserver" not in output
        if report.endswith(b"1"):
            report, _ = self.run(warm, tmp_path, code="raise KeyboardInterrupt")
            assert os.waitstatus_to_exitcode(int(report.split()[1])) == -2

    def test_what_cannot_be_prepared_is_not_begun(self, warm: WarmPython, tmp_path: Path):
        asked = {"cwd": str(tmp_path / "missing"), "env": {}, "limits": [], "mark": b"x\0", "code": "pass", "args": []}
        reading, writing = os.pipe()
        assert not warm.begin(marshal.dumps(asked), writing)
        os.close(reading)
        os.close(writing)
        assert not warm.alive

    def test_orders_reach_the_run(self, warm: WarmPython, tmp_path: Path):
        reading, writing = os.pipe()
        code = "import signal, sys, time; signal.signal(15, lambda *_: print('asked', flush=True)); print('on', flush=True)\nwhile True: time.sleep(1)"
        asked = {"argv": [], "args": [], "cwd": "/", "env": {}, "limits": [], "mark": b"x\0", "code": code}
        assert warm.begin(marshal.dumps(asked), writing)
        os.close(writing)
        with open(reading, encoding="utf-8") as stream:
            assert stream.readline() == "on\n"
            warm.order(b"term")
            assert stream.readline() == "asked\n"
            warm.order(b"kill")
        assert (warm.report(30) or b"").split()[1] == b"9"
