"""Attempts to read what must not be seen."""

from __future__ import annotations

from tests.sandbox.escapes.escape import family

ROOT_ONLY = {"control": False, "users": ("root",)}

READING = family(
    "read",
    ssh_key='attempt(read, P["home"] + "/.ssh/id_ed25519")',
    cloud_credentials='attempt(read, P["home"] + "/.aws/credentials")',
    netrc='attempt(read, P["home"] + "/.netrc")',
    forge_token='attempt(read, P["home"] + "/.config/gh/hosts.yml")',
    own_store='attempt(read, P["store"] + "/store.db")',
    own_journal='attempt(read, P["store"] + "/blobs/journal.jsonl")',
    names_of_keys="""
for name in attempt(os.listdir, P["home"] + "/.ssh") or []:
    escaped(name)
""",
    through_own_root='attempt(read, "/proc/self/root" + P["home"] + "/.ssh/id_ed25519")',
    through_a_link="""
os.symlink(P["home"] + "/.ssh", "keys")
attempt(read, "keys/id_ed25519")
""",
    through_a_hard_link="""
attempt(os.link, P["home"] + "/.ssh/id_ed25519", "key")
attempt(read, "key")
""",
    through_a_rename="""
attempt(os.rename, P["home"] + "/.ssh", P["work"] + "/moved")
attempt(read, "moved/id_ed25519")
""",
    through_a_parent="""
attempt(os.chdir, P["home"] + "/.ssh")
attempt(read, "id_ed25519")
""",
    through_a_path_descriptor="""
number = attempt(os.open, P["home"] + "/.ssh/id_ed25519", os.O_PATH)
if number is not None:
    attempt(read, f"/proc/self/fd/{number}")
""",
    through_openat2="""
how = struct.pack("=QQQ", os.O_RDONLY, 0, 0)
number = attempt(call, 437, 437, -100, os.fsencode(P["home"]) + b"/.ssh/id_ed25519", how, 24)
if number is not None:
    show(os.read(number, 4096))
""",
    through_a_file_handle=(
        """
handle, mount = ctypes.create_string_buffer(struct.pack("=Ii", 128, 0) + bytes(128)), ctypes.c_int()
where = attempt(os.open, P["home"], os.O_RDONLY)
done = attempt(call, 303, 264, -100, os.fsencode(P["home"]) + b"/.ssh/id_ed25519", handle, ctypes.byref(mount), 0)
if done is not None and where is not None:
    number = attempt(call, 304, 265, where, handle, os.O_RDONLY)
    if number is not None:
        show(os.read(number, 4096))
""",
        ROOT_ONLY,
    ),
    root_of_another_process='attempt(read, f"/proc/{P[\'victim\']}/root" + P["home"] + "/.ssh/id_ed25519")',
    folder_of_another_process="attempt(read, f\"/proc/{P['victim']}/cwd/secret\")",
    file_of_another_process="attempt(read, f\"/proc/{P['victim']}/fd/{P['secret_fd']}\")",
    environment_of_another_process="attempt(read, f\"/proc/{P['victim']}/environ\")",
    arguments_of_another_process="attempt(read, f\"/proc/{P['victim']}/cmdline\")",
    environment_of_own_launcher=('attempt(read, f"/proc/{os.getppid()}/environ")', {"control": False}),
    own_environment=("show(dict(os.environ))", {"control": False}),
    password_hashes=(
        """
text = attempt(lambda: open("/etc/shadow").read())
if text:
    escaped("the password hashes are readable")
""",
        ROOT_ONLY,
    ),
    files_of_others_in_tmp='attempt(read, P["tmp_file"])',
    names_in_tmp="""
for name in attempt(os.listdir, "/tmp") or []:
    if name == os.path.basename(P["tmp_file"]):
        escaped(name)
""",
    shared_memory_by_name='attempt(read, "/dev/shm/" + P["shm_name"])',
    terminal_of_the_user="""
number = attempt(os.open, P["terminal"], os.O_RDONLY | os.O_NOCTTY | os.O_NONBLOCK)
if number is not None:
    escaped("the user's terminal is readable")
""",
    sizes_and_times_of_secrets="""
found = attempt(os.stat, P["home"] + "/.ssh/id_ed25519")
if found:
    escaped(found.st_size)
""",
    watching_a_secret_folder="""
watch = libc.inotify_init1(0)
place = P["home"] + "/.ssh"
if libc.inotify_add_watch(watch, os.fsencode(place), 0x100) >= 0 and os.stat(place).st_ino == P["keys"]:
    escaped("what happens among the keys is reported")
""",
)
