"""What Landlock and the broker keep a command from; the catalogue of escapes tries many more ways."""

from __future__ import annotations

import http.server
import os
import socket
import stat
import sys
import threading
from pathlib import Path

import pytest

from journeyman.errors import SandboxError
from journeyman.sandbox import LandlockSandbox, Limits, Processes, ProcessSpec
from journeyman.sandbox.landlock import sandbox as module
from tests.sandbox.conftest import Runner


def test_the_workspace_is_writable_and_nothing_else(either, folder: Path, tmp_path: Path):
    done = either.run("echo in > here; echo out > /usr/x; echo up > ../up; echo tmp > /tmp/x; ls /tmp; ls / | wc -l")
    assert (folder / "here").read_text() == "in\n"
    assert not (tmp_path / "up").exists()
    assert not os.path.exists("/usr/x")
    assert done.output.count("Permission denied") == 4
    assert int(done.output.split()[-1]) > 5


def test_protected_places_stay_as_they_are(guarded, folder: Path):
    done = guarded.run(
        "echo new > .git/config; rm -rf .git; mv .git away; ln .git/config x; chmod 777 .git; cat .git/config"
    )
    assert (folder / ".git" / "config").read_text() == "old"
    assert done.output.endswith("old")
    assert "Read-only file system" in done.output


def test_a_folder_around_a_protected_place_cannot_be_moved(locked, folder: Path):
    (folder / "a" / "b").mkdir(parents=True)
    (folder / "a" / "b" / "kept").write_text("kept")
    kept = (folder / "a" / "b" / "kept",)
    done = locked.run("mv a other; rm -rf a; echo x > a/new; cat a/b/kept", read_only=kept)
    assert (folder / "a" / "b" / "kept").read_text() == "kept"
    assert not (folder / "other").exists()
    assert done.output.endswith("kept")


def test_a_workspace_that_may_only_be_read(locked, folder: Path):
    (folder / "file").write_text("text")
    done = locked.run(
        'cat file; echo x > file; touch new; chmod 700 file; echo y > "$TMPDIR/y" && cat "$TMPDIR/y"',
        writable=(),
        read_only=(folder,),
    )
    assert done.output.startswith("text")
    assert done.output.endswith("y\n")
    assert os.listdir(folder) == ["file"]
    assert (folder / "file").read_text() == "text"


def test_hidden_places_inside_the_workspace(locked, folder: Path):
    (folder / "vault").mkdir()
    (folder / "vault" / "key").write_text("SECRET")
    (folder / "token").write_text("SECRET")
    script = "cat vault/key token; ls vault; mv vault v; rm -rf vault token; echo x > new; cat new; mkdir d; echo y > d/f; cat d/f; ls"
    done = locked.run(script, hidden=(folder / "vault", folder / "token"))
    assert "SECRET" not in done.output
    assert "key\n" not in done.output
    assert done.output.split()[-6:] == ["x", "y", "d", "new", "token", "vault"]
    assert (folder / "vault" / "key").read_text() == "SECRET"
    assert (folder / "token").read_text() == "SECRET"


def test_a_workspace_inside_a_hidden_place_is_seen_alone(locked, folder: Path, tmp_path: Path):
    (tmp_path / "sibling").write_text("SECRET")
    done = locked.run("echo mine > file; cat file ../sibling; ls ..", hidden=(tmp_path,))
    assert done.output.startswith("mine")
    assert "SECRET" not in done.output


def test_a_secret_place_may_be_shown(locked, tmp_path: Path):
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "key").write_text("SECRET")
    shown = locked.run(f"cat {secret}/key; echo x >> {secret}/key", hidden=(secret,), shown=(secret,))
    assert shown.output.startswith("SECRET")
    assert (secret / "key").read_text() == "SECRET"


def test_names_beside_a_secret_are_listed_and_nothing_in_it(
    locked, isolated_home: Path, monkeypatch: pytest.MonkeyPatch
):
    import pwd
    import shutil

    home = Path(pwd.getpwuid(os.getuid()).pw_dir) / f".journeyman-test-home-{os.getpid()}"
    try:
        (home / ".ssh").mkdir(parents=True)
        (home / ".ssh" / "id_ed25519").write_text("SECRET")
        (home / "notes").write_text("notes")
        monkeypatch.setenv("HOME", str(home))
        done = locked.run("ls -A ~; cat ~/notes; ls ~/.ssh; cat ~/.ssh/id_ed25519")
        assert done.output.startswith(".ssh\nnotes\nnotes")
        assert "id_ed25519\n" not in done.output
        assert "SECRET" not in done.output
    finally:
        shutil.rmtree(home)


@pytest.mark.parametrize("version", [1, 2, 3, 4, 5, 6])
def test_older_kernels_hold_the_same_of_files_and_network(
    landlock: LandlockSandbox, version: int, folder: Path, tmp_path: Path
):
    older = LandlockSandbox(version=version)
    assert older.capability.confines
    assert older.capability.signals == (version >= 6)
    assert not older.capability.pids
    (folder / "protected").write_text("old")
    runner = Runner(Processes(older), folder, tmp_path / "o")
    outside = tmp_path / "outside"
    outside.write_text("kept")
    code = f"""
import os
for flags in (os.O_RDONLY | os.O_TRUNC, os.O_WRONLY, os.O_WRONLY | os.O_TRUNC):
    for path in ({str(outside)!r}, 'protected'):
        try:
            os.open(path, flags); print('opened', flags, path)
        except OSError as error:
            print(error)
open('new', 'w').write('new')
"""
    spec = runner.python(code)
    done = runner.start(ProcessSpec(spec.argv, folder, spec.env, (folder,), read_only=(folder / "protected",)))
    assert "opened" not in done.output
    assert done.exit_code == 0, done.output
    assert outside.read_text() == "kept"
    assert (folder / "protected").read_text() == "old"


def test_there_is_no_network_unless_it_is_approved(either):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        script = f"(exec 3<>/dev/tcp/127.0.0.1/{port}) 2>/dev/null && echo connected || echo none"
        assert either.run(script).output.strip() == "none"
        assert either.run(script, network=True).output.strip() == "connected"


def test_approved_network_has_names_and_datagrams_and_no_sockets_of_others(either, tmp_path: Path):
    code = f"""
import socket
print(socket.getaddrinfo('localhost', 80)[0][4][0])
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.bind(('127.0.0.1', 0)); s.sendto(b'x', s.getsockname()); print(s.recv(9))
t = socket.create_server(('127.0.0.1', 0)); c = socket.socket(); c.setblocking(False)
try:
    c.connect(t.getsockname())
except BlockingIOError:
    pass
t.accept()
try:
    socket.socket(socket.AF_UNIX).connect({str(tmp_path / "s")!r})
except OSError as error:
    print(type(error).__name__)
"""
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "s"))
        server.listen()
        done = either.start(_networked(either.python(code)))
    assert done.output.split()[1:] == ["b'x'", "PermissionError"], done.output


def _networked(spec: ProcessSpec) -> ProcessSpec:
    return ProcessSpec(spec.argv, spec.cwd, spec.env, spec.writable, spec.read_only, network=True, limits=spec.limits)


def test_certain_hosts_are_reached_and_no_others(either):
    code = """
import socket, urllib.request
print(urllib.request.urlopen('http://127.0.0.1:PORT/').read())
try:
    urllib.request.urlopen('http://elsewhere.example/').read()
except OSError as error:
    print(getattr(error, 'code', error))
for family, kind, where in ((socket.AF_INET, socket.SOCK_STREAM, ('127.0.0.1', PORT)), (socket.AF_INET, socket.SOCK_DGRAM, ('127.0.0.1', 53))):
    try:
        socket.socket(family, kind).connect(where); print('connected')
    except OSError as error:
        print(type(error).__name__)
"""

    class Page(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"page")

        def log_message(self, *words: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        (either.folder / "code.py").write_text(code.replace("PORT", str(server.server_port)))
        done = either.run(f"{sys.executable} -I -S code.py", network=True, hosts=("127.0.0.1",))
        server.shutdown()
    assert done.output.split() == ["b'page'", "403", "PermissionError", "PermissionError"]
    assert [(contact.host, contact.allowed) for contact in done.contacts] == [
        ("127.0.0.1", True),
        ("elsewhere.example", False),
    ]


def test_a_server_may_listen_on_its_one_port(locked):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    code = f"""
import socket
def fails(kind, address, family=socket.AF_INET):
    s = socket.socket(family, kind)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        s.bind(address)
    except OSError as error:
        return type(error).__name__
    s.listen()
    print('listens', s.getsockname()[1] == {port})
    c = socket.create_connection(('127.0.0.1', {port})); c.close()
    s.close()
print(fails(socket.SOCK_STREAM, ('0.0.0.0', {port})), fails(socket.SOCK_STREAM, ('127.0.0.1', {port} + 1)))
print(fails(socket.SOCK_STREAM, ('::', {port}), socket.AF_INET6))
print(fails(socket.SOCK_STREAM, ('127.0.0.1', {port})))
for action in (lambda: socket.socket().listen(), lambda: socket.create_connection(('127.0.0.1', 1)), lambda: socket.socket(type=socket.SOCK_DGRAM)):
    try:
        action(); print('worked')
    except OSError as error:
        print(type(error).__name__)
"""
    spec = locked.python(code)
    done = locked.start(
        ProcessSpec(spec.argv, spec.cwd, spec.env, spec.writable, forward_port=port, limits=spec.limits)
    )
    assert done.output.split() == ["PermissionError"] * 3 + ["listens", "True", "None"] + ["PermissionError"] * 3, (
        done.output
    )


def test_package_caches_are_lent_only_to_runs_with_network(
    either, isolated_home: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("XDG_CACHE_HOME", str(isolated_home / "cache"))
    done = either.run("mkdir -p $PIP_CACHE_DIR && echo x > $PIP_CACHE_DIR/kept; echo $PIP_CACHE_DIR", network=True)
    assert done.output.strip() == str(isolated_home / "cache/journeyman/pip")
    assert (isolated_home / "cache/journeyman/pip/kept").exists()
    assert either.run("mkdir -p $PIP_CACHE_DIR && echo $PIP_CACHE_DIR").output.startswith(
        f"/tmp/journeyman-{os.geteuid()}/run-"
    )


def test_other_processes_are_not_reached(either):
    done = either.run(
        f"kill -0 {os.getpid()}; kill -0 $PPID; cat /proc/{os.getpid()}/environ | wc -c; renice 5 {os.getpid()}"
    )
    assert done.output.count("ermission denied") + done.output.count("not permitted") >= 4


def test_no_privilege_is_left(either):
    done = either.run(
        "unshare -U true; mount -t tmpfs x /mnt; mknod null c 1 3; grep -E 'CapEff|CapPrm|NoNewPrivs' /proc/self/status"
    )
    assert done.output.split()[-6:] == ["CapPrm:", "0" * 16, "CapEff:", "0" * 16, "NoNewPrivs:", "1"]
    assert not (either.folder / "null").exists()


def test_limits_hold_for_the_command_alone(either):
    script = "for i in $(seq 40); do sleep 1 & done; jobs | wc -l; kill $(jobs -p)"
    done = either.run(script, limits=Limits(wall=20, processes=12))
    assert "Resource temporarily unavailable" in done.output or "retry" in done.output
    code = "import threading, time\nfor n in range(40):\n    threading.Thread(target=time.sleep, args=(1,), daemon=True).start()"
    assert "can't start new thread" in either.start(either.python(code, limits=Limits(wall=20, processes=12))).output
    assert (
        "MemoryError"
        in either.start(either.python("bytearray(10**9)", limits=Limits(wall=20, memory=300_000_000))).output
    )
    assert either.run("ulimit -t; ulimit -c", limits=Limits(wall=20, cpu=7)).output.split() == ["7", "0"]
    big = either.run("head -c 2000000 /dev/zero > big; stat -c %s big", limits=Limits(wall=20, file_size=1_000_000))
    assert int(big.output.split()[-1]) == 1_000_000


def test_a_program_that_does_not_exist_is_told(locked, folder: Path):
    with pytest.raises(SandboxError, match="no-such-program: No such file"):
        locked.start(ProcessSpec(("no-such-program",), folder, {"PATH": "/usr/bin"}, (folder,)))


@pytest.mark.parametrize("bad", [Path("relative"), Path("/does/not/exist")])
def test_only_existing_absolute_folders_can_be_made_writable(locked, bad: Path):
    with pytest.raises(SandboxError, match="existing absolute folder"):
        locked.run("true", writable=(bad,))


@pytest.mark.parametrize("name", ["LD_PRELOAD", "LD_LIBRARY_PATH", "GCONV_PATH"])
def test_what_would_change_the_launcher_itself_is_refused(locked, name: str):
    with pytest.raises(SandboxError, match=name):
        locked.run("true", env={"PATH": os.environ["PATH"], name: "/x"})


def test_long_orders_arrive_whole(locked, folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "_WORD", 500)
    assert len(locked.processes.sandbox.command(locked.spec("true"))) > 10
    assert locked.run("echo x > f; cat f").output == "x\n"


def test_left_folders_of_killed_launchers_are_removed(locked):
    import tempfile

    stale = Path(f"/tmp/journeyman-{os.geteuid()}/run-999999999-abc")
    locked.run("true")
    stale.mkdir(exist_ok=True)
    (stale / "d").mkdir(exist_ok=True)
    (stale / "d" / "f").write_text("x")
    (stale / "l").symlink_to(tempfile.gettempdir())
    kept = Path(f"/tmp/journeyman-{os.geteuid()}/run-kept")
    kept.mkdir(exist_ok=True)
    try:
        locked.run("true")
        assert not stale.exists()
        assert kept.exists()
    finally:
        kept.rmdir()


def test_an_unknown_machine_has_none(monkeypatch: pytest.MonkeyPatch):
    strange = os.uname_result(("Linux", "n", "6", "v", "riscv128"))
    monkeypatch.setattr(module.os, "uname", lambda: strange)
    capability = LandlockSandbox().capability
    assert not capability.confines
    assert "riscv128" in capability.detail


def test_a_launcher_that_does_not_start_is_told(tmp_path: Path):
    capability = LandlockSandbox(python=str(tmp_path / "missing")).capability
    assert not capability.confines
    assert "does not start" in capability.detail


def test_a_launcher_that_fails_is_told(tmp_path: Path):
    script = tmp_path / "python"
    script.write_text("#!/bin/sh\necho 'landlock: out of order' >&2; exit 1\n")
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    assert LandlockSandbox(python=str(script)).capability.detail == "Landlock does not work here: out of order"


def test_one_that_holds_nothing_is_found_out(tmp_path: Path):
    script = tmp_path / "python"
    script.write_text(f'#!/bin/bash\nwhile [ "$1" != "--" ]; do shift; done; shift 2; exec {sys.executable} "$@"\n')
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    capability = LandlockSandbox(python=str(script)).capability
    assert not (capability.fs or capability.tcp or capability.udp or capability.signals)
