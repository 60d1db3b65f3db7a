"""Warm interpreters: what one run leaves for the next (nothing), how they end, and what happens when they break."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from journeyman.sandbox import BubblewrapSandbox, Completed, Limits, NoSandbox, Processes, ProcessSpec, filter_env
from journeyman.sandbox.forkserver import ForkServers
from journeyman.sandbox.forkserver_request import python_call


class Bench:
    """Runs Python code in warm interpreters and tells whether one took it."""

    def __init__(self, sandbox: BubblewrapSandbox, folder: Path, output: Path) -> None:
        self.processes = Processes(sandbox, grace=0.3)
        self.folder = folder
        self.output = output

    @property
    def servers(self) -> ForkServers:
        return self.processes._warm

    def spec(self, code: str, *options: str, python: str = sys.executable, **more: object) -> ProcessSpec:
        more.setdefault("limits", Limits(wall=30))
        argv = (python, *(options or ("-I",)), "-c", code)
        return ProcessSpec(argv, self.folder, filter_env(os.environ), (self.folder,), python=True, **more)

    def start(self, spec: ProcessSpec, key: str = "a1", on_output: Callable[[str], None] | None = None) -> Completed:
        return self.processes.run(spec, confined=True, key=key, output_path=self.output, on_output=on_output)

    def taken(self, spec: ProcessSpec, **more: object) -> Completed | None:
        """Run ``spec``; None when it went the ordinary way."""
        before = self.servers.taken
        done = self.start(spec, **more)
        return done if self.servers.taken > before else None

    def run(self, code: str, **more: object) -> Completed:
        """Run ``code`` in a warm interpreter."""
        spec = self.spec(code, **more)
        assert self.processes.warm(spec)
        done = self.taken(spec)
        assert done is not None
        return done

    def outer(self) -> psutil.Process:
        """The sandbox's process of the only warm interpreter."""
        (found,) = [child for child in psutil.Process().children() if "forkserver_main.py" in " ".join(child.cmdline())]
        return found

    def inner(self) -> psutil.Process:
        """The interpreter itself."""
        return self.outer().children()[0].children()[0]


@pytest.fixture
def bench(bubblewrap: BubblewrapSandbox, folder: Path, tmp_path: Path) -> Iterator[Bench]:
    made = Bench(bubblewrap, folder, tmp_path / "output.txt")
    yield made
    made.processes.close()


def until(check: Callable[[], object], seconds: float = 20.0) -> None:
    deadline = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.01)


class TestWhenOneIsUsed:
    def test_from_the_second_run_on_one_is_warmed_up(self, bench: Bench):
        spec = bench.spec("print(1)")
        assert bench.taken(spec) is None
        assert psutil.Process().children() == []
        assert bench.taken(spec) is None
        assert bench.processes.warm(spec)
        done = bench.taken(spec)
        assert done is not None
        assert done.output == "1\n"

    @pytest.mark.parametrize(
        "change",
        [
            {"network": True},
            {"network": True, "hosts": ("example.com",)},
            {"forward_port": 1},
            {"python": False},
        ],
    )
    def test_not_for_what_needs_something_else(self, bench: Bench, change: dict[str, object]):
        spec = replace(bench.spec("print(1)"), **change)
        assert not bench.processes.warm(spec)
        assert bench.start(spec).output == "1\n"
        assert bench.servers.taken == 0

    def test_not_without_a_sandbox_that_separates_processes(self, bench: Bench):
        loose = Processes(NoSandbox("for a test"))
        assert not loose.warm(bench.spec("print(1)"))
        done = loose.run(bench.spec("print(1)"), confined=True, key="a", output_path=bench.output)
        assert done.output == "1\n"

    def test_unconfined_work_is_not_confined(self, bench: Bench, tmp_path: Path):
        spec = bench.spec(f"open({str(tmp_path / 'outside')!r}, 'w')")
        assert bench.processes.warm(spec)
        bench.processes.run(spec, confined=False, key="a", output_path=bench.output)
        assert (tmp_path / "outside").exists()
        assert bench.servers.taken == 0

    def test_another_policy_has_its_own(self, bench: Bench, tmp_path: Path):
        more = tmp_path / "more"
        more.mkdir()
        write = f"open({str(more / 'x')!r}, 'w')"
        bench.run("pass")
        wider = replace(bench.spec(write), writable=(bench.folder, more))
        assert bench.taken(wider) is None
        assert bench.processes.warm(wider)
        assert bench.taken(wider) is not None
        assert "Error" in bench.run(write).output

    def test_only_a_few_are_kept_warm(self, bench: Bench, tmp_path: Path):
        for number in range(5):
            more = tmp_path / str(number)
            more.mkdir()
            assert bench.processes.warm(replace(bench.spec("pass"), writable=(bench.folder, more)))
        until(lambda: len(psutil.Process().children()) <= 4)

    def test_one_run_at_a_time_others_go_the_ordinary_way(self, bench: Bench, tmp_path: Path):
        os.mkfifo(bench.folder / "go")
        started = threading.Event()
        spec = bench.spec("print('on', flush=True); print(open('go').read())")
        assert bench.processes.warm(spec)
        thread = threading.Thread(target=bench.start, args=(spec, "first", lambda text: started.set()))
        thread.start()
        assert started.wait(20)
        other = bench.processes.run(bench.spec("print(2)"), confined=True, key="b", output_path=tmp_path / "other")
        assert other.output == "2\n"
        assert bench.servers.taken == 1
        (bench.folder / "go").write_text("now")
        thread.join(20)
        assert bench.run("print(3)").output == "3\n"

    @pytest.mark.parametrize(
        "argv",
        [
            ["python", "-c", "x"],
            ["python", "-s", "-c", "x"],
            ["python", "-I", "-m", "x"],
            ["python", "-I", "-c"],
            ["python", "-I"],
            ["python"],
            ["python", "-I", "-"],
            ["python", "-I", "-X", "dev", "-c", "x"],
            ["python", "-I", "-c", "a\0b"],
            ["python", "-I", "-c", "\udc80"],
            ["python", "-I", ""],
        ],
    )
    def test_command_lines_for_a_new_interpreter(self, argv: list[str]):
        assert python_call(argv) is None

    def test_command_lines_that_are_understood(self):
        call = python_call(["python", "-I", "-c", "code", "-a", "b"])
        assert call is not None
        assert (call.options, call.code, call.script, call.args) == (("-I",), "code", "", ("-a", "b"))
        call = python_call(["python", "-E", "-s", "x.py", "-c"])
        assert call is not None
        assert (call.options, call.code, call.script, call.args) == (("-E", "-s"), "", "x.py", ("-c",))


class TestNothingPassesFromOneRunToTheNext:
    def test_state_of_the_interpreter(self, bench: Bench):
        bench.run(
            "import sys, os, json, builtins, time\n"
            "os.x = builtins.x = sys.x = 1; os.environ['X'] = '1'; os.chdir('/usr'); sys.path.append('/x'); x = 1\n"
            "os.umask(0o777); os.nice(3); time.tzset(); sys.setrecursionlimit(50)"
        )
        done = bench.run(
            "import sys, os, builtins\n"
            "print([hasattr(o, 'x') for o in (os, builtins, sys)], 'json' in sys.modules, 'X' in os.environ, os.getcwd(),"
            " '/x' in sys.path, 'x' in globals(), os.umask(0), os.nice(0), sys.getrecursionlimit())"
        )
        umask = os.umask(0)
        os.umask(umask)
        assert (
            done.output == f"[False, False, False] False False {bench.folder} False False {umask} {os.nice(0)} 1000\n"
        )

    def test_private_files(self, bench: Bench):
        for place in ("/tmp/x", "/var/tmp/x", "/dev/shm/x", "/run/x"):
            first = bench.inner().pid if bench.processes.warm(bench.spec("pass")) else 0
            bench.run(f"open({place!r}, 'w')")
            assert bench.run(f"import os; print(os.path.exists({place!r}))").output == "False\n"
            assert bench.inner().pid != first

    def test_a_cleaned_up_file_costs_nothing(self, bench: Bench):
        bench.run("pass")
        first = bench.inner().pid
        bench.run("import tempfile\nwith tempfile.TemporaryDirectory() as d: open(d + '/x', 'w')")
        bench.run("pass")
        assert bench.inner().pid == first

    def test_a_folder_that_was_closed(self, bench: Bench):
        bench.run("import os; os.chmod('/tmp', 0o500)")
        assert bench.run("import os; print(oct(os.stat('/tmp').st_mode & 0o777))").output != "0o500\n"

    def test_shared_memory(self, bench: Bench):
        make = "import ctypes; print(ctypes.CDLL(None).shmget(77, 4096, 0o1666))"
        assert int(bench.run(make).output) >= 0
        assert int(bench.run("import ctypes; print(ctypes.CDLL(None).shmget(77, 4096, 0o666))").output) == -1

    def test_processes(self, bench: Bench):
        bench.run("import subprocess; subprocess.Popen(['sleep', '8765.4'], start_new_session=True)")
        assert "8765.4" not in bench.run("import subprocess; print(subprocess.check_output(['ps', 'ax']))").output

    def test_code_and_environment_cannot_be_found_in_memory(self, bench: Bench):
        secret = "".join(f"{byte:02x}" for byte in os.urandom(16))
        spec = bench.spec(f"x = '{secret}' * 2")
        assert bench.processes.warm(spec)
        assert bench.taken(replace(spec, env={**spec.env, "WORD": secret})) is not None
        look = f"""
found = 0
with open('/proc/self/maps') as maps, open('/proc/self/mem', 'rb') as memory:
    for line in maps:
        if ' rw' in line:
            first, last = (int(n, 16) for n in line.split()[0].split('-'))
            memory.seek(first)
            found += memory.read(last - first).count(bytes.fromhex({secret.encode().hex()!r})[:20])
print(found > 3)
"""
        assert bench.run(look).output == "False\n"

    def test_the_server_cannot_be_read_or_traced(self, bench: Bench):
        code = """
import ctypes, os
for name in ('mem', 'environ', 'maps', 'root', 'cwd', *(f'fd/{n}' for n in range(3, 20))):
    try:
        os.lstat(f'/proc/{os.getppid()}/{name}')
    except FileNotFoundError:
        continue
    try:
        (os.readlink if name in ('root', 'cwd') else open)(f'/proc/{os.getppid()}/{name}')
        print('read', name)
    except PermissionError:
        pass
print(ctypes.CDLL(None).ptrace(16, os.getppid(), 0, 0))
"""
        assert bench.run(code).output.split() == ["-1"]

    def test_no_capability_and_no_new_namespace(self, bench: Bench):
        code = (
            "import ctypes, os; print(open('/proc/self/status').read()); print(ctypes.CDLL(None).unshare(0x10000000))"
        )
        output = bench.run(code).output
        assert "CapEff:\t0000000000000000" in output
        assert "NoNewPrivs:\t1" in output
        assert output.endswith("-1\n")


class TestWhatChangedOutside:
    def test_a_guarded_place_that_was_made_anew_is_guarded(self, bench: Bench):
        guarded = bench.folder / ".git"
        write = "open('.git/hook', 'w')"
        for _ in range(3):
            guarded.mkdir()
            spec = replace(bench.spec(write), read_only=(guarded,))
            assert bench.processes.warm(spec)
            assert "Read-only file system" in bench.start(spec).output
            guarded.rmdir()
        guarded.mkdir()
        assert "Read-only file system" in bench.start(spec).output
        assert not (guarded / "hook").exists()

    def test_a_guarded_place_that_was_moved_is_still_guarded(self, bench: Bench):
        guarded = bench.folder / ".git"
        guarded.mkdir()
        spec = replace(bench.spec("open('.git/hook', 'w')"), read_only=(guarded,))
        assert bench.processes.warm(spec)
        guarded.rename(bench.folder / "old")
        guarded.mkdir()
        assert "Read-only file system" in bench.start(spec).output
        assert not (guarded / "hook").exists()

    def test_a_secret_place_that_appeared_is_hidden(self, bench: Bench, isolated_home: Path):
        home = Path(os.path.expanduser("~"))
        look = bench.spec(f"import os; print(os.path.exists({str(home / '.netrc')!r}))")
        assert bench.processes.warm(look)
        (home / ".netrc").write_text("SECRET")
        assert bench.processes.warm(look)
        assert "SECRET" not in bench.run(f"print(open({str(home / '.netrc')!r}).read())").output

    def test_a_guarded_place_that_was_made_anew_while_one_started(self, bench: Bench):
        guarded = bench.folder / ".git"
        spec = replace(bench.spec("open('.git/hook', 'w')"), read_only=(guarded,))
        for _ in range(10):
            guarded.mkdir(exist_ok=True)
            bench.start(spec)
            guarded.rmdir()
            guarded.mkdir()
            bench.processes.warm(spec)
            assert "Read-only file system" in bench.start(spec).output
            bench.processes.close()
        assert not (guarded / "hook").exists()

    def test_the_folder_itself_made_anew(self, bench: Bench):
        bench.run("open('old', 'w')")
        moved = bench.folder.with_name("moved")
        bench.folder.rename(moved)
        bench.folder.mkdir()
        bench.start(bench.spec("open('new', 'w')"))
        assert os.listdir(bench.folder) == ["new"]
        assert os.listdir(moved) == ["old"]

    def test_newly_installed_packages_are_found(self, bench: Bench, tmp_path: Path):
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(bench.folder / ".venv")], check=True)
        own = str(bench.folder / ".venv/bin/python")
        (site,) = (bench.folder / ".venv/lib").glob("python*/site-packages")
        spec = bench.spec("import late; print(late.NAME)", "-E", "-s", python=own)
        assert bench.processes.warm(spec)
        assert "No module named 'late'" in bench.start(spec).output
        elsewhere = tmp_path / "work" / "library"
        elsewhere.mkdir()
        (elsewhere / "late.py").write_text("NAME = 'found'")
        (site / "late.pth").write_text(f"{elsewhere}\n")
        assert bench.start(spec).output == "found\n"

    def test_a_python_that_is_none(self, bench: Bench):
        fake = bench.folder / "python"
        fake.write_text("#!/bin/sh\necho own $1\n")
        fake.chmod(0o755)
        spec = bench.spec("pass", python=str(fake))
        for _ in range(6):
            assert bench.start(spec).output == "own -I\n"
            until(lambda: not psutil.Process().children())
        assert bench.servers.taken == 0
        assert not bench.processes.warm(replace(spec, argv=("/no/such/python", "-I", "-c", "pass")))


class TestEndings:
    def test_one_that_was_killed_is_replaced(self, bench: Bench):
        spec = bench.spec("print(1)")
        bench.run("print(1)")
        bench.outer().kill()
        assert bench.start(spec).output == "1\n"
        assert bench.start(spec).output == "1\n"
        assert bench.run("print(2)").output == "2\n"

    def test_one_that_dies_in_between_runs_nothing_twice(self, bench: Bench):
        """The kernel has not told yet: either the answer comes the ordinary way, or the run died with it."""
        ran = 0
        for _ in range(10):
            bench.run("pass")
            os.kill(bench.inner().pid, signal.SIGKILL)
            done = bench.start(bench.spec("open('count', 'a').write('x'); print(1)"))
            assert (done.exit_code, done.output) == (0, "1\n") or done.exit_code == -9
            ran += 1
        assert len((bench.folder / "count").read_text()) <= ran

    def test_a_run_that_kills_its_server_is_told_and_not_repeated(self, bench: Bench):
        code = "import os, time; open('count', 'a').write('x'); os.kill(os.getppid(), 9); time.sleep(60)"
        done = bench.run(code)
        assert done.exit_code == -9
        assert (bench.folder / "count").read_text() == "x"
        assert bench.run("print(1)").output == "1\n"

    def test_a_run_that_stops_its_server_ends_at_its_limit(self, bench: Bench):
        done = bench.run("import os, time; os.kill(os.getppid(), 19); time.sleep(60)", limits=Limits(wall=0.5))
        assert done.reason == "timeout"
        assert psutil.Process().children() == [] or bench.run("print(1)").output == "1\n"

    def test_everything_dies_with_the_front_end(self, bench: Bench, folder: Path, tmp_path: Path):
        code = f"""
import os, sys
from pathlib import Path
from journeyman.sandbox import Processes, ProcessSpec
spec = ProcessSpec((sys.executable, "-I", "-c", "import subprocess; print(1, flush=True); subprocess.run(['sleep', '8765.1'])"),
    Path({str(folder)!r}), dict(os.environ), (Path({str(folder)!r}),), python=True)
processes = Processes()
assert processes.warm(spec)
processes.run(spec, confined=True, key="a", output_path=Path({str(tmp_path / "o")!r}), on_output=lambda text: os.kill(os.getpid(), 9))
"""
        done = subprocess.run([sys.executable, "-c", code], check=False)
        assert done.returncode == -9

        def left() -> list[psutil.Process]:
            words = {"8765.1", str(folder)}
            return [p for p in psutil.process_iter(["cmdline"]) if words & set(p.info["cmdline"] or [])]

        until(lambda: not left())

    def test_another_front_end_can_end_a_run_by_its_key(self, bench: Bench):
        ended: list[bool] = []

        def end(text: str) -> None:
            Processes.end_orphans("key7")
            ended.append(True)

        spec = bench.spec("import os, time; print('on', flush=True); os.fork(); time.sleep(60)")
        assert bench.processes.warm(spec)
        done = bench.taken(spec, key="key7", on_output=end)
        assert done is not None
        assert ended == [True]
        assert (done.reason, done.exit_code) == ("exit", 137)
        assert bench.run("print(1)").output == "1\n"

    def test_without_work_they_end_and_leave_nothing(self, bench: Bench):
        bench.processes._warm = ForkServers(idle=0.2)
        spec = bench.spec("print(1)")
        assert bench.processes.warm(spec)
        until(lambda: not psutil.Process().children())
        assert bench.start(spec).output == "1\n"

    def test_closing_leaves_nothing(self, bench: Bench):
        me = psutil.Process()
        bench.start(bench.spec("pass"))
        before = me.num_fds(), threading.active_count(), len(me.children())
        bench.run("pass")
        assert len(me.children()) == 1
        bench.processes.close()
        assert (me.num_fds(), threading.active_count(), len(me.children())) == before
        assert bench.run("print(1)").output == "1\n"

    def test_one_who_forgets_to_close_leaves_nothing_either(
        self, bubblewrap: BubblewrapSandbox, folder: Path, tmp_path: Path
    ):
        forgotten = Bench(bubblewrap, folder, tmp_path / "output.txt")
        forgotten.run("pass")
        assert len(psutil.Process().children()) == 1
        del forgotten
        until(lambda: not psutil.Process().children())

    def test_a_forked_front_end_leaves_its_parents_alone(self, bench: Bench):
        bench.run("pass")
        inner = bench.inner().pid
        pid = os.fork()
        if not pid:
            taken = bench.servers.start(bench.spec("pass"), bench.processes.sandbox, "m:1")
            bench.servers.close()
            os._exit(0 if taken is None else 1)
        assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
        assert bench.inner().pid == inner
        assert bench.run("print(1)").output == "1\n"

    def test_a_long_run_outlives_the_idle_time(self, bench: Bench):
        bench.processes._warm = ForkServers(idle=0.2)
        spec = bench.spec("import time; time.sleep(0.7); print('done')")
        assert bench.processes.warm(spec)
        assert bench.start(spec).output == "done\n"

    def test_a_mark_that_is_too_long_goes_the_ordinary_way(self, bench: Bench):
        spec = bench.spec("print(1)")
        assert bench.processes.warm(spec)
        assert bench.taken(spec, key="k" * 300) is None
