"""Attempts on the machine itself: namespaces, mounts, devices, the kernel's switches, privileges, terminals."""

from __future__ import annotations

from tests.sandbox.escapes.escape import family

UNSAFE = {"control": False}
"""Would change the machine itself if nothing held it, or is never allowed to the user who tries without a sandbox."""
ROOT_ONLY = {"control": False, "users": ("root",)}

SYSTEM = family(
    "system",
    user_namespace="""
if attempt(call, 272, 97, 0x10000000) is not None:
    escaped("a user namespace of its own, with all capabilities")
""",
    user_namespace_by_clone="""
pid = attempt(call, 56, 220, 0x10000000 | 17, 0, 0, 0, 0)
if pid == 0:
    os._exit(0)
if pid is not None:
    escaped("a user namespace of its own, with all capabilities")
""",
    user_namespace_by_clone3="""
order = struct.pack("=11Q", 0x10000000, 0, 0, 0, 17, 0, 0, 0, 0, 0, 0)
pid = attempt(call, 435, 435, order, 88)
if pid == 0:
    os._exit(0)
if pid is not None:
    escaped("a user namespace of its own, with all capabilities")
""",
    other_namespaces=(
        """
for flag in (0x00020000, 0x02000000, 0x04000000, 0x08000000, 0x20000000, 0x40000000):
    if attempt(call, 272, 97, flag) is not None:
        escaped(hex(flag))
""",
        UNSAFE,
    ),
    namespace_of_another_process=(
        """
for name in ("mnt", "net", "user", "pid"):
    number = attempt(os.open, f"/proc/{P['victim']}/ns/{name}", os.O_RDONLY)
    if number is not None and attempt(call, 308, 268, number, 0) is not None:
        escaped(name)
""",
        UNSAFE,
    ),
    mount=(
        """
attempt(call, 165, 40, b"none", os.fsencode(P["outside"] + "/empty"), b"tmpfs", 0, b"size=4k")
""",
        UNSAFE,
    ),
    remount=(
        """
if attempt(call, 165, 40, b"none", b"/", 0, 0x20 | 0x1000, 0) is not None:
    escaped("the root is writable")
""",
        UNSAFE,
    ),
    bind_mount=(
        """
attempt(call, 165, 40, os.fsencode(P["home"]), os.fsencode(P["work"] + "/sub"), 0, 0x1000, 0)
attempt(read, "sub/.ssh/id_ed25519")
""",
        UNSAFE,
    ),
    mount_by_descriptor=(
        """
if attempt(call, 430, 430, b"tmpfs", 0) is not None:
    escaped("a file system was opened")
if attempt(call, 428, 428, -100, b"/", 1) is not None:
    escaped("the root's mount was copied")
""",
        UNSAFE,
    ),
    unmount=(
        """
for place in ("/tmp", "/dev/shm", P["home"] + "/.ssh", "/run"):
    if attempt(call, 166, 39, os.fsencode(place), 2) is not None:
        escaped(place)
attempt(read, P["home"] + "/.ssh/id_ed25519")
""",
        UNSAFE,
    ),
    change_root=(
        """
os.mkdir("cage")
if attempt(os.chroot, "cage") is not None or libc.chroot(b"cage") == 0:
    escaped("the root was changed")
""",
        UNSAFE,
    ),
    pivot_root=(
        """
os.makedirs("new/old")
if attempt(call, 155, 41, b"new", b"new/old") is not None:
    escaped("the root was changed")
""",
        UNSAFE,
    ),
    device_node=(
        """
import stat
attempt(os.mknod, "null", 0o666 | stat.S_IFCHR, os.makedev(1, 3))
if os.path.exists("null"):
    escaped("a device was made")
attempt(os.mknod, "disk", 0o666 | stat.S_IFBLK, os.makedev(254, 0))
if os.path.exists("disk"):
    escaped("a device was made")
""",
        UNSAFE,
    ),
    disks=(
        """
import stat
for name in attempt(os.listdir, "/dev") or ["vda", "sda", "nvme0n1", "dm-0", "loop0"]:
    path = "/dev/" + name
    if os.path.exists(path) and stat.S_ISBLK(os.stat(path).st_mode):
        if attempt(os.open, path, os.O_RDONLY) is not None:
            escaped(path)
""",
        UNSAFE,
    ),
    physical_memory=(
        """
for path in ("/dev/mem", "/dev/kmem", "/dev/port", "/proc/kcore"):
    if attempt(os.open, path, os.O_RDONLY) is not None:
        escaped(path)
""",
        UNSAFE,
    ),
    kernel_log=(
        """
for path, flags in (("/dev/kmsg", os.O_WRONLY), ("/dev/kmsg", os.O_RDONLY)):
    if attempt(os.open, path, flags | os.O_NONBLOCK) is not None:
        escaped(path)
if libc.klogctl(3, ctypes.create_string_buffer(100), 100) > 0:
    escaped("the kernel's log")
""",
        UNSAFE,
    ),
    special_devices=(
        """
for name in ("fuse", "kvm", "net/tun", "vhost-vsock", "vsock", "uinput", "loop-control", "userfaultfd", "ptp0", "rtc0"):
    if attempt(os.open, "/dev/" + name, os.O_RDWR) is not None:
        escaped(name)
""",
        UNSAFE,
    ),
    kernel_switches=(
        """
for path in ("/proc/sys/kernel/core_pattern", "/proc/sys/kernel/modprobe", "/proc/sys/vm/overcommit_memory",
             "/proc/sys/net/ipv4/ip_forward", "/proc/sysrq-trigger", "/proc/sys/kernel/hostname"):
    if attempt(os.open, path, os.O_WRONLY) is not None:
        escaped(path)
""",
        UNSAFE,
    ),
    program_formats=(
        """
for path in ("/proc/sys/fs/binfmt_misc/register", "/proc/sys/fs/binfmt_misc/status"):
    if attempt(os.open, path, os.O_WRONLY) is not None:
        escaped(path)
""",
        UNSAFE,
    ),
    control_groups=(
        """
for folder, folders, files in os.walk("/sys/fs/cgroup"):
    for name in files:
        if name in ("release_agent", "cgroup.procs", "notify_on_release", "tasks", "cgroup.subtree_control"):
            if attempt(os.open, folder + "/" + name, os.O_WRONLY) is not None:
                escaped(folder + "/" + name)
    if attempt(os.mkdir, folder + "/" + P["unique"]) is None and os.path.isdir(folder + "/" + P["unique"]):
        escaped(folder)
    folders[:] = folders[:3] if folder.count("/") < 5 else []
""",
        UNSAFE,
    ),
    kernel_objects=(
        """
for path in ("/sys/kernel/uevent_helper", "/sys/power/state", "/sys/module/kernel/parameters/consoleblank",
             "/sys/kernel/mm/transparent_hugepage/enabled", "/sys/kernel/debug/sched/features"):
    if attempt(os.open, path, os.O_WRONLY) is not None:
        escaped(path)
""",
        UNSAFE,
    ),
    kernel_module=(
        """
for numbers in ((313, 273), (175, 105)):
    try:
        call(*numbers, -1, b"", 0)
    except OSError as error:
        print(error)
        if error.errno not in (errno.EPERM, errno.ENOSYS):
            escaped("loading modules is not refused")
""",
        UNSAFE,
    ),
    clock=(
        """
now = struct.pack("=qq", int(time.time()), 0)
if attempt(call, 227, 112, 0, now) is not None:
    escaped("the clock was set")
""",
        UNSAFE,
    ),
    host_name=(
        """
name = os.uname().nodename.encode()
if attempt(call, 170, 161, name, len(name)) is not None:
    escaped("the host's name was set")
""",
        UNSAFE,
    ),
    swap=(
        """
write("swap", "x" * 8192)
if attempt(call, 167, 224, b"swap", 0) is not None:
    escaped("swap was switched on")
try:
    call(168, 225, b"swap")
except OSError as error:
    if error.errno != errno.EPERM:
        escaped(error)
""",
        UNSAFE,
    ),
    ports=(
        """
if AMD and libc.iopl(3) == 0:
    escaped("the machine's ports")
if AMD and libc.ioperm(0x70, 1, 1) == 0:
    escaped("the machine's ports")
""",
        UNSAFE,
    ),
    file_watch_of_everything=(
        """
number = attempt(call, 300, 262, 0, os.O_RDONLY)
if number is not None:
    if libc.fanotify_mark(number, 0x11, ctypes.c_uint64(0x20), -100, b"/") == 0:
        escaped("all opens of the file system are reported")
""",
        UNSAFE,
    ),
    counters_of_others=(
        """
attributes = ctypes.create_string_buffer(struct.pack("=IIQ", 1, 112, 1) + bytes(96))
if attempt(call, 298, 241, ctypes.byref(attributes), P["victim"], -1, -1, 0) is not None:
    escaped("another process is measured")
""",
        {"control": False},
    ),
    capabilities=(
        """
for line in open("/proc/self/status"):
    names = ("CapEff", "CapPrm", "CapInh", "CapAmb", *(("CapBnd",) if os.getuid() == 0 else ()))
    if line.startswith(names) and int(line.split()[1], 16):
        escaped(line)
""",
        {"control": False},
    ),
    new_privileges="""
if libc.prctl(39, 0, 0, 0, 0) != 1:
    escaped("a program may gain privileges")
""",
    another_user=(
        """
for action, number in ((os.setuid, 12345), (os.setgid, 12345), (os.setgroups, [])):
    try:
        action(number)
    except OSError as error:
        print(error)
    else:
        escaped(action.__name__)
        break
""",
        ROOT_ONLY,
    ),
    set_user_bit="""
import shutil, stat
shutil.copy("/bin/cat", "cat")
attempt(os.chmod, "cat", 0o4755)
if libc.prctl(39, 0, 0, 0, 0) != 1:
    escaped("it would take effect")
""",
    typing_into_the_terminal="""
import fcntl
for path in ("/dev/tty", "/proc/self/fd/0", P["terminal"]):
    number = attempt(os.open, path, os.O_RDWR | os.O_NONBLOCK)
    if number is not None and not os.path.samestat(os.fstat(number), os.stat("/dev/null")):
        attempt(fcntl.ioctl, number, 0x540E, 0)
        for letter in b"evil\\n":
            attempt(fcntl.ioctl, number, 0x5412, bytes([letter]))
        escaped("a terminal of the user is open")
""",
    writing_to_the_terminal="""
number = attempt(os.open, P["terminal"], os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK)
if number is not None:
    os.write(number, b"\\x1b]2;evil\\x07")
""",
    other_terminals="""
for name in attempt(os.listdir, "/dev/pts") or [str(number) for number in range(5)]:
    if name.isdigit() and attempt(os.open, "/dev/pts/" + name, os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK) is not None:
        escaped(name)
""",
    thirty_two_bit_calls=(
        """
import mmap
if AMD:
    # getpid by the old gate, where a filter would see other numbers
    code = b"\\x53\\xb8\\x14\\0\\0\\0\\xcd\\x80\\x5b\\xc3"
    page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    page.write(code)
    sys.stdout.flush()
    pid = os.fork()
    if pid == 0:
        ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(page)))()
        # socket(AF_INET, SOCK_STREAM) by number 359
        page[:] = (b"\\x53\\xb8\\x67\\x01\\0\\0\\xbb\\x02\\0\\0\\0\\xb9\\x01\\0\\0\\0\\x31\\xd2\\xcd\\x80\\x5b\\xc3").ljust(4096, b"\\0")
        number = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(page)))()
        if number >= 0:
            address = struct.pack("=H", 2) + struct.pack(">H", P["tcp"]) + bytes([127, 0, 0, 1]) + bytes(8)
            print(libc.connect(number, address, 16))
        os._exit(0)
    os.waitpid(pid, 0)
""",
        {},
    ),
    x32_calls=(
        """
if AMD:
    pid = os.fork()
    if pid == 0:
        number = libc.syscall(ctypes.c_long(0x40000000 + 41), 2, 1, 0)
        if number >= 0:
            address = struct.pack("=H", 2) + struct.pack(">H", P["tcp"]) + bytes([127, 0, 0, 1]) + bytes(8)
            print(libc.connect(number, address, 16))
        os._exit(0)
    os.waitpid(pid, 0)
""",
        {"control": False},
    ),
    programs_of_the_workspace_in_the_path="""
write("ls", "#!/bin/sh")
os.chmod("ls", 0o755)
for folder in os.environ["PATH"].split(":"):
    if folder == P["work"] or not folder.startswith("/"):
        escaped("the workspace is on the path")
attempt(write, P["home"] + "/.local/bin/ls", "#!/bin/sh")
""",
    preloading=(
        'attempt(write, "/etc/ld.so.preload-" + P["unique"]); show({k: v for k, v in os.environ.items() if k.startswith("LD_")})',
        {"control": False},
    ),
    scheduled_jobs=(
        """
for folder in ("/etc/cron.d", "/var/spool/cron", "/var/spool/cron/crontabs", "/etc/systemd/system", "/etc/profile.d"):
    attempt(write, folder + "/" + P["unique"])
""",
        UNSAFE,
    ),
)

KERNEL = family(
    "kernel",
    io_uring=(
        """
if attempt(call, 425, 425, 4, ctypes.byref(ctypes.create_string_buffer(120))) is not None:
    escaped("io_uring is there")
""",
        {},
    ),
    page_faults=(
        """
if attempt(call, 323, 282, 1) is not None:
    escaped("userfaultfd is there")
""",
        {},
    ),
    programs_in_the_kernel=(
        """
order = struct.pack("=IIII", 2, 4, 8, 1) + bytes(112)
if attempt(call, 321, 280, 0, order, 128) is not None:
    escaped("bpf is there")
""",
        {"control": False},
    ),
    segment_descriptors=(
        """
if AMD and attempt(call, 154, 0, 1, struct.pack("=IIII", 0, 0, 0, 0x51), 16) is not None:
    escaped("modify_ldt is there")
""",
        {},
    ),
    keys=(
        """
if attempt(call, 250, 219, 0, -3, 1) is not None:
    escaped("the kernel's keyrings are there")
""",
        {},
    ),
)
