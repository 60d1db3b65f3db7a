"""What an attempt to get out of the sandbox is, and what every attempt has at hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

PRELUDE = """
import os, sys, ctypes, errno, struct, time
P = eval(sys.argv[1])
libc = ctypes.CDLL(None, use_errno=True)
AMD = os.uname().machine == "x86_64"
def call(amd, arm, *arguments):
    "Make a system call by its number on either machine; the answer, or an OSError."
    number = amd if AMD else arm
    ready = [ctypes.c_char_p(a) if isinstance(a, bytes) else a if not isinstance(a, int) else ctypes.c_long(a) for a in arguments]
    answer = libc.syscall(ctypes.c_long(number), *ready)
    if answer < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
    return answer
def escaped(why):
    print("ESCAPED", why, flush=True)
def attempt(action, *arguments, **options):
    "Do it; what goes wrong is printed."
    try:
        return action(*arguments, **options)
    except (OSError, MemoryError, ValueError) as error:
        print(getattr(action, "__name__", action), error, flush=True)
def read(path):
    with open(path, "rb") as stream:
        print(stream.read(65536).decode(errors="replace"))
def write(path, text="planted"):
    with open(path, "w") as stream:
        stream.write(text)
def append(path):
    with open(path, "a") as stream:
        stream.write("planted")
def meanwhile(action):
    "Do it over and over in another process until the result is called."
    import signal
    sys.stdout.flush()
    pid = os.fork()
    if pid == 0:
        while True:
            action()
    def stop():
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    return stop
def turns():
    "As many as there is time for."
    end = time.monotonic() + P["patience"]
    yield 0
    while time.monotonic() < end:
        yield 1
def show(value):
    print(value)
"""
CODA = """
print("TRIED", flush=True)
"""


@dataclass(frozen=True)
class Escape:
    """One attempt: Python source that runs inside, after PRELUDE.

    It has escaped when a canary outside has changed, a server has been contacted, a process has been touched, a secret
    is in the output, or the output says ``ESCAPED``, for what can be told only from inside. ``control`` False: it cannot
    or must not be tried without a sandbox, so that nothing proves that the attempt itself works. ``ends`` True: it may be
    killed before it has said that it tried. ``root`` False: it means something for an ordinary user alone.
    """

    name: str
    category: str
    script: str
    control: bool = True
    ends: bool = False
    limits: dict[str, Any] = field(default_factory=dict)
    users: tuple[str, ...] = ("root", "ordinary")

    def source(self) -> str:
        return PRELUDE + self.script + CODA


def family(category: str, **scripts: str | tuple[str, dict[str, Any]]) -> list[Escape]:
    """Return escapes of one category, by name; a tuple adds fields."""
    found = []
    for name, entry in scripts.items():
        script, more = entry if isinstance(entry, tuple) else (entry, {})
        found.append(Escape(f"{category}.{name}", category, script, **more))
    return found
