"""Secret places that are shown to one process: readable, never writable, and nothing beside them."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder below /tmp, which is an empty place in the sandbox."""
    made = tmp_path / "home"
    for name in (".kube", ".aws", ".docker"):
        (made / name).mkdir(parents=True)
        (made / name / "config").write_text(f"the log-in of {name}\n")
    (made / ".docker" / "other").write_text("SECRET")
    monkeypatch.setenv("HOME", str(made))
    return made


def test_a_shown_place_is_read_and_the_others_are_not(confined, home: Path):
    done = confined.run(
        "cat ~/.kube/config; cat ~/.aws/config",
        shown=(home / ".kube",),
        env={"HOME": str(home), "PATH": "/usr/bin:/bin"},
    )
    assert done.output.startswith("the log-in of .kube\n")
    assert "the log-in of .aws" not in done.output


def test_a_shown_place_cannot_be_written(confined, home: Path):
    script = f"echo x > {home}/.kube/config; echo x > {home}/.kube/new; rm -rf {home}/.kube; mv {home}/.kube {home}/k"
    done = confined.run(script, shown=(home / ".kube",))
    assert done.output.count("Read-only file system") >= 2
    assert (home / ".kube" / "config").read_text() == "the log-in of .kube\n"
    assert not (home / ".kube" / "new").exists()


def test_one_file_of_a_hidden_folder_can_be_shown(confined, home: Path):
    config = home / ".docker" / "config"
    done = confined.run(f"cat {config}; ls -A {home}/.docker; echo x > {config}", shown=(config,))
    assert done.output.startswith("the log-in of .docker\nconfig\n")
    assert "Read-only file system" in done.output


def test_it_is_read_only_in_a_workspace_that_holds_it(confined, home: Path):
    done = confined.run(
        f"cat {home}/.kube/config; echo x > {home}/.kube/config",
        shown=(home / ".kube",),
        writable=(home, confined.folder),
    )
    assert done.output.startswith("the log-in of .kube\n")
    assert "Read-only file system" in done.output


def test_what_does_not_exist_is_no_trouble(confined, home: Path):
    assert confined.run("echo on", shown=(home / ".absent",)).output == "on\n"
