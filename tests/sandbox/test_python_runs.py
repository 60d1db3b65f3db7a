"""The contract of a Python run, by a new interpreter and by a warm one: nobody can tell them apart."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import psutil
import pytest

from journeyman.sandbox import BubblewrapSandbox, Completed, Limits, Processes, ProcessSpec, filter_env

ISOLATED = ("-I",)
PROJECT = ("-E", "-s")


@dataclass
class Python:
    """Runs code and scripts in one folder, ``warm`` or not."""

    processes: Processes
    folder: Path
    output: Path
    warm: bool

    def spec(self, *words: str, options: tuple[str, ...] = ISOLATED, **more: object) -> ProcessSpec:
        more.setdefault("limits", Limits(wall=60))
        more.setdefault("env", filter_env(os.environ))
        more.setdefault("cwd", self.folder)
        argv = (sys.executable, *options, *words)
        return ProcessSpec(argv, writable=(self.folder,), python=self.warm, **more)

    def run(self, code: str, *args: str, **more: object) -> Completed:
        return self.start(self.spec("-c", textwrap.dedent(code), *args, **more))

    def script(self, name: str, text: str, *args: str, **more: object) -> Completed:
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(textwrap.dedent(text))
        return self.start(self.spec(str(path), *args, options=PROJECT, **more))

    def start(
        self, spec: ProcessSpec, on_output: Callable[[str], None] | None = None, limit: int = 20_000
    ) -> Completed:
        taken = self.processes._warm.taken
        if self.warm:
            assert self.processes.warm(spec)
        done = self.processes.run(
            spec, confined=True, key="a1", output_path=self.output, on_output=on_output, limit=limit
        )
        assert self.processes._warm.taken == taken + self.warm
        return done


@pytest.fixture(params=["new", "warm"])
def python(request: pytest.FixtureRequest, bubblewrap: BubblewrapSandbox, folder: Path, tmp_path: Path):
    processes = Processes(bubblewrap, grace=0.3)
    yield Python(processes, folder, tmp_path / "output.txt", request.param == "warm")
    processes.close()


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory):
    """Run one thing both ways, each in a folder of its own at the same place."""
    from tests.sandbox.conftest import BUBBLEWRAP, needs_bubblewrap

    needs_bubblewrap()
    processes = Processes(BUBBLEWRAP, grace=0.3)
    place = tmp_path_factory.mktemp("both") / "work"
    place.mkdir()
    runs = [Python(processes, place, place.parent / "output.txt", warm) for warm in (False, True)]

    def run(do: Callable[[Python], Completed]) -> tuple[Completed, Completed]:
        first, second = (do(python) for python in runs)
        return first, second

    yield run
    processes.close()


SAME = {
    "nothing": "pass",
    "names": "print(sorted(globals().items(), key=str)[:0], sorted(globals()), __name__, __spec__, __loader__)",
    "arguments": "import sys; print(sys.argv, sys.orig_argv[1:], sys.flags, sys.path, sys.executable, sys.prefix)",
    "modules": "import sys; print(sorted(sys.modules))",
    "streams": """
        import sys
        for s in (sys.stdin, sys.stdout, sys.stderr):
            print(s.encoding, s.errors, s.line_buffering, s.write_through, s.isatty(), s.seekable(), s.name, s.mode)
        print(repr(sys.stdin.read()))
    """,
    "environment": "import os; print(sorted((k, v) for k, v in os.environ.items() if k != 'JOURNEYMAN_RUN'))",
    "exported": "import subprocess; print(subprocess.check_output('env | grep -v JOURNEYMAN_RUN | grep -v ^_= | sort', shell=True))",
    "folder": "import os; print(os.getcwd(), os.listdir())",
    "limits": "import resource as r; print([r.getrlimit(getattr(r, n)) for n in dir(r) if n.startswith('RLIMIT_')])",
    "signals": "import signal; print([(n, signal.getsignal(n)) for n in (2, 13, 15, 17, 25)], signal.pthread_sigmask(0, []))",
    "descriptors": "import os; print(sorted(os.listdir('/proc/self/fd')))",
    "session": "import os; print(os.getsid(0) == os.getpid(), os.getpgid(0) == os.getpid(), os.getuid(), os.getgroups())",
    "capabilities": "print([l for l in open('/proc/self/status') if l.startswith(('Cap', 'NoNewPrivs', 'Seccomp', 'Umask'))])",
    "locale": "import locale, sys; print(locale.getpreferredencoding(), sys.getfilesystemencoding(), locale.setlocale(locale.LC_ALL))",
    "writing errors": "import sys; print('out'); print('err', file=sys.stderr); sys.stdout.flush()",
    "an exception": "def f():\n    1 / 0\nf()",
    "a chain": "try:\n    {}['x']\nexcept KeyError as e:\n    raise ValueError('y') from e",
    "a group": "raise ExceptionGroup('many', [ValueError(1), TypeError(2)])",
    "a note": "e = ValueError('x'); e.add_note('note'); raise e",
    "a syntax error": "def f(:\n  pass",
    "an indentation error": "  x = 1\n y = 2",
    "a cookie": "# -*- coding: latin-1 -*-\nprint('\u00e9')",
    "a deep recursion": "def f(): f()\ntry: f()\nexcept RecursionError as e: print(e)",
    "exit none": "import sys; sys.exit()",
    "exit number": "import sys; sys.exit(7)",
    "exit big": "import sys; sys.exit(1000)",
    "exit negative": "import sys; sys.exit(-1)",
    "exit text": "import sys; sys.exit('the reason')",
    "exit object": "import sys; sys.exit([1, 2])",
    "raise exit": "raise SystemExit(3)",
    "exit hard": "import os; print('lost'); os._exit(5)",
    "interrupted": "raise KeyboardInterrupt",
    "interrupted by signal": "import os, time; os.kill(os.getpid(), 2); time.sleep(5)",
    "terminated": "import os; os.kill(os.getpid(), 15)",
    "crashed": "import ctypes; ctypes.string_at(0)",
    "aborted": "import os; os.abort()",
    "own hook": "import sys; sys.excepthook = lambda *a: print('hook', a[0].__name__); 1 / 0",
    "broken hook": "import sys; sys.excepthook = None; 1 / 0",
    "at exit": "import atexit; atexit.register(print, 'bye'); atexit.register(print, 'first'); print('on')",
    "at exit fails": "import atexit; atexit.register(lambda: 1 / 0)",
    "threads": "import threading, time; threading.Thread(target=lambda: (time.sleep(0.1), print('late'))).start(); print('on')",
    "daemon": "import threading, time; threading.Thread(target=time.sleep, args=(60,), daemon=True).start(); print('on')",
    "pool": "from concurrent.futures import ThreadPoolExecutor as P; p = P(2); print(list(p.map(len, ['a', 'bb']))); p.submit(print, 'x')",
    "finalizers": "class A:\n    def __del__(self): print('gone', self)\n    def __repr__(self): return 'A'\na = A(); b = [a]; b.append(b)",
    "finalizers of modules": "import json\nclass A:\n    def __del__(self): print('gone', json)\njson.a = A(); json.b = json",
    "weak finalizers": "import weakref\nclass A: pass\na = A(); weakref.finalize(a, print, 'finalized')",
    "unflushed file": "f = open('file', 'w'); f.write('kept'); g = f",
    "closed output": "import sys; print('x'); sys.stdout.close()",
    "no output": "import sys; sys.stdout = None",
    "other output": "import sys, io; sys.stdout = io.StringIO(); print('lost')",
    "full output": "import sys; sys.stdout = open('/dev/full', 'w'); print('x')",
    "warning": "import warnings; warnings.warn('careful')",
    "unclosed": "open('/dev/null')",
    "main again": "import __main__; print(__main__.__dict__ is globals())",
    "pickle": "import pickle\nclass A: pass\nprint(type(pickle.loads(pickle.dumps(A()))))",
    "ctypes": "import ctypes, struct, select; print(ctypes.sizeof(ctypes.c_long), struct.calcsize('q'), ctypes.CDLL(None).abs(-3))",
    "sqlite": "import sqlite3; print(sqlite3.connect(':memory:').execute('select 1').fetchall())",
    "asyncio": "import asyncio; print(asyncio.run(asyncio.sleep(0.01, 'slept')))",
    "subprocess": "import subprocess, sys; print(subprocess.run([sys.executable, '-c', 'print(1)'], capture_output=True))",
    "fork": "import os\npid = os.fork()\nif not pid:\n    os._exit(4)\nprint(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))",
    "multiprocessing": "import multiprocessing as m\nif __name__ == '__main__':\n    print(m.get_context('fork').Pool(2).map(abs, [-1, -2]))",
    "tempfile": "import tempfile, os\nwith tempfile.TemporaryDirectory() as d:\n    print(os.path.dirname(d), sorted(os.listdir('/dev/shm')))",
    "times": "import time, os; t = os.times(); print(t.user < 5, time.process_time() < 5, time.tzname)",
    "mounts": "print([l.split()[1] for l in open('/proc/self/mounts') if 'forkserver' not in l])",
    "network": "import socket; print(socket.socket().connect_ex(('127.0.0.1', 9)), [n for _, n in socket.if_nameindex()])",
    "unicode": "print('\u00e4\u20ac\U0001f600', ascii('\u00e4'))",
}  # fmt: skip


def plain(done: Completed) -> str:
    """The output without what differs between any two processes."""
    return re.sub(r"0x[0-9a-f]{6,}", "0x...", done.output)


@pytest.mark.parametrize("code", SAME.values(), ids=SAME.keys())
def test_the_same_code_gives_the_same(both, code: str):
    new, warm = both(lambda python: python.run(code, "first", "second word"))
    assert (warm.exit_code, warm.reason, plain(warm)) == (new.exit_code, new.reason, plain(new))


SCRIPTS = {
    "names": "import sys; print(__name__, __file__, __cached__, __spec__, __loader__, sys.argv, sys.path, sys.flags)",
    "traceback": "import json\n\ndef f():\n    json.loads('{')  # the line\n\nf()\n",
    "syntax error": "x = (\n",
    "cookie": "# -*- coding: latin-1 -*-\nprint('fine')",
    "exit": "import sys\nif __name__ == '__main__':\n    sys.exit(9)",
    "spawn": "import multiprocessing as m\ndef f(x):\n    return x + 1\nif __name__ == '__main__':\n    with m.get_context('spawn').Pool(1) as p:\n        print(p.map(f, [1, 2]))",
    "inspect": "import inspect\ndef f(): pass\nprint(inspect.getsource(f), inspect.getsourcefile(f))",
    "resources": "from pathlib import Path; print(Path(__file__).parent.name, sorted(p.name for p in Path(__file__).parent.iterdir()))",
}  # fmt: skip


@pytest.mark.parametrize("text", SCRIPTS.values(), ids=SCRIPTS.keys())
def test_the_same_script_gives_the_same(both, text: str):
    new, warm = both(lambda python: python.script("tool/main.py", text, "x"))
    assert (warm.exit_code, warm.reason, plain(warm)) == (new.exit_code, new.reason, plain(new))


def test_a_script_finds_its_neighbours_and_no_stranger(python):
    (python.folder / "struct.py").write_text("NAME = 'a stranger'")
    (python.folder / "tool").mkdir()
    (python.folder / "tool/helper.py").write_text("NAME = 'helper'")
    (python.folder / "tool/select.py").write_text("NAME = 'own select'")
    done = python.script(
        "tool/main.py", "import helper, select, struct; print(helper.NAME, select.NAME, struct.calcsize('i'))"
    )
    assert done.output == "helper own select 4\n"


def test_a_missing_script_is_told(python):
    spec = python.spec(str(python.folder / "missing.py"), options=PROJECT)
    done = python.processes.run(spec, confined=True, key="a", output_path=python.output)
    assert (done.exit_code, "No such file" in done.output) == (2, True)


def test_output_is_heard_while_it_runs(python):
    os.mkfifo(python.folder / "go")
    heard: list[str] = []

    def hear(text: str) -> None:
        if not heard:
            threading.Thread(target=(python.folder / "go").write_text, args=("now\n",)).start()
        heard.append(text)

    spec = python.spec("-c", "print('ready', flush=True); print(open('go').read())")
    done = python.start(spec, on_output=hear)
    assert heard[0] == "ready\n"
    assert done.output == "ready\nnow\n\n"


def test_long_output_is_bounded_in_memory_and_whole_on_disk(python):
    done = python.start(python.spec("-c", "for n in range(100_000): print(n)"), limit=1000)
    assert done.truncated
    assert len(done.output) < 1100
    assert python.output.read_text().count("\n") == 100_000


def test_the_wall_limit_ends_it(python):
    done = python.run("import time; print('on', flush=True); time.sleep(60)", limits=Limits(wall=0.4))
    assert (done.reason, done.output) == ("timeout", "on\n")
    assert done.exit_code != 0


def test_one_that_is_asked_to_end_may_say_goodbye(python):
    code = """
        import signal, sys, time
        signal.signal(signal.SIGTERM, lambda *_: sys.exit('goodbye'))
        print('on', flush=True)
        time.sleep(60)
    """
    done = python.run(code, limits=Limits(wall=0.5))
    assert (done.reason, done.exit_code, done.output) == ("timeout", 1, "on\ngoodbye\n")


def test_one_that_ignores_being_asked_is_killed_with_its_children(python):
    code = """
        import os, signal, subprocess, time
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        subprocess.Popen(['sleep', '7654.5'], start_new_session=True)
        if not os.fork():
            os.setsid()
            if os.fork():
                os._exit(0)
            signal.signal(signal.SIGHUP, signal.SIG_IGN)
        while True:
            time.sleep(1)
    """
    done = python.run(code, limits=Limits(wall=0.5))
    assert done.reason == "timeout"
    assert done.exit_code < 0
    assert not [p for p in psutil.process_iter(["cmdline"]) if "7654.5" in (p.info["cmdline"] or [])]


def test_nothing_is_left_behind_by_one_that_ends_by_itself(python):
    code = """
        import os, subprocess
        subprocess.Popen(['sleep', '7654.6'], start_new_session=True)
        if not os.fork():
            os.setsid()
            if not os.fork():
                os.execvp('sleep', ['sleep', '7654.6'])
            os._exit(0)
        print('done')
    """
    done = python.run(code)
    assert (done.reason, done.exit_code, done.output) == ("exit", 0, "done\n")
    assert not [p for p in psutil.process_iter(["cmdline"]) if "7654.6" in (p.info["cmdline"] or [])]


def test_stop_ends_it(python):
    stopped: list[bool] = []
    spec = python.spec("-c", "import time; print('on', flush=True); time.sleep(60)")
    done = python.start(spec, on_output=lambda text: stopped.append(python.processes.stop("a1")))
    assert stopped == [True]
    assert done.reason == "stopped"


def test_a_listener_that_fails_leaves_nothing_running(python):
    def fail(text: str) -> None:
        raise RuntimeError("listener")

    with pytest.raises(RuntimeError, match="listener"):
        python.start(
            python.spec("-c", "import os; print('on', flush=True); os.execvp('sleep', ['sleep', '7654.7'])"), fail
        )
    assert not [p for p in psutil.process_iter(["cmdline"]) if "7654.7" in (p.info["cmdline"] or [])]


def test_it_may_outlive_its_output(python):
    done = python.run(
        "import os, time\nprint('on', flush=True); os.close(1); os.close(2); time.sleep(0.2); open('end', 'w')"
    )
    assert done.output == "on\n"
    assert (python.folder / "end").exists()


def test_memory_is_limited(python):
    done = python.run("bytearray(10**9)", limits=Limits(wall=20, memory=300_000_000))
    assert "MemoryError" in done.output
    assert done.exit_code == 1


def test_processor_time_is_limited(python):
    done = python.run("while True: pass", limits=Limits(wall=30, cpu=1))
    assert done.exit_code == 137


def test_the_size_of_files_is_limited(python):
    done = python.run(
        "open('x', 'wb', 0).write(bytes(1000)); open('x', 'ab', 0).write(b'y')", limits=Limits(wall=20, file_size=1000)
    )
    assert "File too large" in done.output
    assert (python.folder / "x").stat().st_size == 1000


def test_a_limit_that_cannot_be_set_is_told(python):
    spec = python.spec("-c", "print('ran')", limits=Limits(wall=20, cpu=2**70))
    done = python.processes.run(spec, confined=True, key="a", output_path=python.output)
    assert done.exit_code != 0
    assert "ran" not in done.output


def test_only_what_may_be_written_can_be(python):
    done = python.run("open('here', 'w'); open('/usr/there', 'w')")
    assert "OSError" in done.output or "PermissionError" in done.output
    assert (python.folder / "here").exists()
    assert not os.path.exists("/usr/there")


def test_guarded_and_hidden_places_hold(python, tmp_path: Path):
    guarded, hidden = python.folder / ".git", tmp_path / "private"
    for place in (guarded, hidden):
        place.mkdir()
        (place / "key").write_text("SECRET")
    code = f"""
        import os
        print(os.path.exists({str(hidden / "key")!r}), flush=True)
        open('.git/key', 'w')
    """
    done = python.run(code, read_only=(guarded,), hidden=(hidden,))
    assert done.output.startswith("False\n")
    assert "Read-only file system" in done.output


def test_the_environment_is_the_given_one(python):
    env = {"PATH": os.environ["PATH"], "WORD": "a=b\nc", "EMPTY": ""}
    done = python.run("import os; print(os.environ['WORD'], repr(os.environ['EMPTY']), 'HOME' in os.environ)", env=env)
    assert done.output == "a=b\nc '' False\n"


def test_it_runs_in_the_given_folder(python):
    (python.folder / "sub").mkdir()
    done = python.run("import os; print(os.getcwd(), os.environ['PWD'])", cwd=python.folder / "sub")
    assert done.output.split() == [str(python.folder / "sub")] * 2


def test_what_cannot_be_code_fails_alike(both):
    def run(python: Python) -> Completed:
        spec = python.spec("-c", "print('\udc80')")
        return python.processes.run(spec, confined=True, key="a", output_path=python.output)

    new, warm = both(run)
    assert (warm.exit_code, warm.output) == (new.exit_code, new.output)


def test_no_descriptor_thread_or_zombie_is_left(python):
    me = psutil.Process()
    # What stays: the sandbox's two processes, the sandbox's two processes, the interpreter, and its next child.
    waiting = len(me.children(recursive=True)) + (4 if python.warm else 0)
    for _ in range(2):
        python.run("pass")

    def count() -> tuple[int, int]:
        deadline = time.monotonic() + 20
        while len(me.children(recursive=True)) != waiting:
            assert time.monotonic() < deadline
            time.sleep(0.01)
        return me.num_fds(), threading.active_count()

    before = count()
    for _ in range(5):
        python.run("print('x')")
    assert count() == before


def test_a_different_python_is_a_different_run(python):
    spec = python.spec("-c", "import sys; print(sys.flags.isolated)", options=PROJECT)
    assert python.start(spec).output == "0\n"
    assert python.run("import sys; print(sys.flags.isolated)").output == "1\n"


def test_options_that_only_a_new_interpreter_knows(python):
    spec = python.spec("-c", "import sys; print(sys.flags.optimize)", options=("-I", "-O"))
    assert not python.processes.warm(spec)
    done = python.processes.run(spec, confined=True, key="a", output_path=python.output)
    assert done.output == "1\n"
    plain = replace(spec, argv=(sys.executable, "-c", "print('plain')"))
    assert not python.processes.warm(plain)


@pytest.mark.parametrize("version", ["3.10", "3.11", "3.12", "3.13", "3.14"])
def test_other_versions_of_python_are_warmed_up_too(both, version: str):
    """A workspace brings its own; only what an interpreter shows itself depends on the version."""
    path = shutil.which(f"python{version}", path=os.environ["PATH"] + os.pathsep + "/usr/bin")
    known = path and subprocess.run([path, "-c", "pass"], capture_output=True, check=False).returncode == 0
    if not path or not known:
        pytest.skip(f"there is no Python {version} here")
    for code in ("1 / 0", "import sys; print(sys.argv, sys.path, sorted(sys.modules))", "raise KeyboardInterrupt"):

        def run(python: Python, code: str = code) -> Completed:
            spec = python.spec("-c", code)
            return python.start(replace(spec, argv=(os.path.realpath(path), *spec.argv[1:])))

        new, warm = both(run)
        assert (warm.exit_code, plain(warm)) == (new.exit_code, plain(new))
