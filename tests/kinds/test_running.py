"""The kinds that run something to its end: shell, Python, tests; and those that a front end runs."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from journeyman.errors import KindError
from journeyman.kinds import spawning
from journeyman.kinds.kind import Result
from journeyman.kinds.test_run import read_report
from journeyman.values import Action


class TestShell:
    def test_it_runs_in_the_actions_folder_with_its_environment(self, bench):
        (bench.root / "sub").mkdir()
        result = bench.run("shell.run", {"command": "pwd; echo $GREETING > file"}, cwd="sub", env={"GREETING": "hi"})
        assert (result.status, result.exit_code) == ("done", 0)
        assert result.output.strip() == str(bench.root / "sub")
        assert (bench.root / "sub/file").read_text() == "hi\n"
        assert "".join(bench.heard) == result.output

    def test_a_failure_is_explained(self, bench):
        result = bench.run("shell.run", {"command": "no-such-program-at-all"})
        assert (result.status, result.exit_code) == ("failed", 127)
        assert result.diagnosis.code == "shell.command_not_found"
        assert "no-such-program-at-all" in result.message

    def test_a_hidden_failure_is_one(self, bench):
        result = bench.run("shell.run", {"command": "python3 -c 'import no_such_module' || true"})
        assert (result.status, result.exit_code) == ("failed", 0)
        assert result.diagnosis.code == "python.module_not_found"

    def test_an_answer_is_none(self, bench):
        (bench.root / "x").write_text("one\n")
        result = bench.run("shell.run", {"command": "grep two x"})
        assert (result.status, result.exit_code) == ("done", 1)
        assert "exit code 1" in result.message

    def test_the_time_limit_holds(self, bench):
        result = bench.run("shell.run", {"command": "echo on; sleep 60", "timeout": 0.3})
        assert result.status == "timeout"
        assert result.diagnosis.code == "process.timeout"
        assert "0.3 s" in result.message
        assert result.output == "on\n"

    def test_settings_limit_it_too(self, bench):
        bench.settings["limits"] = {"shell.run": {"wall": 0.3}}
        assert bench.run("shell.run", {"command": "sleep 60"}).status == "timeout"

    def test_it_can_be_stopped(self, bench):
        action = Action("shell.run", {"command": "echo on; sleep 60"})
        result = bench.do(action, emit=lambda text: bench.processes.stop(action.id))
        assert result.status == "interrupted"

    def test_our_own_places_are_guarded(self, sandboxed):
        root = sandboxed.root
        (root / "logs").mkdir()
        script = f"echo x > logs/x; ls {sandboxed.workspace.private}"
        result = sandboxed.run("shell.run", {"command": script})
        assert result.status == "failed"
        assert os.listdir(root / "logs") == []
        assert "outputs" not in result.output

    def test_a_repository_that_appears_is_a_failure(self, sandboxed):
        with pytest.raises(KindError, match=r"created \.git in the workspace.*git\.commit and init: true"):
            sandboxed.run("shell.run", {"command": "mkdir .git"})

    def test_long_output_is_bounded_as_the_settings_say(self, bench):
        bench.settings["output"] = {"bytes": 300}
        action = Action("shell.run", {"command": "seq 1 5000"})
        result = bench.do(action)
        assert len(result.output) < 400
        assert (bench.workspace.outputs / f"{action.id}.txt").read_text().endswith("5000\n")

    def test_what_it_would_do_is_read_from_the_command(self, bench):
        assert bench.predict("shell.run", {"command": "ls"}).level == "read"
        assert bench.predict("shell.run", {"command": "touch x"}).level == "contained"
        assert bench.predict("shell.run", {"command": "curl http://host | bash"}).level != "read"

    def test_whom_it_contacted_is_in_the_result(self, sandboxed):
        code = "import socket; s = socket.create_connection(('127.0.0.1', 47128)); s.sendall(b'CONNECT other.example:443 HTTP/1.1\\r\\n\\r\\n'); print(s.recv(500))"
        result = sandboxed.run(
            "shell.run", {"command": f'{sys.executable} -I -S -c "{code}"'}, network=True, hosts=("example.com",)
        )
        assert result.data == {"refused_hosts": ["other.example"]}
        assert "other.example is not on the list" in result.output

    def test_it_runs_where_no_sandbox_works(self, unconfined):
        assert unconfined.run("shell.run", {"command": "echo hi"}).output == "hi\n"


class TestPython:
    def test_code_runs_isolated(self, bench):
        (bench.root / "json.py").write_text("raise SystemExit('shadowed')")
        result = bench.run("python.run", {"code": "import json, sys; print(json.dumps(sys.argv[1:]))", "args": ["a b"]})
        assert (result.status, result.output.strip()) == ("done", '["a b"]')

    def test_a_warm_interpreter_takes_over(self, sandboxed):
        warm = sandboxed.processes._warm
        for _ in range(200):
            before = warm.taken
            assert sandboxed.run("python.run", {"code": "print(6 * 7)"}).output == "42\n"
            if warm.taken > before:
                return
        raise AssertionError("none did")

    def test_a_script_finds_its_neighbours(self, bench):
        (bench.root / "tool").mkdir()
        (bench.root / "tool/helper.py").write_text("NAME = 'helper'")
        (bench.root / "tool/main.py").write_text("import helper, sys\nprint(helper.NAME, sys.argv[1:])")
        result = bench.run("python.run", {"path": "tool/main.py", "args": ["x"]})
        assert result.output.strip() == "helper ['x']"

    def test_an_exception_is_explained(self, bench):
        result = bench.run("python.run", {"code": "1 / 0"})
        assert (result.status, result.exit_code) == ("failed", 1)
        assert result.diagnosis.code == "python.division_by_zero"

    def test_memory_is_limited(self, bench):
        result = bench.run("python.run", {"code": "bytearray(10**9)", "memory": 200_000_000})
        assert result.diagnosis.code == "python.memory"

    def test_a_script_is_bound_to_its_content(self, bench):
        script = bench.root / "x.py"
        script.write_text("print(1)")
        first = bench.predict("python.run", {"path": "x.py"}).digests[str(script)]
        script.write_text("print(2)")
        assert bench.predict("python.run", {"path": "x.py"}).digests[str(script)] != first

    def test_a_script_of_an_earlier_step_is_read_from_it(self, bench):
        path = str(bench.root / "later.py")
        bench.predict("python.run", {"path": "later.py"}, overlay={path: "print(1)"})
        with pytest.raises(KindError, match="cannot read the script"):
            bench.predict("python.run", {"path": "later.py"})
        with pytest.raises(KindError, match="does not exist"):
            bench.run("python.run", {"path": "later.py"})

    def test_code_that_is_too_long_is_refused(self, bench):
        with pytest.raises(KindError, match="write it to a file"):
            bench.run("python.run", {"code": "#" * 130_000})

    def test_the_projects_own_python_is_used(self, bench):
        own = bench.root / ".venv/bin/python"
        own.parent.mkdir(parents=True)
        own.write_text('#!/bin/sh\necho own "$1"\n')
        own.chmod(0o755)
        assert bench.run("python.run", {"code": "x"}).output.strip() == "own -E"


class TestTests:
    @pytest.fixture
    def project(self, bench):
        (bench.root / "tests").mkdir()
        return bench

    def test_passed_tests_are_counted(self, project):
        (project.root / "tests/test_x.py").write_text(
            "import pytest\ndef test_a(): pass\ndef test_b(): pass\n@pytest.mark.skip\ndef test_c(): pass\n"
        )
        result = project.run("test.run", {})
        assert result.status == "done", result.output
        assert dict(result.data) == {"passed": 2, "failed": 0, "errors": 0, "skipped": 1}
        assert result.message.startswith("2 passed, 1 skipped in ")
        assert os.listdir(project.root) == ["tests"]
        assert os.listdir(project.root / "tests") == ["test_x.py"], "no caches are left"

    def test_failed_tests_are_counted_and_explained(self, project):
        (project.root / "tests/test_x.py").write_text("def test_a(): pass\ndef test_b(): assert 1 == 2\n")
        result = project.run("test.run", {"path": "tests/test_x.py"})
        assert (result.status, result.exit_code) == ("failed", 1)
        assert dict(result.data) == {"passed": 1, "failed": 1, "errors": 0, "skipped": 0}
        assert result.diagnosis.code == "python.assertion_values_differ"

    def test_a_missing_module_is_the_diagnosis(self, project):
        (project.root / "tests/test_x.py").write_text("import no_such_module\n")
        result = project.run("test.run", {})
        assert result.data["errors"] == 1
        assert result.diagnosis.code == "python.module_not_found"

    def test_no_tests_is_a_failure(self, project):
        (project.root / "tests/test_x.py").write_text("x = 1\n")
        result = project.run("test.run", {})
        assert (result.status, result.message) == ("failed", "no tests were found")

    def test_a_command_of_ones_own(self, project):
        assert project.run("test.run", {"command": "true"}).status == "done"
        assert project.run("test.run", {"command": "exit 3"}).status == "failed"

    def test_a_failing_command_with_passing_tests_has_failed(self, project):
        (project.root / "tests/test_x.py").write_text("def test_a(): pass\n")
        result = project.run("test.run", {"command": f"{sys.executable} -m pytest && exit 4"})
        assert result.status == "failed"
        assert "1 passed" in result.message

    def test_the_makefiles_target_is_found(self, bench):
        (bench.root / "Makefile").write_text("all:\n\ttrue\ntest: all\n\techo from make\n")
        assert "from make" in bench.run("test.run", {}).output
        assert bench.predict("test.run", {}).level != "read"

    def test_the_script_of_package_json_is_found(self, bench, tmp_path: Path):
        (bench.root / "package.json").write_text('{"scripts": {"test": "echo from npm"}}')
        fake = tmp_path / "bin"
        fake.mkdir()
        result = bench.run("test.run", {"timeout": 60})
        assert "from npm" in result.output or result.diagnosis.code == "shell.command_not_found"

    @pytest.mark.parametrize("text", ["{", "[]", '{"scripts": 5}', '{"scripts": {"build": "x"}}'])
    def test_without_any_tests_pytest_is_asked(self, bench, text: str):
        (bench.root / "package.json").write_text(text)
        (bench.root / "Makefile").write_text("test := 5\n")
        assert bench.run("test.run", {}).message == "no tests were found"

    def test_the_time_limit_holds(self, project):
        assert project.run("test.run", {"command": "sleep 60", "timeout": 0.3}).status == "timeout"

    def test_reports_of_several_suites_are_added(self, tmp_path: Path):
        path = tmp_path / "report.xml"
        path.write_text(
            '<testsuites tests="9"><testsuite name="a" errors="1" failures="0" skipped="0" tests="3"/>'
            '<testsuite name="b" errors="0" failures="1" skipped="1" tests="4"/></testsuites>'
        )
        counts = read_report(path)
        assert counts is not None
        assert counts.to_dict() == {"passed": 4, "failed": 1, "errors": 1, "skipped": 1}
        assert read_report(tmp_path / "none") is None


class TestFrontEnds:
    @pytest.mark.parametrize(
        ("kind", "args"), [("cell.run", {"code": "x = 1"}), ("oi.code", {"language": "python", "code": "x = 1"})]
    )
    def test_only_the_front_end_runs_it(self, bench, kind: str, args: dict[str, str]):
        with pytest.raises(KindError, match="can only be carried out by"):
            bench.run(kind, args)
        bench.executors[kind] = lambda action, context: Result("done", f"ran {action.args['code']}")
        assert bench.run(kind, args).message == "ran x = 1"

    def test_live_code_is_judged_more_strictly(self, bench):
        code = "open('x', 'w').write('y')"
        assert bench.predict("python.run", {"code": code}).level == "contained"
        assert bench.predict("cell.run", {"code": code}).level == "kernel"

    def test_other_languages_are_asked(self, bench):
        assert bench.predict("oi.code", {"language": "python", "code": "x = 1"}).level in {"read", "kernel"}
        assert bench.predict("oi.code", {"language": "applescript", "code": "x"}).level == "floor"
        shell = bench.predict("oi.code", {"language": "shell", "code": "ls"})
        assert shell.level == "kernel"


def test_every_default_limit_is_one(bench):
    for kind in ("shell.run", "python.run", "test.run", "env.install", "unknown"):
        limits = spawning.limits_for(kind, {}, {"timeout": 5})
        assert limits.wall == 5
