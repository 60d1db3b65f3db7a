"""What a confined process can and cannot do, tried for real."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from journeyman.errors import SandboxError
from journeyman.sandbox import Limits, ProcessSpec
from journeyman.sandbox.places import cache_folder


def test_the_workspace_is_writable_and_nothing_else(confined, folder: Path, tmp_path: Path):
    done = confined.run("echo in > here; echo out > /usr/x; echo up > ../up; echo tmp > /tmp/x && cat /tmp/x")
    assert (folder / "here").read_text() == "in\n"
    assert not (tmp_path / "up").exists()
    assert not os.path.exists("/usr/x")
    assert done.output.rstrip().endswith("tmp")
    assert not os.path.exists("/tmp/x")


def test_it_runs_in_the_given_folder_and_environment(confined, folder: Path):
    done = confined.run(
        "pwd; echo $GREETING; echo ${PIP_CACHE_DIR}", env={"PATH": os.environ["PATH"], "GREETING": "hi"}
    )
    assert done.output.split() == [str(folder), "hi", "/tmp/.cache/pip"]


def test_guarded_paths_are_read_only(confined, folder: Path):
    (folder / ".git").mkdir()
    (folder / ".git" / "config").write_text("old")
    done = confined.run(
        "echo new > .git/config; rm -rf .git; mv .git away; cat .git/config", read_only=(folder / ".git",)
    )
    assert (folder / ".git" / "config").read_text() == "old"
    assert done.output.endswith("old")


def test_hidden_places_cannot_be_seen(confined, folder: Path, tmp_path: Path):
    secret, inside = tmp_path / "private", folder / "vault"
    for place in (secret, inside):
        place.mkdir()
        (place / "key").write_text("SECRET")
    (folder / "token").write_text("SECRET")
    done = confined.run(f"cat {secret}/key vault/key token; ls vault", hidden=(secret, inside, folder / "token"))
    assert "SECRET" not in done.output
    assert (inside / "key").read_text() == "SECRET"


def test_a_workspace_inside_a_hidden_place_is_seen_alone(confined, folder: Path, tmp_path: Path):
    (tmp_path / "sibling").write_text("SECRET")
    done = confined.run("echo mine > file; cat file; ls ..", hidden=(tmp_path,))
    assert done.output.split() == ["mine", folder.name]


def test_secret_places_of_the_home_are_hidden(confined, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    # Beside the user's own folder: /tmp and /var/tmp are private in the sandbox anyway.
    import pwd

    home = Path(pwd.getpwuid(os.getuid()).pw_dir) / f".journeyman-test-home-{os.getpid()}"
    try:
        (home / ".ssh").mkdir(parents=True)
        (home / ".ssh" / "id_ed25519").write_text("SECRET")
        (home / ".netrc").write_text("SECRET")
        (home / "notes").write_text("notes")
        monkeypatch.setenv("HOME", str(home))
        done = confined.run("cat ~/.ssh/id_ed25519 ~/.netrc; cat ~/notes")
        assert "SECRET" not in done.output
        assert done.output.endswith("notes")
    finally:
        import shutil

        shutil.rmtree(home)


def test_there_is_no_network_by_default(confined):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        script = f"(exec 3<>/dev/tcp/127.0.0.1/{port}) 2>/dev/null && echo connected || echo none"
        assert confined.run(script).output.strip() == "none"
        assert confined.run(script, network=True).output.strip() == "connected"


def test_names_resolve_with_network(confined):
    assert confined.run("test -s /etc/resolv.conf && getent hosts localhost", network=True).exit_code == 0


def test_package_caches_are_lent_only_to_runs_with_network(
    confined, isolated_home: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("XDG_CACHE_HOME", str(isolated_home / "cache"))
    done = confined.run("mkdir -p $PIP_CACHE_DIR && echo x > $PIP_CACHE_DIR/kept && echo $PIP_CACHE_DIR", network=True)
    assert done.output.strip() == str(cache_folder() / "pip")
    assert (cache_folder() / "pip" / "kept").exists()
    assert confined.run(f"cat {cache_folder()}/pip/kept").exit_code != 0


def test_a_cache_that_cannot_be_made_is_done_without(confined, isolated_home: Path, monkeypatch: pytest.MonkeyPatch):
    (isolated_home / "blocked").write_text("a file")
    monkeypatch.setenv("XDG_CACHE_HOME", str(isolated_home / "blocked"))
    assert confined.run("echo $PIP_CACHE_DIR", network=True).output.strip() == "/tmp/.cache/pip"


def test_a_cache_inside_the_workspace_is_used_there(confined, folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
    assert confined.run("echo $PIP_CACHE_DIR", network=True).output.strip() == str(folder / "cache/journeyman/pip")


def test_other_processes_are_neither_seen_nor_reached(confined):
    done = confined.run(f"kill -0 {os.getpid()}; ls -d /proc/[0-9]* | wc -l")
    assert "No such process" in done.output
    assert int(done.output.split()[-1]) < 10


def test_no_privilege_can_be_gained(confined):
    script = "mount -o remount,rw / 2>&1; unshare -U true 2>&1; mknod /tmp/d b 7 0 2>&1; grep CapEff /proc/self/status"
    done = confined.run(script)
    assert done.output.rstrip().endswith("0000000000000000")
    assert done.output.count("ermitted") + done.output.count("ermission") + done.output.count("No space") >= 2


def test_memory_and_processes_are_limited(confined):
    hungry = confined.start(confined.python("bytearray(10**9)", limits=Limits(wall=20, memory=300_000_000)))
    assert "MemoryError" in hungry.output
    assert confined.run("ulimit -u", limits=Limits(wall=20, processes=50)).output.strip() == "50"


def test_a_program_that_does_not_exist_is_told(confined, folder: Path):
    with pytest.raises(SandboxError, match="No such file"):
        confined.start(ProcessSpec(("no-such-program",), folder, {"PATH": "/usr/bin"}, (folder,)))


@pytest.mark.parametrize("bad", [Path("relative"), Path("/does/not/exist")])
def test_only_existing_absolute_folders_can_be_made_writable(confined, bad: Path):
    with pytest.raises(SandboxError, match="existing absolute folder"):
        confined.run("true", writable=(bad,))


def test_the_kernels_switches_are_read_only(confined):
    done = confined.run(
        "echo x > /proc/sys/kernel/core_pattern; echo h > /proc/sysrq-trigger; echo x > /dev/new; ls /dev/shm"
    )
    assert len(done.output.splitlines()) == 3  # each failed; which switches there are depends on the kernel
    assert done.output.count("Read-only file system") >= 2
    assert Path("/proc/sys/kernel/core_pattern").read_text() != "x\n"


def test_nothing_can_be_put_into_a_hidden_folder(confined, folder: Path):
    secret = folder / "secret"
    secret.mkdir()
    (secret / "key").write_text("SECRET")
    done = confined.run(f"ls -A {secret}; echo x > {secret}/new", hidden=(secret,))
    assert done.output.strip().endswith("Permission denied")
    assert "key" not in done.output


def test_empty_file_systems_are_limited_as_memory_is(confined):
    done = confined.run(
        "head -c 30000000 /dev/zero > /tmp/a; stat -c %s /tmp/a", limits=Limits(wall=30, memory=20_000_000)
    )
    assert "No space left" in done.output
    assert int(done.output.split()[-1]) <= 20_010_000


def test_sockets_of_other_programs_are_hidden_and_those_of_the_workspace_are_not(confined, folder: Path):
    import pwd
    import tempfile

    home = pwd.getpwuid(os.getuid()).pw_dir
    with tempfile.TemporaryDirectory(dir=home, prefix=".journeyman-test-") as outside:
        places = [f"{outside}/s", str(folder / "s"), str(folder / "guarded" / "s")]
        (folder / "guarded").mkdir()
        servers = []
        for place in places:
            server = socket.socket(socket.AF_UNIX)
            server.bind(place)
            server.listen()
            servers.append(server)
        code = f"""
import _socket
for place in {places!r}:
    try:
        _socket.socket(1, 1).connect(place); print('connected')
    except OSError as error:
        print(type(error).__name__)
"""
        spec = confined.python(code)
        spec = ProcessSpec(spec.argv, folder, spec.env, (folder,), read_only=(folder / "guarded",), limits=spec.limits)
        assert confined.start(spec).output.split() == ["ConnectionRefusedError", "connected", "ConnectionRefusedError"]
        lent = ProcessSpec(spec.argv, folder, spec.env, (folder,), shown=(Path(places[0]),), limits=spec.limits)
        assert confined.start(lent).output.split()[0] == "connected"
        for server in servers:
            server.close()


def test_what_would_change_the_sandbox_itself_is_refused(confined):
    with pytest.raises(SandboxError, match="LD_PRELOAD"):
        confined.run("true", env={"PATH": os.environ["PATH"], "LD_PRELOAD": "/x.so"})


def test_shell_start_files_of_the_environment_do_not_run_outside(confined, folder: Path):
    (folder / "start").write_text("echo started; touch /tmp/journeyman-test-outside\n")
    done = confined.run(
        "true", env={"PATH": os.environ["PATH"], "BASH_ENV": str(folder / "start"), "ENV": str(folder / "start")}
    )
    assert not os.path.exists("/tmp/journeyman-test-outside")
    assert done.output == "started\n"  # inside, where it may
