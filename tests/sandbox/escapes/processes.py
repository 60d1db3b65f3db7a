"""Attempts to touch other processes, to outlive the run, and to use up the machine."""

from __future__ import annotations

from tests.sandbox.escapes.escape import family

PROCESSES = family(
    "process",
    trace="""
if attempt(call, 101, 117, 16, P["victim"], 0, 0) is not None:
    escaped("traced")
    os.waitpid(P["victim"], 0x40000000)
    attempt(call, 101, 117, 17, P["victim"], 0, 0)
""",
    seize="""
if attempt(call, 101, 117, 0x4206, P["victim"], 0, 0) is not None:
    escaped("traced")
""",
    read_memory="""
data = ctypes.create_string_buffer(64)
class Part(ctypes.Structure):
    _fields_ = [("base", ctypes.c_void_p), ("size", ctypes.c_size_t)]
here, there = Part(ctypes.addressof(data), 64), Part(P["address"], 64)
if attempt(call, 310, 270, P["victim"], ctypes.byref(here), 1, ctypes.byref(there), 1, 0) is not None:
    show(data.value)
""",
    write_memory="""
data = ctypes.create_string_buffer(b"evil", 4)
class Part(ctypes.Structure):
    _fields_ = [("base", ctypes.c_void_p), ("size", ctypes.c_size_t)]
here, there = Part(ctypes.addressof(data), 4), Part(P["address"], 4)
attempt(call, 311, 271, P["victim"], ctypes.byref(here), 1, ctypes.byref(there), 1, 0)
""",
    memory_file="""
number = attempt(os.open, f"/proc/{P['victim']}/mem", os.O_RDWR)
if number is not None:
    show(os.pread(number, 64, P["address"]))
    os.pwrite(number, b"evil", P["address"])
""",
    signal='attempt(os.kill, P["victim"], 10)',
    stop='attempt(os.kill, P["victim"], 19)',
    end='attempt(os.kill, P["victim"], 9)',
    signal_to_all=("attempt(os.kill, -1, 10)", {"control": False}),
    signal_to_its_group='attempt(os.killpg, P["victim"], 10)',
    signal_to_a_thread='attempt(call, 234, 131, P["victim"], P["victim"], 10)',
    signal_with_a_value="""
info = ctypes.create_string_buffer(struct.pack("=iii", 10, 0, -1) + bytes(116))
attempt(call, 129, 138, P["victim"], 10, ctypes.byref(info))
""",
    signal_by_handle="""
handle = attempt(os.pidfd_open, P["victim"])
if handle is not None:
    attempt(call, 424, 424, handle, 10, 0, 0)
""",
    signal_by_file_owner="""
import fcntl
pair = os.pipe()
attempt(fcntl.fcntl, pair[0], 8, P["victim"])
fcntl.fcntl(pair[0], 10, 10)
fcntl.fcntl(pair[0], fcntl.F_SETFL, os.O_ASYNC | os.O_NONBLOCK)
os.write(pair[1], b"x")
""",
    signal_to_the_starter="""
if os.getppid() > 1:
    attempt(os.kill, P["driver"], 12)
""",
    priority='attempt(os.setpriority, 0, P["victim"], 19)',
    resource_limit="""
import resource
attempt(resource.prlimit, P["victim"], resource.RLIMIT_NOFILE, (64, 64))
""",
    processor='attempt(os.sched_setaffinity, P["victim"], {0})',
    out_of_memory_score='attempt(write, f"/proc/{P[\'victim\']}/oom_score_adj", "1000")',
    outlive=(
        """
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.closerange(0, 100)
        os.execv(sys.executable, [sys.executable, "-I", "-S", "-c", "import time; time.sleep(20)", P["survivor"]])
    os._exit(0)
os.wait()
""",
        {"control": False},
    ),
    outlive_with_another_environment=(
        """
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.closerange(0, 100)
        os.execve(sys.executable, [sys.executable, "-I", "-S", "-c", "import time; time.sleep(20)", P["survivor"]], {})
    os._exit(0)
os.wait()
""",
        {"control": False},
    ),
)

LIMITS = family(
    "limit",
    forks=(
        """
import threading
made = 0
for turn in range(300):
    try:
        if os.fork() == 0:
            time.sleep(3)
            os._exit(0)
        made += 1
    except OSError as error:
        print(error)
        break
if made > 150:
    time.sleep(0.3)
    escaped(made)
""",
        {"limits": {"processes": 40}, "ends": True},
    ),
    forks_of_forks=(
        """
for turn in range(8):
    try:
        os.fork()
    except OSError:
        pass
write("alive-%d" % os.getpid())
time.sleep(0.4)
if sum(name.startswith("alive") for name in os.listdir(".")) > 120:
    escaped("hundreds of processes")
""",
        {"limits": {"processes": 40}, "ends": True},
    ),
    memory=(
        """
held = attempt(bytearray, 400_000_000)
if held:
    escaped("400 MB")
""",
        {"limits": {"memory": 150_000_000}},
    ),
    memory_shared=(
        """
import mmap
held = attempt(mmap.mmap, -1, 400_000_000)
if held:
    for start in range(0, 400_000_000, 4096):
        held[start] = 1
    time.sleep(3)
    escaped("400 MB")
""",
        {"limits": {"memory": 150_000_000}, "ends": True},
    ),
    memory_of_many=(
        """
children = []
for turn in range(4):
    if (pid := os.fork()) == 0:
        held = bytearray(b"x") * 100_000_000
        time.sleep(3)
        os._exit(0)
    children.append(pid)
whole = sum(os.waitpid(pid, 0)[1] == 0 for pid in children)
if whole == 4:
    escaped("400 MB")
""",
        {"limits": {"memory": 150_000_000}, "ends": True},
    ),
    file_size=(
        """
with open("big", "wb") as stream:
    attempt(stream.write, bytes(3_000_000))
    attempt(stream.flush)
    if os.fstat(stream.fileno()).st_size > 1_100_000:
        escaped("3 MB")
    os._exit(0)
""",
        {"limits": {"file_size": 1_000_000}, "ends": True},
    ),
    disk_of_tmp=(
        """
import tempfile
folder = tempfile.mkdtemp()
try:
    for turn in range(20):
        with open(folder + "/%d" % turn, "wb") as stream:
            stream.write(bytes(20_000_000))
        time.sleep(0.02)
    escaped("400 MB in temporary files")
except OSError as error:
    print(error)
""",
        {"limits": {"memory": 150_000_000}, "ends": True},
    ),
    disk_of_the_workspace=(
        """
try:
    for turn in range(20):
        with open("%d" % turn, "wb") as stream:
            stream.write(bytes(20_000_000))
        time.sleep(0.02)
    escaped("400 MB in the workspace")
except OSError as error:
    print(error)
""",
        {"limits": {"memory": 150_000_000}, "ends": True},
    ),
    processor_time=(
        """
while time.process_time() < 1.6:
    pass
escaped("1.6 s")
""",
        {"limits": {"cpu": 1}, "ends": True},
    ),
    wall_time=(
        """
import signal
for number in (1, 2, 15):
    signal.signal(number, signal.SIG_IGN)
time.sleep(1.5)
escaped("1.5 s")
""",
        {"limits": {"wall": 0.2}, "ends": True},
    ),
    raising_them=(
        """
import resource
attempt(resource.setrlimit, resource.RLIMIT_DATA, (-1, -1))
held = attempt(bytearray, 400_000_000)
if held:
    escaped("400 MB")
""",
        {"limits": {"memory": 150_000_000}},
    ),
)
