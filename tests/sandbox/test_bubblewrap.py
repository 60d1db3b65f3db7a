"""What a confined process can and cannot do, tried for real."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from journeyman.errors import SandboxError
from journeyman.sandbox import Limits
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
    from journeyman.sandbox import ProcessSpec

    with pytest.raises(SandboxError, match="No such file"):
        confined.start(ProcessSpec(("no-such-program",), folder, {"PATH": "/usr/bin"}, (folder,)))


@pytest.mark.parametrize("bad", [Path("relative"), Path("/does/not/exist")])
def test_only_existing_absolute_folders_can_be_made_writable(confined, bad: Path):
    with pytest.raises(SandboxError, match="existing absolute folder"):
        confined.run("true", writable=(bad,))
