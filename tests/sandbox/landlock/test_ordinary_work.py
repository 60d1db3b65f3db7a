"""What programs do every day works under Landlock, through the broker as well."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from journeyman.sandbox import Limits


def test_files_come_and_go(either, folder: Path):
    done = either.run(
        "echo hi > new; cat new; mkdir -p d/e; echo x > d/e/f; ln -s e d/l; ln d/e/f hard; mv d/e/f g; mv d dd;"
        " cp g copy; cat dd/l/f hard; rm hard copy; rm -r dd; echo more >> g; cat g; ls"
    )
    assert done.output.split() == [
        "hi",
        "cat:",
        "dd/l/f:",
        "No",
        "such",
        "file",
        "or",
        "directory",
        "x",
        *["x", "more", "g", "new"],
    ]
    assert sorted(os.listdir(folder)) == [*([".git"] if (folder / ".git").exists() else []), "g", "new"]


def test_modes_and_the_umask_are_as_asked_for(either, folder: Path):
    either.run(
        "umask 027; touch a; mkdir d; umask 0; touch b; chmod 4711 b; mkfifo -m 600 p; install -m 755 /dev/null s"
    )
    modes = {name: stat.S_IMODE((folder / name).stat().st_mode) for name in "adbps"}
    assert modes == {"a": 0o640, "d": 0o750, "b": 0o4711, "p": 0o600, "s": 0o755}


def test_times_and_lengths_are_set(either, folder: Path):
    code = (
        "import os; open('t', 'w').write('12345'); os.truncate('t', 2); os.utime('t', ns=(5_000_000_007, 9));"
        "n = os.open('t', os.O_RDWR); os.utime(n, (1, 2)); os.utime('t', (3, 4)); os.fchmod(n, 0o600);"
        "os.symlink('t', 'l'); os.utime('l', (8, 8), follow_symlinks=False)"
    )
    assert either.start(either.python(code)).exit_code == 0
    info = (folder / "t").stat()
    assert (info.st_size, info.st_atime, info.st_mtime) == (2, 3, 4)
    assert (folder / "l").lstat().st_mtime == 8


def test_older_calls_for_times_work(either, folder: Path):
    number, other = (132, 235) if os.uname().machine == "x86_64" else (0, 0)
    if not number:
        pytest.skip("this machine never had these calls")
    code = f"""
import ctypes, struct
libc = ctypes.CDLL(None)
open('a', 'w'); open('b', 'w'); open('c', 'w')
assert libc.syscall({number}, b'a', struct.pack('=qq', 5, 6)) == 0
assert libc.syscall({other}, b'b', struct.pack('=qqqq', 5, 0, 7, 500000)) == 0
assert libc.syscall({number}, b'c', None) == 0
"""
    done = either.start(either.python(code))
    assert done.exit_code == 0, done.output
    assert [(folder / name).stat().st_mtime for name in "ab"] == [6, 7.5]


def test_attributes_of_files(either, folder: Path):
    code = """
import os
open('a', 'w').close()
try:
    os.setxattr('a', 'user.k', b'v')
except OSError as error:
    print('unsupported', error)
else:
    number = os.open('a', os.O_RDONLY)
    os.setxattr(number, 'user.n', b'w')
    print(sorted(os.listxattr('a')), os.getxattr('a', 'user.k'))
    os.removexattr('a', 'user.k'); os.removexattr(number, 'user.n')
    print(os.listxattr('a'))
"""
    done = either.start(either.python(code))
    if "unsupported" in done.output:
        pytest.skip("this file system keeps no attributes")
    assert done.output == "['user.k', 'user.n'] b'v'\n[]\n"


def test_owners_may_be_given_to_oneself_and_nobody_else(either):
    code = "import os; open('a', 'w'); os.chown('a', os.getuid(), os.getgid()); os.lchown('a', -1, -1)\nos.chown('a', 12345, -1)"
    done = either.start(either.python(code))
    assert "PermissionError" in done.output
    assert "line 2" in done.output


def test_renames_may_exchange_or_refuse_to_replace(either, folder: Path):
    (folder / "a").write_text("a")
    (folder / "b").write_text("b")
    number = 316 if os.uname().machine == "x86_64" else 276
    code = f"""
import ctypes, errno
libc = ctypes.CDLL(None, use_errno=True)
assert libc.syscall({number}, -100, b'a', -100, b'b', 2) == 0
assert libc.syscall({number}, -100, b'a', -100, b'b', 1) == -1 and ctypes.get_errno() == errno.EEXIST
assert libc.syscall({number}, -100, b'a', -100, b'b', 4) == -1
"""
    done = either.start(either.python(code))
    assert done.exit_code == 0, done.output
    assert ((folder / "a").read_text(), (folder / "b").read_text()) == ("b", "a")


def test_temporary_files_are_its_own_and_vanish(either):
    done = either.run(
        'echo $TMPDIR; f=$(mktemp); echo x > "$f"; cat "$f"; cat <<< here; touch "$TMPDIR/left"; mkdir "$TMPDIR/d"'
    )
    temp, *words = done.output.split()
    assert words == ["x", "here"]
    assert not os.path.exists(temp)


def test_a_moved_file_may_come_from_the_temporary_folder(either, folder: Path):
    either.run('echo x > "$TMPDIR/a"; mv "$TMPDIR/a" a; echo y > b; mv b "$TMPDIR/b"; cat "$TMPDIR/b"')
    assert (folder / "a").read_text() == "x\n"
    assert not (folder / "b").exists()


def test_output_files_and_descriptors(either, folder: Path):
    done = either.run(
        "echo a | tee log > /dev/stderr; echo b > /dev/stdout; exec 3> f; echo c > /dev/fd/3; echo d > /dev/null; cat f log"
    )
    assert done.output.split() == ["a", "b", "c", "a"]


def test_pipes_with_a_name(either):
    assert either.run("mkfifo p; (echo through > p) & cat p; wait").output == "through\n"


def test_databases_lock_and_write(either):
    code = """
import sqlite3
for mode in ('delete', 'wal'):
    c = sqlite3.connect(mode)
    c.execute(f'pragma journal_mode={mode}')
    with c:
        c.execute('create table t(a)')
        c.execute('insert into t values (7)')
    print(c.execute('select * from t').fetchall())
"""
    assert either.start(either.python(code)).output == "[(7,)]\n[(7,)]\n"


def test_many_processes_share_work(either):
    code = """
import multiprocessing as m
from multiprocessing import shared_memory
if __name__ == '__main__':
    for method in ('fork', 'spawn', 'forkserver'):
        context = m.get_context(method)
        with context.Pool(2) as pool:
            print(pool.map(abs, [-1, -2]))
        lock = context.Lock()
        with lock:
            pass
    one = shared_memory.SharedMemory(create=True, size=16)
    other = shared_memory.SharedMemory(one.name)
    other.buf[0] = 7
    print(one.buf[0])
    other.close(); one.close(); one.unlink()
    left = shared_memory.SharedMemory(create=True, size=16, name='journeyman-test-left')
"""
    (either.folder / "p.py").write_text(code)
    # Where coverage is measured, a worker that is ended may complain that it could not save its own.
    done = either.run(f"{sys.executable} p.py 2>errors.txt", limits=Limits(wall=60, processes=200))
    errors = (either.folder / "errors.txt").read_text()
    assert done.output.splitlines()[:4] == ["[1, 2]"] * 3 + ["7"], errors
    assert not os.path.exists("/dev/shm/journeyman-test-left")


def test_servers_on_a_path_serve_inside(either):
    code = """
import socket, threading
s = socket.socket(socket.AF_UNIX); s.bind('s'); s.listen()
threading.Thread(target=lambda: s.accept()[0].sendall(b'hello'), daemon=True).start()
c = socket.socket(socket.AF_UNIX); c.connect('s'); print(c.recv(10))
a, b = socket.socketpair(); a.send(b'pair'); print(b.recv(10))
n = socket.socket(socket.AF_UNIX); n.setblocking(False)
try:
    n.connect('nowhere')
except OSError as error:
    print(type(error).__name__)
"""
    done = either.start(either.python(code))
    assert done.output.split() == ["b'hello'", "b'pair'", "FileNotFoundError"], done.output


def test_a_compiler_builds_and_the_result_runs(either):
    if subprocess.run(["which", "gcc"], capture_output=True, check=False).returncode:
        pytest.skip("gcc is not installed")
    done = either.run("echo 'int main(){return 7;}' > a.c; gcc a.c -o a && ./a")
    assert done.exit_code == 7


def test_watching_the_workspace(either):
    code = """
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
q = libc.inotify_init1(os.O_NONBLOCK)
print(libc.inotify_add_watch(q, b'.', 0x100) > 0, libc.inotify_add_watch(q, b'/etc', 0x100), ctypes.get_errno())
open('new', 'w'); print(len(os.read(q, 1000)) > 0)
"""
    assert either.start(either.python(code)).output.split() == ["True", "-1", "13", "True"]


def test_its_own_limits_and_priority_may_change(either):
    done = either.run(
        "ulimit -n 100; nice -n 3 bash -c 'ulimit -n'; (sleep 1 & renice 5 $! > /dev/null && echo ok; kill $!)"
    )
    assert done.output.split() == ["100", "ok"]


@pytest.mark.parametrize("number", [9, 11, 15])
def test_it_ends_as_the_command_does(either, number: int):
    assert either.run(f"kill -{number} $$").exit_code == -number
    assert either.run(f"exit {number}").exit_code == number


def test_long_and_missing_and_strange_paths_fail_as_they_should(either):
    code = r"""
import ctypes, errno, os
libc = ctypes.CDLL(None, use_errno=True)
def fails(path):
    return errno.errorcode[ctypes.get_errno()] if libc.mkdir(path, 0o700) else 'made'
print(fails(b'x' * 300), fails(b'y/' * 3000), fails(b''), fails(b'no/where'), fails(ctypes.c_void_p(8)), fails(b'd/'), fails(b'd'),
      fails(b'.'), fails(b'/'))
os.symlink('loop', 'loop')
try:
    open('loop', 'w')
except OSError as error:
    print(errno.errorcode[error.errno])
"""
    done = either.start(either.python(code))
    assert done.output.split() == [
        "ENAMETOOLONG",
        "ENAMETOOLONG",
        "ENOENT",
        "ENOENT",
        "EFAULT",
        "made",
        "EEXIST",
        "EEXIST",
        "EEXIST",
        "ELOOP",
    ]
