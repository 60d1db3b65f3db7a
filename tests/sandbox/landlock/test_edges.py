"""Calls that are wrong, rare or late get the answers that the kernel would give, or a plain no."""

from __future__ import annotations

import errno
import os
import sys
import time
from pathlib import Path

import pytest

from journeyman.sandbox import Limits

HEAD = """
import ctypes, errno, os, socket, struct
libc = ctypes.CDLL(None, use_errno=True)
def answer(result):
    print('ok' if result >= 0 else errno.errorcode[ctypes.get_errno()])
def attempt(action, *arguments):
    try:
        action(*arguments)
        print('ok')
    except OSError as error:
        print(errno.errorcode[error.errno])
"""


def answers(runner, code: str, **options: object) -> list[str]:
    done = runner.start(runner.python(HEAD + code, **options))
    assert done.exit_code == 0, done.output
    return done.output.split()


def test_connections_to_what_is_no_server(either):
    code = """
open('file', 'w').close()
s = socket.socket(socket.AF_UNIX); s.bind('closed'); s.close()
for place in ('file', 'closed', 'missing', '\\0abstract', '/etc/passwd'):
    attempt(socket.socket(socket.AF_UNIX).connect, place)
answer(libc.connect(socket.socket(socket.AF_UNIX).fileno(), b'xx', 1))
answer(libc.connect(socket.socket(socket.AF_UNIX).fileno(), None, 20))
answer(libc.connect(0, struct.pack('=H', 1) + b'closed', 10))
answer(libc.connect(99, struct.pack('=H', 1) + b'closed', 10))
"""
    refused = ["ECONNREFUSED", "ECONNREFUSED", "ENOENT", "EACCES", "EACCES"]
    assert answers(either, code) == [*refused, "EINVAL", "EFAULT", "ENOTSOCK", "EBADF"]


def test_binding_twice_or_nowhere(either):
    code = """
os.mkdir('d')
a, b = socket.socket(socket.AF_UNIX), socket.socket(socket.AF_UNIX)
attempt(a.bind, 'd/s'); attempt(b.bind, 'd/s'); attempt(b.bind, 'no/s'); attempt(b.bind, '/etc/s')
attempt(b.listen); attempt(a.listen)
answer(libc.bind(b.fileno(), struct.pack('=H', 1), 2))
print(oct(os.stat('d/s').st_mode & 0o777))
"""
    found = answers(either, code)
    assert found[:3] == ["ok", "EADDRINUSE", "ENOENT"]
    assert found[3] in {"EACCES", "EPERM", "EROFS"}
    assert found[4:] == ["EINVAL", "ok", "ok", "0o755"]


def test_files_without_a_name_get_one(guarded):
    assert answers(guarded, "attempt(os.open, '.', os.O_TMPFILE | os.O_RDWR)") == [errno.errorcode[errno.EOPNOTSUPP]]
    done = guarded.start(
        guarded.python("import tempfile\nwith tempfile.TemporaryFile(dir='.') as f:\n    f.write(b'x')\nprint('ok')")
    )
    assert done.output == "ok\n"


def test_path_descriptors_are_only_for_looking(guarded):
    code = """
open('f', 'w').write('x')
n = os.open('f', os.O_PATH)
print(os.fstat(n).st_size)
attempt(os.write, n, b'y')
attempt(os.open, f'/proc/self/fd/{n}', os.O_WRONLY)
attempt(os.open, f'/proc/self/fd/{n}', os.O_RDONLY)
attempt(os.open, '/proc/self/cwd/f', os.O_WRONLY)
attempt(os.open, '/proc/self/fd/77', os.O_WRONLY)
"""
    assert answers(guarded, code) == ["1", "EBADF", "ok", "ok", "ok", "ENOENT"]


def test_pointers_that_lead_nowhere(guarded):
    code = """
open('f', 'w').close()
libc.mkdir.argtypes = [ctypes.c_void_p, ctypes.c_int]
for address in (0, 1, (1 << 63) + 5, 1 << 46):
    answer(libc.mkdir(address, 0o700))
answer(libc.setxattr(b'f', b'user.x', b'y', ctypes.c_size_t(1 << 40), 0))
answer(libc.fchmod(99, 0o700))
answer(libc.fchownat(os.open('f', os.O_RDONLY), b'', os.getuid(), -1, 0x1000))
answer(libc.linkat(os.open('f', os.O_RDONLY), b'', -100, b'g', 0x1000))
answer(libc.renameat2(-100, b'f', -100, b'g', 4))
answer(libc.truncate(b'f', ctypes.c_long(-5)))
answer(libc.utimensat(-100, b'f', ctypes.c_void_p(8), 0))
"""
    found = answers(guarded, code)
    assert found[:4] == ["EFAULT"] * 4
    assert found[4:] == ["E2BIG", "EBADF", "ok", "ENOENT", "EINVAL", "EINVAL", "EFAULT"]


def test_named_memory_of_others_is_not_opened(either):
    name = f"journeyman-test-{os.getpid()}"
    Path("/dev/shm", name).write_text("theirs")
    try:
        code = f"""
for flags in (os.O_RDWR, os.O_RDWR | os.O_CREAT, os.O_RDWR | os.O_CREAT | os.O_EXCL, os.O_RDONLY):
    attempt(os.open, '/dev/shm/{name}', flags, 0o600)
attempt(os.unlink, '/dev/shm/{name}')
attempt(os.chmod, '/dev/shm/{name}', 0o777)
attempt(os.open, '/dev/shm/{name}-own', os.O_RDWR | os.O_CREAT, 0o600)
attempt(os.open, '/dev/shm/{name}-own', os.O_RDWR | os.O_CREAT, 0o600)
attempt(os.chmod, '/dev/shm/{name}-own', 0o640)
attempt(os.link, '/dev/shm/{name}-own', '/dev/shm/{name}-second')
"""
        assert answers(either, code) == [
            "EACCES",
            "EACCES",
            "EEXIST",
            "EACCES",
            "EACCES",
            "EPERM",
            "ok",
            "ok",
            "ok",
            "ok",
        ]
        assert Path("/dev/shm", name).read_text() == "theirs"
        assert not [each for each in os.listdir("/dev/shm") if each.startswith(f"{name}-")]
    finally:
        os.unlink(f"/dev/shm/{name}")


def test_orphans_are_buried_while_it_runs(either):
    code = """
import time
for _ in range(5):
    if os.fork() == 0:
        if os.fork() == 0:
            os._exit(0)
        os._exit(0)
    os.wait()
def zombies():
    found = 0
    for name in os.listdir('/proc'):
        try:
            fields = open(f'/proc/{name}/stat').read().rpartition(')')[2].split()
            found += fields[0] == 'Z' and int(fields[1]) == os.getppid()
        except (OSError, IndexError):
            pass
    return found
end = time.monotonic() + 20
while zombies() and time.monotonic() < end:
    time.sleep(0.1)
print(zombies())
"""
    assert answers(either, code, limits=Limits(wall=60, processes=50)) == ["0"]


def test_it_ends_with_the_program_that_started_it(landlock, folder: Path):
    import subprocess

    marker = f"77.{time.monotonic_ns()}"
    code = f"""
import os, subprocess, time
from pathlib import Path
from journeyman.sandbox import LandlockSandbox, ProcessSpec
folder = Path({str(folder)!r})
argv = LandlockSandbox().command(ProcessSpec(("bash", "-c", "(setsid sleep {marker} &); echo on; sleep {marker}"), folder, {{}}, (folder,)))
process = subprocess.Popen(argv, env={{"PATH": os.environ["PATH"]}}, cwd=folder, stdout=subprocess.PIPE, start_new_session=True)
process.stdout.readline()
os.kill(os.getpid(), 9)
"""
    subprocess.run([sys.executable, "-c", code], check=False)
    deadline = time.monotonic() + 20
    while (left := _named(marker)) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert left == []


def _named(marker: str) -> list[str]:
    found = []
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            words = Path("/proc", name, "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if marker.encode() in words:
            found.append(name)
    return found


@pytest.mark.parametrize("size", [3, 5])
def test_more_processes_than_allowed_wait_their_turn(guarded, size: int):
    script = f"for i in $(seq {size}); do (sleep 0.05); done; echo ok"
    assert guarded.run(script, limits=Limits(wall=30, processes=8)).output == "ok\n"
