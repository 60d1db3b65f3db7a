"""Asynchronous code, threads, and other processes."""

from __future__ import annotations

import re

from journeyman.faults.python.cause import Cause, Explainer
from journeyman.faults.python.failure import Failure
from journeyman.values import Diagnosis
from journeyman.values.fault import advice


def called_process(failure: Failure) -> Diagnosis | None:
    """Explain a command that failed."""
    match = re.search(
        r"Command '?(.+?)'? (?:returned non-zero exit status (-?\d+)|died with <Signals\.(\w+)|timed out after ([\d.]+))",
        failure.message,
        re.DOTALL,
    )
    if match is None:
        return None
    words = re.findall(r"'([^']+)'", match[1]) if match[1].startswith("[") else match[1].split()
    program = (words or ["?"])[0].rpartition("/")[2]
    if match[4]:
        return Diagnosis(
            "python.command_timeout",
            f"the command {program} did not finish in {match[4]} s",
            fixes=(advice("give it more time (timeout=...)"),),
        )
    if match[3]:
        return Diagnosis(
            "python.command_killed",
            f"the command {program} was ended by {match[3]}",
            fixes=(advice("SIGKILL often means that memory ran out"),),
        )
    code = match[2]
    if code == "127":
        return Diagnosis(
            "python.program_missing",
            f"the shell found no such program: {' '.join(words)[:80]}",
            fixes=(advice("install it, or check PATH"),),
        )
    if code == "126":
        return Diagnosis(
            "python.not_executable", f"{program} cannot be executed", fixes=(advice("make it executable: chmod +x"),)
        )
    fix = advice("read what it printed: capture_output=True, then error.stderr")
    return Diagnosis("python.command_failed", f"the command {program} failed with exit code {code}", fixes=(fix,))


CAUSES: tuple[tuple[str, Explainer] | Cause, ...] = (
    ("CalledProcessError TimeoutExpired", called_process),
    Cause(
        "python.loop_running",
        "RuntimeError",
        r"asyncio\.run\(\) cannot be called from a running event loop|This event loop is already running|Cannot run the event loop while another loop|cannot be called when another asyncio event loop|event loop is already running",
        "an event loop is already running here (in a notebook always)",
        (advice("write `await main()` instead of asyncio.run(main())"),),
    ),
    Cause(
        "python.no_event_loop",
        "RuntimeError",
        r"no running event loop|There is no current event loop|no current event loop",
        "there is no running event loop: this was called outside of a coroutine",
        (advice("start it with asyncio.run(...), from an `async def`"),),
    ),
    Cause(
        "python.loop_closed",
        "RuntimeError",
        r"Event loop is closed|Session is closed|client has been closed|Cannot send a request, as the client",
        "the event loop or session was closed before it was used",
        (advice("make one new session inside of the same asyncio.run"),),
    ),
    Cause(
        "python.other_loop",
        "RuntimeError",
        r"attached to a different loop|is bound to a different event loop",
        "a task or lock belongs to another event loop",
        (advice("make it inside of the coroutine that uses it"),),
    ),
    Cause(
        "python.awaited_twice",
        "RuntimeError",
        r"cannot reuse already awaited|coroutine is being awaited already|coroutine raised StopIteration",
        "a coroutine can be awaited only once",
        (advice("call the function again for a new one"),),
    ),
    Cause(
        "python.invalid_state",
        "InvalidStateError",
        r"(.*)",
        "the result of a task was asked for (or set) at the wrong time: {0}",
        (advice("await it first"),),
    ),
    Cause(
        "python.cancelled",
        "CancelledError",
        r".*",
        "the task was cancelled (a timeout, or the end of the program)",
        (advice("see what cancelled it; do not swallow CancelledError"),),
    ),
    Cause(
        "python.spawn_guard",
        "RuntimeError",
        r"An attempt has been made to start a new process before|bootstrapping phase",
        "new processes are started while the module is imported: the guard is missing",
        (advice('put the start below `if __name__ == "__main__":`'),),
    ),
    Cause(
        "python.start_method",
        "RuntimeError",
        r"context has already been set",
        "the start method of multiprocessing was set twice",
        (advice('set it once, below `if __name__ == "__main__":`'),),
    ),
    Cause(
        "python.worker_died",
        "BrokenProcessPool BrokenExecutor TerminatedWorkerError",
        r".*",
        "a worker process ended abruptly (memory, a crash, or a missing guard)",
        (advice('use fewer workers, and `if __name__ == "__main__":`'),),
    ),
    Cause(
        "python.thread_started_twice",
        "RuntimeError",
        r"threads can only be started once",
        "a thread can be started only once",
        (advice("make a new Thread"),),
    ),
    Cause(
        "python.thread_not_started",
        "RuntimeError AssertionError",
        r"cannot join thread before it is started|can only join a (?:child|started) process|cannot join current thread|thread.__init__\(\) not called",
        "the thread was joined before it was started, or not set up",
        (advice("call .start() first; call super().__init__() in a subclass"),),
    ),
    Cause(
        "python.too_many_threads",
        "RuntimeError",
        r"can't start new thread",
        "no more threads can be started",
        (advice("use a pool with fewer workers"),),
        severity="critical",
    ),
    Cause(
        "python.lock_misused",
        "RuntimeError",
        r"(?:release|cannot release|cannot notify|cannot wait).*lock|release unlocked lock|un-acquired lock|Semaphore released",
        "a lock was released that was not held",
        (advice("use `with lock:`"),),
    ),
    Cause(
        "python.pool_closed",
        "RuntimeError ValueError",
        r"cannot schedule new futures after|Pool not running|pool is closed",
        "the pool was already shut down",
        (advice("submit inside of the `with` block"),),
    ),
    Cause(
        "python.thread_of_database",
        "ProgrammingError",
        r"SQLite objects created in a thread",
        "a SQLite connection is used in another thread than the one that opened it",
        (advice("open one for each thread, or check_same_thread=False with a lock"),),
    ),
    Cause(
        "python.gui_thread",
        "RuntimeError TclError",
        r"main thread is not in main loop|no display name and no \$DISPLAY|couldn't connect to display",
        "there is no screen here for a window, or it was used from another thread",
        (advice("use the backend 'Agg' for plots: matplotlib.use('Agg')"),),
    ),
    Cause("python.no_child", "ChildProcessError ProcessLookupError", r".*", "the process is not there any more"),
    Cause(
        "python.fork_failed",
        "BlockingIOError OSError",
        r"\[Errno 11\]|Resource temporarily unavailable|\[Errno 10\]",
        "the system refused for the moment (too many processes, or nothing to read yet)",
        (advice("try again, with fewer processes"),),
    ),
    Cause(
        "python.group",
        "ExceptionGroup BaseExceptionGroup",
        r"unhandled errors in a TaskGroup",
        "a task of the group failed; the exceptions inside say why",
    ),
    Cause(
        "python.queue_empty",
        "Empty",
        r".*",
        "the queue had nothing in time",
        (advice("give it more time, or check the producer"),),
    ),
    Cause("python.queue_full", "Full", r".*", "the queue stayed full"),
    Cause("python.interrupted", "KeyboardInterrupt", r".*", "it was interrupted by hand", severity="minor"),
    Cause(
        "python.exit_usage",
        "SystemExit",
        r"^2$",
        "the program's arguments were not accepted",
        (advice("see its --help"),),
    ),
    Cause(
        "python.exit_notebook",
        "SystemExit",
        r".*",
        "the code called exit()",
        (advice("in a notebook, leave out exit()/sys.exit(); for argparse give a list of arguments: parse_args([])"),),
    ),
)
