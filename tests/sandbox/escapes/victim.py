"""A process beside the sandbox that must not be touched: it answers each line on its input with how it is."""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import resource
import signal
import socket
import sys
from pathlib import Path

SIGNALS: list[int] = []
SECRET = os.environ["SECRET_OF_A_PROCESS"].encode()
MEMORY = ctypes.create_string_buffer(SECRET, 64)


def contacted() -> bool:
    try:
        server.accept()[0].close()
    except BlockingIOError:
        return False
    return True


def state() -> dict[str, object]:
    found = {
        "signals": SIGNALS[:],
        "memory": MEMORY.value == SECRET,
        "nice": os.getpriority(os.PRIO_PROCESS, 0),
        "files": resource.getrlimit(resource.RLIMIT_NOFILE),
        "processors": sorted(os.sched_getaffinity(0)),
        "contacted": contacted(),
        "score": Path("/proc/self/oom_score_adj").read_text(),
    }
    SIGNALS.clear()
    return found


for number in (signal.SIGUSR1, signal.SIGUSR2, signal.SIGIO, signal.SIGHUP, signal.SIGTERM):
    signal.signal(number, lambda number, frame: SIGNALS.append(number))
secret = os.open(sys.argv[1], os.O_RDONLY)
file = os.open(sys.argv[2], os.O_RDWR)
pair = os.pipe()
with contextlib.suppress(FileNotFoundError):
    os.unlink("relative")
server = socket.socket(socket.AF_UNIX)
server.bind("relative")
server.listen(8)
server.setblocking(False)
print(
    json.dumps({"address": ctypes.addressof(MEMORY), "secret_fd": secret, "file_fd": file, "connected_fd": pair[1]}),
    flush=True,
)
for _ in sys.stdin:
    print(json.dumps(state()), flush=True)
