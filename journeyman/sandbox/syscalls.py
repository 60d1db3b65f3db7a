"""Numbers of the system calls that the Landlock variant filters, for the two machines that it knows.

Sources: ``asm/unistd_64.h`` (x86-64) and ``asm-generic/unistd.h`` (64-bit ARM) of Linux 6.
"""

from __future__ import annotations

X86_64 = 0xC000003E
AARCH64 = 0xC00000B7
"""``AUDIT_ARCH_*``: what the kernel calls the machine in a filter's data."""

NEWEST = 463
"""From this number on, calls are unknown to us and answer "not implemented". New calls have one number everywhere."""

_EVERYWHERE: dict[str, int] = {
    "pidfd_getfd": 438,
    "process_madvise": 440,
    "process_mrelease": 448,
    "clone3": 435,
    "openat2": 437,
    "fchmodat2": 452,
    "io_uring_setup": 425,
    "io_uring_enter": 426,
    "io_uring_register": 427,
    "open_tree": 428,
    "move_mount": 429,
    "fsopen": 430,
    "fsconfig": 431,
    "fsmount": 432,
    "fspick": 433,
    "mount_setattr": 442,
    "quotactl_fd": 443,
    "landlock_create_ruleset": 444,
    "landlock_add_rule": 445,
    "landlock_restrict_self": 446,
}

# fmt: off
_X86_64: dict[str, int] = {
    "open": 2, "creat": 85, "openat": 257, "mkdir": 83, "mkdirat": 258, "rmdir": 84, "unlink": 87, "unlinkat": 263,
    "rename": 82, "renameat": 264, "renameat2": 316, "link": 86, "linkat": 265, "symlink": 88, "symlinkat": 266,
    "mknod": 133, "mknodat": 259, "truncate": 76, "chmod": 90, "fchmod": 91, "fchmodat": 268, "chown": 92,
    "lchown": 94, "fchown": 93, "fchownat": 260, "utime": 132, "utimes": 235, "futimesat": 261, "utimensat": 280,
    "setxattr": 188, "lsetxattr": 189, "fsetxattr": 190, "removexattr": 197, "lremovexattr": 198, "fremovexattr": 199,
    "connect": 42, "bind": 49, "listen": 50, "socket": 41, "socketpair": 53, "sendto": 44, "sendmsg": 46,
    "sendmmsg": 307, "clone": 56, "fork": 57, "vfork": 58, "ioctl": 16, "seccomp": 317,
    "ptrace": 101, "process_vm_readv": 310, "process_vm_writev": 311, "kcmp": 312, "mount": 165, "umount2": 166,
    "pivot_root": 155, "chroot": 161, "unshare": 272, "setns": 308, "bpf": 321, "keyctl": 250, "add_key": 248,
    "request_key": 249, "perf_event_open": 298, "userfaultfd": 323, "open_by_handle_at": 304,
    "name_to_handle_at": 303, "modify_ldt": 154, "init_module": 175, "finit_module": 313, "delete_module": 176,
    "kexec_load": 246, "kexec_file_load": 320, "reboot": 169, "swapon": 167, "swapoff": 168, "sethostname": 170,
    "setdomainname": 171, "iopl": 172, "ioperm": 173, "quotactl": 179, "acct": 163, "nfsservctl": 180,
    "lookup_dcookie": 212, "syslog": 103, "settimeofday": 164, "clock_settime": 227, "clock_adjtime": 305,
    "adjtimex": 159, "vhangup": 153, "shmget": 29, "shmat": 30, "shmctl": 31, "semget": 64, "semop": 65, "semctl": 66,
    "semtimedop": 220, "msgget": 68, "msgsnd": 69, "msgrcv": 70, "msgctl": 71, "mq_open": 240, "mq_unlink": 241,
    "move_pages": 279, "migrate_pages": 256, "fanotify_init": 300, "fanotify_mark": 301, "uselib": 134, "sysfs": 139,
    "inotify_add_watch": 254, "prlimit64": 302, "setpriority": 141, "ioprio_set": 251, "sched_setaffinity": 203,
    "sched_setscheduler": 144, "sched_setparam": 142, "sched_setattr": 314,
}

_AARCH64: dict[str, int] = {
    "openat": 56, "mkdirat": 34, "unlinkat": 35, "renameat": 38, "renameat2": 276, "linkat": 37, "symlinkat": 36,
    "mknodat": 33, "truncate": 45, "fchmod": 52, "fchmodat": 53, "fchown": 55, "fchownat": 54, "utimensat": 88,
    "setxattr": 5, "lsetxattr": 6, "fsetxattr": 7, "removexattr": 14, "lremovexattr": 15, "fremovexattr": 16,
    "connect": 203, "bind": 200, "listen": 201, "socket": 198, "socketpair": 199, "sendto": 206, "sendmsg": 211,
    "sendmmsg": 269, "clone": 220, "ioctl": 29, "seccomp": 277,
    "ptrace": 117, "process_vm_readv": 270, "process_vm_writev": 271, "kcmp": 272, "mount": 40, "umount2": 39,
    "pivot_root": 41, "chroot": 51, "unshare": 97, "setns": 268, "bpf": 280, "keyctl": 219, "add_key": 217,
    "request_key": 218, "perf_event_open": 241, "userfaultfd": 282, "open_by_handle_at": 265,
    "name_to_handle_at": 264, "init_module": 105, "finit_module": 273, "delete_module": 106, "kexec_load": 104,
    "kexec_file_load": 294, "reboot": 142, "swapon": 224, "swapoff": 225, "sethostname": 161, "setdomainname": 162,
    "quotactl": 60, "acct": 89, "nfsservctl": 42, "lookup_dcookie": 18, "syslog": 116, "settimeofday": 170,
    "clock_settime": 112, "clock_adjtime": 266, "adjtimex": 171, "vhangup": 58, "shmget": 194, "shmat": 196,
    "shmctl": 195, "semget": 190, "semop": 193, "semctl": 191, "semtimedop": 192, "msgget": 186, "msgsnd": 189,
    "msgrcv": 188, "msgctl": 187, "mq_open": 180, "mq_unlink": 181, "move_pages": 239, "migrate_pages": 238,
    "fanotify_init": 262, "fanotify_mark": 263,
    "inotify_add_watch": 27, "prlimit64": 261, "setpriority": 140, "ioprio_set": 30, "sched_setaffinity": 122,
    "sched_setscheduler": 119, "sched_setparam": 118, "sched_setattr": 274,
}
# fmt: on

MACHINES: dict[str, tuple[int, dict[str, int]]] = {
    "x86_64": (X86_64, {**_EVERYWHERE, **_X86_64}),
    "aarch64": (AARCH64, {**_EVERYWHERE, **_AARCH64}),
}
"""By ``os.uname().machine``: the kernel's name of the machine, and the numbers."""
