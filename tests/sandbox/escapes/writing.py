"""Attempts to change what lies outside the workspace."""

from __future__ import annotations

from tests.sandbox.escapes.escape import family

UNSAFE = {"control": False}
"""Would change the machine itself if nothing held it."""

WRITING = family(
    "write",
    shell_start_file='attempt(append, P["home"] + "/.bashrc")',
    authorized_keys='attempt(append, P["home"] + "/.ssh/authorized_keys")',
    autostart='attempt(write, P["home"] + "/.config/autostart.desktop")',
    parent_folder='attempt(write, "../planted")',
    through_dots='attempt(write, "sub/../../outside/planted")',
    system_configuration=('attempt(write, "/etc/" + P["unique"])', UNSAFE),
    system_programs=('attempt(write, "/usr/local/bin/" + P["unique"])', UNSAFE),
    shared_tmp='attempt(write, "/tmp/" + P["unique"])',
    shared_memory='attempt(append, "/dev/shm/" + P["shm_name"])',
    own_store='attempt(append, P["store"] + "/store.db")',
    own_trust_removed='attempt(os.unlink, P["store"] + "/store.db")',
    own_journal='attempt(append, P["store"] + "/blobs/journal.jsonl")',
    through_a_link="""
os.symlink(P["outside"], "way")
attempt(append, "way/file")
""",
    through_a_hard_link="""
attempt(os.link, P["outside"] + "/file", "near")
attempt(append, "near")
""",
    through_own_root='attempt(append, "/proc/self/root" + P["outside"] + "/file")',
    through_own_folder='attempt(append, "/proc/self/cwd/../outside/file")',
    root_of_another_process='attempt(append, f"/proc/{P[\'victim\']}/root" + P["outside"] + "/file")',
    folder_of_another_process="attempt(append, f\"/proc/{P['victim']}/cwd/file\")",
    file_of_another_process="attempt(append, f\"/proc/{P['victim']}/fd/{P['file_fd']}\")",
    through_a_path_descriptor="""
number = attempt(os.open, P["outside"] + "/file", os.O_PATH)
if number is not None:
    attempt(append, f"/proc/self/fd/{number}")
""",
    through_a_reading_descriptor="""
number = attempt(os.open, P["outside"] + "/file", os.O_RDONLY)
if number is not None:
    attempt(append, f"/proc/self/fd/{number}")
    attempt(os.ftruncate, number, 0)
""",
    rename_over="""
write("mine")
attempt(os.rename, "mine", P["outside"] + "/file")
""",
    rename_away='attempt(os.rename, P["outside"] + "/file", "taken")',
    exchange="""
write("mine")
attempt(call, 316, 276, -100, b"mine", -100, os.fsencode(P["outside"]) + b"/file", 2)
""",
    nameless_file_linked="""
number = attempt(os.open, P["outside"], os.O_TMPFILE | os.O_WRONLY, 0o600)
if number is not None:
    here = f"/proc/self/fd/{number}".encode()
    attempt(call, 265, 37, -100, here, -100, os.fsencode(P["outside"]) + b"/planted", 0x400)
""",
    nameless_file_of_the_workspace="""
number = attempt(os.open, ".", os.O_TMPFILE | os.O_WRONLY, 0o600)
if number is not None:
    here = f"/proc/self/fd/{number}".encode()
    attempt(call, 265, 37, -100, here, -100, os.fsencode(P["outside"]) + b"/planted", 0x400)
""",
    remove='attempt(os.unlink, P["outside"] + "/file")',
    remove_folder='attempt(os.rmdir, P["outside"] + "/empty")',
    make_folder='attempt(os.mkdir, P["outside"] + "/planted")',
    make_link='attempt(os.symlink, "file", P["outside"] + "/planted")',
    make_pipe='attempt(os.mkfifo, P["outside"] + "/planted")',
    make_socket="""
import _socket
attempt(_socket.socket(1, 1).bind, P["outside"] + "/planted")
""",
    truncate='attempt(os.truncate, P["outside"] + "/file", 0)',
    truncate_on_reading='attempt(os.open, P["outside"] + "/file", os.O_RDONLY | os.O_TRUNC)',
    mode='attempt(os.chmod, P["outside"] + "/file", 0o777)',
    mode_by_descriptor="""
number = attempt(os.open, P["outside"] + "/file", os.O_RDONLY)
if number is not None:
    attempt(os.fchmod, number, 0o777)
""",
    mode_of_the_home='attempt(os.chmod, P["home"], 0o777)',
    owner=('attempt(os.chown, P["outside"] + "/file", 12345, 12345)', {"control": False}),
    times='attempt(os.utime, P["outside"] + "/file", (1, 1))',
    times_by_descriptor="""
number = attempt(os.open, P["outside"] + "/file", os.O_RDONLY)
if number is not None:
    attempt(os.utime, number, (1, 1))
""",
    attribute='attempt(os.setxattr, P["outside"] + "/file", "user.planted", b"x")',
    file_flags="""
import fcntl
number = attempt(os.open, P["outside"] + "/file", os.O_RDONLY)
if number is not None and attempt(fcntl.ioctl, number, 0x40086602, struct.pack("=Q", 0x40)) is not None:
    escaped("flags of the file were set")
""",
    shared_mapping="""
import mmap
number = attempt(os.open, P["outside"] + "/file", os.O_RDWR)
if number is not None:
    mmap.mmap(number, 4)[:4] = b"evil"
""",
    sparse_file="""
number = attempt(os.open, P["outside"] + "/planted", os.O_RDWR | os.O_CREAT)
if number is not None:
    os.ftruncate(number, 1 << 30)
""",
    race_of_a_link="""
os.mkdir("d")
os.symlink(P["outside"], "l")
stop = meanwhile(lambda: call(316, 276, -100, b"d", -100, b"l", 2))
for turn in turns():
    attempt(append, "d/file")
stop()
""",
    race_of_a_name="""
import mmap
page = mmap.mmap(-1, 4096)
good, evil = b"mine\\0", os.fsencode(P["outside"]) + b"/file\\0"
def flip():
    page[:len(evil)] = evil
    page[:len(good)] = good
flip()
name = ctypes.c_char_p(ctypes.addressof(ctypes.c_char.from_buffer(page)))
stop = meanwhile(flip)
for turn in turns():
    libc.chmod(name, 0o777)
    libc.truncate(name, 0)
    libc.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
stop()
""",
    in_a_child_of_a_child="""
if os.fork() == 0:
    if os.fork() == 0:
        attempt(append, P["outside"] + "/file")
        os._exit(0)
    os.wait()
    os._exit(0)
os.wait()
""",
)

PROTECTED = family(
    "protected",
    git_hook='attempt(write, ".git/hooks/pre-commit", "#!/bin/sh")',
    git_config='attempt(append, ".git/config")',
    git_removed="""
import shutil
shutil.rmtree(".git", ignore_errors=True)
""",
    git_renamed='attempt(os.rename, ".git", "old")',
    git_exchanged="""
os.mkdir("mine")
attempt(call, 316, 276, -100, b"mine", -100, b".git", 2)
""",
    hook_by_rename="""
write("hook", "#!/bin/sh")
attempt(os.rename, "hook", ".git/hooks/pre-commit")
""",
    hook_by_hard_link="""
write("hook", "#!/bin/sh")
attempt(os.link, "hook", ".git/hooks/pre-commit")
""",
    hook_by_link='attempt(os.symlink, "../../hook", ".git/hooks/pre-commit")',
    config_by_hard_link="""
attempt(os.link, ".git/config", "near")
attempt(append, "near")
""",
    config_through_a_link="""
os.symlink(".git/config", "near")
attempt(append, "near")
""",
    config_through_own_folder='attempt(append, "/proc/self/cwd/.git/config")',
    config_through_a_descriptor="""
number = attempt(os.open, ".git/config", os.O_RDONLY)
if number is not None:
    attempt(append, f"/proc/self/fd/{number}")
""",
    config_truncated='attempt(os.truncate, ".git/config", 0)',
    modes='attempt(os.chmod, ".git/hooks", 0o777)',
    times='attempt(os.utime, ".git/config", (1, 1))',
    folder_in_git='attempt(os.mkdir, ".git/planted")',
    policy='attempt(append, "configs/policy.yaml")',
    policy_replaced="""
write("mine")
attempt(os.replace, "mine", "configs/policy.yaml")
""",
    new_configuration='attempt(write, "configs/planted.yaml")',
    log_shortened='attempt(os.truncate, "logs/activity.log", 0)',
    log_rewritten='attempt(write, "logs/activity.log", "nothing happened")',
    race_of_a_link="""
os.mkdir("d")
os.symlink(".git/hooks", "l")
stop = meanwhile(lambda: call(316, 276, -100, b"d", -100, b"l", 2))
for turn in turns():
    attempt(write, "d/pre-commit")
    attempt(os.mkdir, "d/planted")
stop()
""",
)
