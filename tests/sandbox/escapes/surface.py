"""What somebody tries who knows the kernel: descriptors of folders, its odd interfaces, sockets that have moved."""

from __future__ import annotations

from tests.sandbox.escapes.escape import family

UNSAFE = {"control": False}
"""Would change the machine itself if nothing held it, or works only where the kernel has a known hole."""

MORE_NETWORK = family(
    "network",
    tcp6_to_a_mapped_address="""
import _socket
s = attempt(_socket.socket, 10, 1)
if s:
    attempt(s.connect, ("::ffff:127.0.0.1", P["tcp"]))
""",
    family_with_high_bits="""
number = attempt(call, 41, 198, 2 | 1 << 32, 1, 0)
if number is not None:
    address = struct.pack("=H", 2) + struct.pack(">H", P["tcp"]) + bytes([127, 0, 0, 1]) + bytes(8)
    attempt(call, 42, 203, number, address, 16)
""",
    several_messages_at_once="""
import _socket
s = attempt(_socket.socket, 2, 2)
if s:
    address = ctypes.create_string_buffer(struct.pack("=H", 2) + struct.pack(">H", P["udp"]) + bytes([127, 0, 0, 1]) + bytes(8))
    text = ctypes.create_string_buffer(b"out")
    part = ctypes.create_string_buffer(struct.pack("=QQ", ctypes.addressof(text), 3))
    head = struct.pack("=QIIQQQQiiII", ctypes.addressof(address), 16, 0, ctypes.addressof(part), 1, 0, 0, 0, 0, 0, 0)
    attempt(call, 307, 269, s.fileno(), ctypes.create_string_buffer(head), 1, 0)
""",
    other_families=(
        """
import _socket
for number in (3, 4, 5, 9, 15, 17, 21, 24, 26, 29, 30, 31, 33, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45):
    for kind in (1, 2, 3, 5):
        try:
            _socket.socket(number, kind, 0)
        except OSError as error:
            print(number, kind, error)
        else:
            escaped(f"a socket of family {number}, type {kind}")
""",
        UNSAFE,
    ),
    messages_of_the_kernel=(
        """
import _socket
for protocol in (4, 6, 9, 10, 11, 12, 15, 16, 20, 21):
    for kind in (2, 3):
        try:
            _socket.socket(16, kind, protocol)
        except OSError as error:
            print(protocol, error)
        else:
            escaped(f"netlink {protocol}")
""",
        UNSAFE,
    ),
    desktop_sockets="""
import _socket
folder = os.environ.get("XDG_RUNTIME_DIR", P["runtime"])
for name in ("bus", "wayland-0", "pipewire-0", "gnupg/S.gpg-agent", "docker.sock", "keyring/ssh"):
    attempt(_socket.socket(1, 1).connect, os.path.join(folder, name))
""",
    socket_of_a_system_service="""
import _socket
attempt(_socket.socket(1, 1).connect, P["service"])
""",
    name_service_of_the_system=(
        """
import _socket
for path in ("/run/systemd/resolve/io.systemd.Resolve", "/run/nscd/socket", "/var/run/nscd/socket", "/run/dbus/system_bus_socket",
             "/run/user/%d/bus" % os.getuid(), "/run/docker.sock", "/run/podman/podman.sock", "/run/containerd/containerd.sock",
             "/run/snapd.socket", "/run/systemd/private", "/run/systemd/notify", "/dev/log", "/tmp/.X11-unix/X0"):
    for kind in (1, 2, 5):
        s = attempt(_socket.socket, 1, kind)
        if s and attempt(s.connect, path) is None and os.path.exists(path):
            escaped(path)
""",
        UNSAFE,
    ),
    unix_path_that_was_renamed="""
import _socket
attempt(_socket.socket(1, 1).connect, P["renamed"])
""",
    unix_path_that_was_bound_by_a_relative_name="""
import _socket
attempt(_socket.socket(1, 1).connect, P["outside"] + "/place/relative")
""",
    descriptor_passed_on=(
        """
import _socket
s = attempt(_socket.socket, 1, 1)
if s and attempt(s.connect, P["unix"]) is None:
    attempt(s.sendmsg, [b"x"], [(1, 1, struct.pack("=i", os.open(".", os.O_RDONLY)))])
""",
        {},
    ),
)

MORE_WRITING = family(
    "write",
    relative_to_a_folder_descriptor="""
number = attempt(os.open, P["outside"], os.O_RDONLY | os.O_DIRECTORY)
if number is not None:
    file = attempt(os.open, "file", os.O_WRONLY | os.O_TRUNC, dir_fd=number)
    attempt(os.mkdir, "planted", dir_fd=number)
""",
    relative_to_a_path_descriptor="""
number = attempt(os.open, P["outside"], os.O_PATH)
if number is not None:
    attempt(os.open, "planted", os.O_WRONLY | os.O_CREAT, 0o600, dir_fd=number)
    attempt(os.unlink, "file", dir_fd=number)
""",
    from_a_folder_outside="""
if attempt(os.chdir, P["outside"]) is None:
    attempt(append, "file")
    attempt(os.rename, "file", "moved")
""",
    through_the_root_of_a_thread='attempt(append, "/proc/thread-self/root" + P["outside"] + "/file")',
    through_the_root_of_the_first_process=('attempt(append, "/proc/1/root" + P["outside"] + "/file")', UNSAFE),
    mode_through_a_path_descriptor="""
number = attempt(os.open, P["outside"] + "/file", os.O_PATH)
if number is not None:
    attempt(os.chmod, f"/proc/self/fd/{number}", 0o777)
""",
    mode_of_an_empty_path=(
        """
number = attempt(os.open, P["outside"] + "/file", os.O_PATH)
if number is not None:
    attempt(call, 452, 452, number, b"", 0o777, 0x1000)
""",
        UNSAFE,
    ),
    access_list=(
        """
entries = b"".join(struct.pack("=HHI", *entry) for entry in ((1, 7, 2**32 - 1), (2, 7, 12345), (4, 7, 2**32 - 1), (16, 7, 2**32 - 1), (32, 7, 2**32 - 1)))
attempt(os.setxattr, P["outside"] + "/file", "system.posix_acl_access", struct.pack("=I", 2) + entries)
""",
        UNSAFE,
    ),
    pages_of_a_pipe=(
        """
# the pages of a file in a pipe must not be written to: they are everybody's
number = attempt(os.open, P["outside"] + "/file", os.O_RDONLY)
if number is not None:
    reading, writing = os.pipe()
    size = os.write(writing, bytes(65536))
    os.read(reading, size)
    attempt(os.splice, number, writing, 1, offset_src=0)
    attempt(os.write, writing, b"evil")
""",
        UNSAFE,
    ),
    own_copy_in_memory=(
        """
import mmap
number = attempt(os.open, P["outside"] + "/file", os.O_RDONLY)
if number is not None:
    page = mmap.mmap(number, 4, flags=mmap.MAP_PRIVATE, prot=mmap.PROT_READ)
    for line in open("/proc/self/maps"):
        if line.rstrip().endswith("outside/file"):
            memory = attempt(os.open, "/proc/self/mem", os.O_RDWR)
            if memory is not None:
                attempt(os.pwrite, memory, b"evil", int(line.split("-")[0], 16))
""",
        UNSAFE,
    ),
    everywhere=(
        """
todo = ["/"]
while todo:
    folder = todo.pop()
    try:
        names = os.listdir(folder)
    except OSError:
        continue
    if not folder.startswith(P["work"]):
        try:
            os.close(os.open(os.path.join(folder, P["unique"]), os.O_WRONLY | os.O_CREAT, 0o600))
            print("made in", folder)
        except OSError:
            pass
    if folder.count("/") < 3 and folder != "/proc":
        paths = [os.path.join(folder, name) for name in names[:200]]
        todo += [path for path in paths if os.path.isdir(path) and not os.path.islink(path)]
""",
        UNSAFE,
    ),
)

MORE_READING = family(
    "read",
    everything_of_every_process="""
import re
for name in os.listdir("/proc"):
    if name.isdigit():
        for part in ("environ", "root" + P["home"] + "/.ssh/id_ed25519", "cwd/secret", "mem", "task/%s/environ" % name):
            try:
                with open(f"/proc/{name}/{part}", "rb") as stream:
                    print(re.findall(rb"token-[0-9a-f]{24}", stream.read(1 << 16)))
            except OSError:
                pass
        try:
            for number in os.listdir(f"/proc/{name}/fd"):
                with open(f"/proc/{name}/fd/{number}", "rb", opener=lambda p, f: os.open(p, f | os.O_NONBLOCK)) as stream:
                    if name != str(os.getpid()):
                        print(re.findall(rb"token-[0-9a-f]{24}", os.read(stream.fileno(), 1 << 16)))
        except OSError:
            pass
""",
    first_process=(
        """
attempt(read, "/proc/1/root" + P["home"] + "/.ssh/id_ed25519")
attempt(read, "/proc/1/environ")
attempt(read, "/proc/1/cwd" + P["home"] + "/.netrc")
""",
        UNSAFE,
    ),
    relative_to_a_folder_descriptor="""
number = attempt(os.open, P["home"], os.O_PATH)
if number is not None:
    file = attempt(os.open, ".ssh/id_ed25519", os.O_RDONLY, dir_fd=number)
    if file is not None:
        show(os.read(file, 4096))
""",
    by_a_program_of_the_system="""
sys.stdout.flush()
for argv in (["cat"], ["dd", "if="], ["cp"], ["tar", "-cf-"], ["base64"]):
    path = P["home"] + "/.ssh/id_ed25519"
    words = [argv[0], "if=" + path] if argv[0] == "dd" else [*argv, path, *(["copied"] if argv[0] == "cp" else [])]
    pid = os.fork()
    if pid == 0:
        os.dup2(1, 2)
        try:
            os.execvp(words[0], words)
        except OSError:
            os._exit(1)
    os.waitpid(pid, 0)
attempt(read, "copied")
""",
)

MORE_PROCESSES = family(
    "process",
    memory_of_the_starter=(
        """
for pid in {os.getppid(), P["driver"]}:
    for flags in (os.O_RDWR, os.O_RDONLY):
        if pid != os.getpid() and attempt(os.open, f"/proc/{pid}/mem", flags) is not None and pid > 1:
            escaped(f"the memory of {pid} is open")
""",
        UNSAFE,
    ),
    trace_of_the_starter=(
        """
for pid in {os.getppid(), P["driver"]}:
    if pid > 1 and attempt(call, 101, 117, 0x4206, pid, 0, 0) is not None:
        escaped(f"{pid} is traced")
""",
        UNSAFE,
    ),
    end_of_the_starter=(
        """
if os.fork() == 0:
    os.setsid()
    attempt(os.kill, P["parent"] if "parent" in P else os.getppid(), 0)
    if os.fork() == 0:
        os.closerange(0, 100)
        os.execv(sys.executable, [sys.executable, "-I", "-S", "-c", "import time; time.sleep(20)", P["survivor"]])
    os._exit(0)
os.wait()
print("TRIED", flush=True)
for number in (19, 9):
    attempt(os.kill, os.getppid(), number)
time.sleep(0.1)
""",
        {"control": False, "ends": True},
    ),
    outlive_as_a_sibling=(
        """
pid = attempt(call, 56, 220, 0x8000 | 17, 0, 0, 0, 0)
if pid == 0:
    os.setsid()
    os.closerange(0, 100)
    os.execv(sys.executable, [sys.executable, "-I", "-S", "-c", "import time; time.sleep(20)", P["survivor"]])
time.sleep(0.1)
""",
        UNSAFE,
    ),
    compare="""
if attempt(call, 312, 272, os.getpid(), P["victim"], 1, 0, 0) is not None:
    escaped("another process is compared with this one")
""",
    order_of_the_disk="""
if attempt(call, 251, 30, 1, P["victim"], 3 << 13) is not None:
    escaped("another process waits longer for the disk")
""",
    program_in_memory="""
number = attempt(os.memfd_create, "program", 0)
if number is not None:
    os.write(number, b"#!/bin/sh\\necho planted >> " + os.fsencode(P["outside"]) + b"/file\\ncat " + os.fsencode(P["home"]) + b"/.ssh/id_ed25519\\n")
    sys.stdout.flush()
    pid = os.fork()
    if pid == 0:
        os.dup2(1, 2)
        attempt(os.execv, f"/proc/self/fd/{number}", ["program"])
        os._exit(1)
    os.waitpid(pid, 0)
""",
)

MORE_LIMITS = family(
    "limit",
    threads=(
        """
import threading
made = 0
for turn in range(300):
    try:
        threading.Thread(target=time.sleep, args=(1,), daemon=True).start()
        made += 1
    except RuntimeError as error:
        print(error)
        break
time.sleep(0.3)
if made > 150:
    escaped(made)
os._exit(0)
""",
        {"limits": {"processes": 40}, "ends": True},
    ),
    memory_in_nameless_files=(
        """
files = []
for turn in range(20):
    number = os.memfd_create("held")
    os.write(number, bytes(20_000_000))
    files.append(number)
    time.sleep(0.02)
time.sleep(0.3)
escaped("400 MB in files without names")
""",
        {"limits": {"memory": 150_000_000}, "ends": True},
    ),
    memory_of_many_that_hide=(
        """
children = []
for turn in range(4):
    if (pid := os.fork()) == 0:
        libc.prctl(4, 0, 0, 0, 0)
        held = bytearray(b"x") * 100_000_000
        time.sleep(0.6)
        os._exit(0)
    children.append(pid)
if sum(os.waitpid(pid, 0)[1] == 0 for pid in children) == 4:
    escaped("400 MB")
""",
        {"limits": {"memory": 150_000_000}, "ends": True},
    ),
    memory_in_nameless_files_that_hide=(
        """
libc.prctl(4, 0, 0, 0, 0)
files = []
for turn in range(20):
    files.append(os.memfd_create("held"))
    os.write(files[-1], bytes(20_000_000))
    time.sleep(0.02)
time.sleep(0.3)
escaped("400 MB in files without names")
""",
        {"limits": {"memory": 150_000_000}, "ends": True},
    ),
    disk_of_the_output=(
        """
block = bytes(1_000_000)
for turn in range(400):
    os.write(1, block)
print()
escaped("400 MB of output")
""",
        {"limits": {"memory": 150_000_000}, "ends": True},
    ),
)

MORE_SYSTEM = family(
    "system",
    typing_with_high_bits="""
for order in (0x5412, 0x541C, 1 << 32 | 0x5412, 1 << 32 | 0x541C):
    try:
        call(16, 29, 0, order, b"e")
    except OSError as error:
        if error.errno == errno.EPERM:
            continue
    escaped(f"{order:#x} is not refused")
""",
    second_listener="""
# who listens first to a call decides about it
if libc.prctl(38, 1, 0, 0, 0) == 0:
    code = ctypes.create_string_buffer(struct.pack("=HBBI", 6, 0, 0, 0x7FFF0000))
    program = ctypes.create_string_buffer(struct.pack("=H6xQ", 1, ctypes.addressof(code)))
    number = attempt(call, 317, 277, 1, 8, program)
    if number is not None and P["landlock"]:
        escaped("the broker is not the only one that is asked")
""",
    tracing=(
        """
for folder in ("/sys/kernel/tracing", "/sys/kernel/debug/tracing", "/sys/kernel/debug", "/sys/fs/bpf", "/sys/kernel/security",
               "/sys/kernel/config", "/sys/firmware/efi/efivars", "/sys/fs/selinux", "/sys/fs/pstore"):
    for name in attempt(os.listdir, folder) or []:
        path = folder + "/" + name
        if os.path.isfile(path) and attempt(os.open, path, os.O_WRONLY | os.O_NONBLOCK) is not None:
            escaped(path)
""",
        UNSAFE,
    ),
    every_device=(
        """
import stat
known = {"null", "zero", "full", "random", "urandom", "tty", "ptmx"}
for folder, folders, names in os.walk("/dev"):
    for name in names:
        path = folder + "/" + name
        mode = os.lstat(path).st_mode
        if (stat.S_ISCHR(mode) or stat.S_ISBLK(mode)) and name not in known:
            for flags in (os.O_RDONLY, os.O_WRONLY):
                if attempt(os.open, path, flags | os.O_NONBLOCK | os.O_NOCTTY) is not None:
                    escaped(path)
""",
        UNSAFE,
    ),
    identities_of_a_namespace=(
        """
for name, text in (("setgroups", "allow"), ("uid_map", "0 0 4294967295"), ("gid_map", "0 0 4294967295")):
    number = attempt(os.open, "/proc/self/" + name, os.O_WRONLY)
    if number is not None and attempt(os.write, number, text.encode()) is not None:
        escaped(name)
""",
        UNSAFE,
    ),
    namespace_of_the_first_process=(
        """
handle = attempt(os.pidfd_open, 1)
if handle is not None and attempt(call, 308, 268, handle, 0x20000 | 0x40000000) is not None:
    escaped("joined the first process")
""",
        UNSAFE,
    ),
    older_mount_of_everything=(
        """
for number in (428, 429, 430, 431, 432, 433, 442):
    try:
        call(number, number, -1, b"", 0, 0, 0)
    except OSError as error:
        if error.errno in (errno.EPERM, errno.ENOSYS):
            continue
        print(number, error)
    escaped(f"call {number} about mounts is not refused")
""",
        UNSAFE,
    ),
    newest_calls=(
        """
for number in range(463, 480):
    try:
        call(number, number, -1, -1, -1, -1, -1, -1)
    except OSError as error:
        if error.errno == errno.ENOSYS:
            continue
        print(number, error)
        if error.errno != errno.EPERM:
            escaped(f"call {number}, which nobody has looked at, is not refused")
""",
        UNSAFE,
    ),
)
