"""``test.run``: run the project's tests and count what came of them."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from journeyman.kinds.arguments import PATH, SECONDS, TEXT, arguments
from journeyman.kinds.interpreters import project_python, python_with
from journeyman.kinds.kind import Context, Result, RunContext, Schema
from journeyman.kinds.spawning import execute, folder_of, predict_shell, report, specify
from journeyman.sandbox import Completed
from journeyman.values import Action, Json, Prediction
from journeyman.workspace import confine

_SUITE = re.compile(rb"<testsuite\b[^>]*>")
_ATTRIBUTE = re.compile(rb'\b(tests|failures|errors|skipped)="(\d+)"')
_TARGET = re.compile(r"^test\s*:(?!=)", re.MULTILINE)
_NONE_COLLECTED = 5


@dataclass(frozen=True, slots=True)
class Counts:
    """What a test report counted."""

    passed: int
    failed: int
    errors: int
    skipped: int

    def to_dict(self) -> dict[str, Json]:
        """Return a JSON-ready dict."""
        return {"passed": self.passed, "failed": self.failed, "errors": self.errors, "skipped": self.skipped}

    def __str__(self) -> str:
        parts = [f"{count} {name}" for name, count in self.to_dict().items() if count]
        return ", ".join(parts) or "no tests"


class TestRun:
    """Runs pytest (the project's own where it has one), or the test command of package.json or the Makefile."""

    __test__ = False  # its name looks like a test class to pytest
    name = "test.run"
    summary = "run the tests (pytest, npm test or make test; or the given command) and count passed and failed"
    confinement = "sandbox"
    schema: Schema = arguments(
        {"command": TEXT, "path": PATH, "timeout": SECONDS}, allOf=[{"not": {"required": ["command", "path"]}}]
    )

    def predict(self, action: Action, context: Context) -> Prediction:
        """What the test command would do."""
        cwd = confine(context.workspace.root, action.cwd)
        return predict_shell(_command(action, cwd, context.workspace.root, for_judging=True), action, context)

    def run(self, action: Action, context: RunContext) -> Result:
        """Run the tests; done only when they passed and there were any."""
        command = _command(action, folder_of(action, context), context.workspace.root)
        folder = Path(tempfile.mkdtemp(prefix="journeyman-test-"))
        try:
            # pytest reads its options from here, also when npm or make starts it.
            options = f"--junitxml={folder}/report.xml -o cache_dir={folder}/cache"
            env = {"PYTEST_ADDOPTS": options}
            spec = specify(action, context, ("bash", "-c", command), env=env, writable=(folder,))
            done = execute(action, context, spec)
            counts = read_report(folder / "report.xml")
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        result = report(self.name, command, done, spec, counts.to_dict() if counts else {})
        return _verdict(result, done, counts)


def _verdict(result: Result, done: Completed, counts: Counts | None) -> Result:
    if counts is None or done.reason != "exit":
        return result
    status, message = result.status, f"{counts} in {done.duration:.1f} s"
    if done.exit_code == _NONE_COLLECTED and counts.passed + counts.failed + counts.errors + counts.skipped == 0:
        status, message = "failed", "no tests were found"
    elif counts.failed or counts.errors:
        status = "failed"
    elif status == "failed":
        message = f"{result.message} ({message})"
    return Result(status, message, result.exit_code, result.output, result.data, result.diagnosis)


def read_report(path: Path) -> Counts | None:
    """Return the sums of a JUnit report, read by its suites' attributes alone; None when there is none."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    sums = {"tests": 0, "failures": 0, "errors": 0, "skipped": 0}
    for suite in _SUITE.findall(data):
        for name, number in _ATTRIBUTE.findall(suite):
            sums[name.decode()] += int(number)
    bad, errors, skipped = sums["failures"], sums["errors"], sums["skipped"]
    return Counts(max(0, sums["tests"] - bad - errors - skipped), bad, errors, skipped)


def _command(action: Action, cwd: Path, root: Path, *, for_judging: bool = False) -> str:
    """Return the command line; ``for_judging`` names pytest plainly, so that the gate knows the program."""
    if "command" in action.args:
        return str(action.args["command"])
    path = action.args.get("path")
    if path is None and not _has_python_tests(cwd):
        if "test" in _scripts(cwd / "package.json"):
            return "npm test"
        if _has_target(cwd / "Makefile"):
            return "make test"
    operand = f" {shlex.quote(path)}" if path else ""
    if for_judging:
        return f"python -m pytest{operand}"
    own = project_python(cwd, root)
    return f"{shlex.quote(str(own or python_with('pytest')))} -m pytest{operand}"


def _has_python_tests(cwd: Path) -> bool:
    if any((cwd / name).exists() for name in ("pytest.ini", "conftest.py", "tests/conftest.py", "tox.ini")):
        return True
    folders = [cwd, *(cwd / name for name in ("tests", "test") if (cwd / name).is_dir())]
    return any(_is_test(entry.name) for folder in folders for entry in os.scandir(folder))


def _is_test(name: str) -> bool:
    return name.endswith(".py") and (name.startswith("test_") or name.endswith("_test.py"))


def _scripts(path: Path) -> Mapping[str, Json]:
    try:
        scripts = json.loads(path.read_text(encoding="utf-8")).get("scripts")
    except (OSError, ValueError, AttributeError):
        return {}
    return scripts if isinstance(scripts, dict) else {}


def _has_target(path: Path) -> bool:
    try:
        return _TARGET.search(path.read_text(encoding="utf-8", errors="replace")) is not None
    except OSError:
        return False
