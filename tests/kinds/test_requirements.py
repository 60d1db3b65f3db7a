"""What a requirements file installs."""

from __future__ import annotations

from pathlib import Path

import pytest

from journeyman.errors import PathError
from journeyman.kinds import all_kinds
from journeyman.kinds.kind import Context
from journeyman.kinds.requirements import package_name, read_requirements
from journeyman.values import Action
from journeyman.workspace import Workspace


def read(root: Path, text: str, **overlay: str) -> list[str]:
    (root / "requirements.txt").write_text(text)
    planned = {str(root / name.replace("_", ".")): content for name, content in overlay.items()}
    return sorted(read_requirements(root / "requirements.txt", root, planned)[0])


def test_names_without_versions_markers_and_comments(tmp_path: Path) -> None:
    text = "Flask[async]>=3  # web\n\n# nothing\nrequests==2.31; python_version > '3'\nruamel.yaml \\\n    --hash=sha256:aa\n"
    assert read(tmp_path, text) == ["pypi:flask", "pypi:requests", "pypi:ruamel-yaml"]


@pytest.mark.parametrize(
    "line",
    [
        "requests @ https://evil.example/x.zip",
        "git+https://evil.example/x",
        "./local",
        "-e .",
        "--index-url https://evil.example/simple",
        "-i https://evil.example/simple",
        "--extra-index-url=https://evil.example",
        "-f https://evil.example",
    ],
)
def test_what_is_no_plain_name_stays_as_it_is(tmp_path: Path, line: str) -> None:
    assert read(tmp_path, f"requests\n{line}\n") == sorted([f"pypi:{line}", "pypi:requests"])


def test_options_that_only_make_it_stricter_are_no_package(tmp_path: Path) -> None:
    assert read(tmp_path, "--require-hashes\n--only-binary :all:\nflask\n") == ["pypi:flask"]


def test_other_files_are_taken_in_and_constraints_install_nothing(tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "dev.txt").write_text("-r ../requirements.txt\npytest\n")
    (tmp_path / "pins.txt").write_text("obscure==1\n")
    (tmp_path / "requirements.txt").write_text("flask\n-r more/dev.txt\n-c pins.txt\n--requirement=more/dev.txt\n")
    packages, files = read_requirements(tmp_path / "requirements.txt", tmp_path, {})
    assert packages == {"pypi:flask", "pypi:pytest"}
    assert {file.name for file in files} == {"requirements.txt", "dev.txt", "pins.txt"}


def test_what_a_plan_will_have_written_counts(tmp_path: Path) -> None:
    assert read(tmp_path, "flask\n", requirements_txt="requests\n") == ["pypi:requests"]


def test_a_file_that_is_missing_names_nothing(tmp_path: Path) -> None:
    assert read_requirements(tmp_path / "none.txt", tmp_path, {})[0] == set()


def test_a_file_outside_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PathError):
        read(tmp_path, "-r ../../etc/x.txt\n")


def test_too_many_files_are_not_taken_for_known(tmp_path: Path) -> None:
    for number in range(30):
        (tmp_path / f"r{number}.txt").write_text(f"-r r{number + 1}.txt\n")
    packages, _ = read_requirements(tmp_path / "r0.txt", tmp_path, {})
    assert packages == {"pypi:-r r20.txt"}


def test_the_name_in_a_requirement() -> None:
    assert package_name("Typing_Extensions >= 4") == "typing-extensions"
    assert package_name("??") == "??"


def test_an_install_names_its_packages_and_binds_every_file(workspace: Workspace) -> None:
    root = workspace.root
    (root / "requirements.txt").write_text("-r dev.txt\nflask\n")
    (root / "dev.txt").write_text("reqeusts\n")
    action = Action("env.install", {"packages": ["Numpy>=1"], "requirements": "requirements.txt"})
    found = all_kinds()["env.install"].predict(action, Context(workspace, {}))
    assert found.packages == ("pypi:flask", "pypi:numpy", "pypi:reqeusts")
    assert set(found.digests) == {str(root / "requirements.txt"), str(root / "dev.txt")}
