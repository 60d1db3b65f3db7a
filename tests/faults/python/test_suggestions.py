"""What is suggested comes from what is known around the failure: names, files, modules, packages."""

from __future__ import annotations

import pytest

from journeyman.faults.case import Case, Surroundings
from journeyman.faults.diagnosers import diagnose
from journeyman.faults.python.distributions import distribution


def found(last: str, source: str = "run()", around: Surroundings | None = None, path: str = "app.py"):
    text = f'Traceback (most recent call last):\n  File "{path}", line 4, in <module>\n    {source}\n{last}\n'
    return diagnose(Case("traceback", output=text, around=around or Surroundings()))


@pytest.mark.parametrize(
    ("module", "package"),
    [
        ("cv2", "opencv-python"),
        ("yaml", "PyYAML"),
        ("sklearn.ensemble", "scikit-learn"),
        ("PIL", "Pillow"),
        ("bs4", "beautifulsoup4"),
        ("google.cloud.storage", "google-cloud-storage"),
        ("flask_login", "Flask-Login"),
        ("some_thing", "some_thing"),
    ],
)
def test_a_module_is_installed_by_the_name_of_its_package(module, package):
    diagnosis = found(f"ModuleNotFoundError: No module named '{module}'", f"import {module}")
    assert diagnosis.code == "python.module_not_found"
    assert diagnosis.fixes[0].command == f"pip install {package}"
    assert (diagnosis.fixes[0].safety, diagnosis.fixes[0].operation) == ("ask", "install")
    assert distribution(module) == package


def test_a_module_of_the_workspace_is_not_installed_from_elsewhere():
    around = Surroundings(files=("src/helpers/tools.py",))
    diagnosis = found("ModuleNotFoundError: No module named 'tools'", "import tools", around)
    assert diagnosis.code == "python.module_not_on_path"
    assert not any(fix.command for fix in diagnosis.fixes)


def test_a_misspelt_module_is_put_right_first():
    around = Surroundings(modules=frozenset(("polars_fast",)))
    diagnosis = found("ModuleNotFoundError: No module named 'polarsfast'", "import polarsfast", around)
    assert diagnosis.fixes[0].edit.to_dict() == {
        "path": "app.py",
        "line": 4,
        "old": "import polarsfast",
        "new": "import polars_fast",
    }


def test_a_file_that_hides_a_module():
    around = Surroundings(files=("random.py", "app.py"))
    diagnosis = found("AttributeError: module 'random' has no attribute 'randint'", "random.randint(1, 2)", around)
    assert diagnosis.code == "python.shadowed_module"
    assert "random.py" in diagnosis.summary


@pytest.mark.parametrize(
    ("path", "files", "code", "word"),
    [
        ("data.csv", ("input/data.csv",), "python.file_elsewhere", "input/data.csv"),
        ("dta.csv", ("data.csv", "x.py"), "python.file_misspelt", "data.csv"),
        ("~/data.csv", (), "python.tilde_not_expanded", "expanduser"),
        ("nowhere.csv", ("data.csv",), "python.file_missing", "os.getcwd"),
    ],
)
def test_a_missing_file(path, files, code, word):
    diagnosis = found(
        f"FileNotFoundError: [Errno 2] No such file or directory: '{path}'",
        f"open('{path}')",
        Surroundings(files=files),
    )
    assert diagnosis.code == code
    assert word in diagnosis.summary + " ".join(map(str, diagnosis.fixes))


def test_a_name_in_scope_is_suggested():
    diagnosis = found(
        "NameError: name 'cusotmers' is not defined", "len(cusotmers)", Surroundings({"customers": "list"})
    )
    assert diagnosis.fixes[0].edit.new == "len(customers)"


def test_the_place_is_the_users_own():
    text = (
        'Traceback (most recent call last):\n  File "/home/a/app.py", line 9, in save\n    json.dump(x, f)\n'
        '  File "/usr/lib/python3.11/json/__init__.py", line 179, in dump\n    for chunk in iterable:\n'
        "TypeError: Object of type set is not JSON serializable\n"
    )
    assert diagnose(Case("traceback", output=text)).where == "/home/a/app.py:9 in save"


def test_the_program_inside_of_a_failed_subprocess_is_diagnosed():
    text = (
        "fatal: not a git repository (or any of the parent directories): .git\nTraceback (most recent call last):\n"
        '  File "app.py", line 3, in <module>\n    subprocess.run(["git", "log"], check=True)\n'
        "subprocess.CalledProcessError: Command '['git', 'log']' returned non-zero exit status 128.\n"
    )
    assert diagnose(Case("python", output=text, exit_code=1)).code == "git.not_a_repository"


def test_a_wrapping_exception_gives_way_to_its_cause():
    text = (
        'Traceback (most recent call last):\n  File "a.py", line 2, in f\n    return d["x"]\nKeyError: \'x\'\n\n'
        "The above exception was the direct cause of the following exception:\n\n"
        'Traceback (most recent call last):\n  File "a.py", line 5, in g\n    raise AppError("no") from e\napp.AppError: no\n'
    )
    diagnosis = diagnose(Case("traceback", output=text))
    assert (diagnosis.code, diagnosis.line) == ("python.key_missing", 4)
