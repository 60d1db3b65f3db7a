from __future__ import annotations

import os
import subprocess
import sys

import pytest

from journeyman import interpreter_launch
from journeyman.errors import KindError, UsageError
from journeyman.interpreter_launch import environment, install_profile, launch, main, profiles_folder
from journeyman.shipped import shipped


def test_the_stub_lands_where_open_interpreter_looks_and_may_be_written_again(isolated_home):
    path = install_profile()
    assert path == isolated_home / "config" / "open-interpreter" / "profiles" / "journeyman.py"
    assert install_profile() == path
    stub = path.read_text()
    assert len(stub.splitlines()) == 3
    compile(stub, str(path), "exec")


def test_the_folder_is_the_same_without_platformdirs(isolated_home, monkeypatch):
    with_it = profiles_folder()
    monkeypatch.setitem(sys.modules, "platformdirs", None)
    assert profiles_folder() == with_it
    monkeypatch.setenv("XDG_CONFIG_HOME", " ")
    monkeypatch.setenv("HOME", str(isolated_home))
    assert profiles_folder() == isolated_home / ".config" / "open-interpreter" / "profiles"


@pytest.mark.parametrize("content", [b"interpreter.auto_run = True\n", b"\xff\xfe"])
def test_somebody_else_s_profile_is_not_overwritten(content):
    path = profiles_folder() / "journeyman.py"
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    with pytest.raises(UsageError, match="not Journeyman's"):
        install_profile()
    assert path.read_bytes() == content


def test_a_link_is_not_written_through(tmp_path):
    path = profiles_folder() / "journeyman.py"
    path.parent.mkdir(parents=True)
    path.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UsageError):
        install_profile()
    assert not (tmp_path / "elsewhere").exists()


def test_a_folder_that_cannot_be_written_is_named(isolated_home):
    (isolated_home / "config").write_text("a file in the way")
    with pytest.raises(KindError, match=r"cannot write .*journeyman\.py"):
        install_profile()


def test_the_environment_keeps_it_off_the_network_and_keeps_the_rest():
    env = environment({"HOME": "/h", "INTERPRETER_INSECURE_ROUTES": "true", "DISABLE_TELEMETRY": "false"})
    assert env["HOME"] == "/h"
    assert env["LITELLM_LOCAL_MODEL_COST_MAP"] == "True"
    assert env["DISABLE_TELEMETRY"] == "true"
    assert int(env["INTERPRETER_TERMINAL_INPUT_PATIENCE"]) > 10**6
    assert "INTERPRETER_INSECURE_ROUTES" not in env


def test_the_tokenizer_of_an_installed_litellm_is_used(tmp_path, monkeypatch):
    folder = tmp_path / "litellm" / "litellm_core_utils" / "tokenizers"
    folder.mkdir(parents=True)
    (tmp_path / "litellm" / "__init__.py").touch()
    monkeypatch.delitem(sys.modules, "litellm", raising=False)
    monkeypatch.syspath_prepend(str(tmp_path))
    assert environment({})["TIKTOKEN_CACHE_DIR"] == str(folder)
    assert environment({"TIKTOKEN_CACHE_DIR": "/mine"})["TIKTOKEN_CACHE_DIR"] == "/mine"


def test_without_open_interpreter_it_says_how_to_install_it(monkeypatch, capsys):
    def missing(name):
        raise interpreter_launch.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(interpreter_launch.metadata, "version", missing)
    assert main(["--stdin"]) == 2
    said = capsys.readouterr().err
    assert "not installed" in said and "journeyman[interpreter]" in said and said.count("\n") == 1


def test_another_release_is_not_started(monkeypatch):
    monkeypatch.setattr(interpreter_launch.metadata, "version", lambda name: "0.5.0")
    with pytest.raises(UsageError, match=r"0\.5\.0 .* supports 0\.4\.3"):
        launch([])


@pytest.mark.parametrize(
    "option",
    ["--profile", "-p", "--profile=x.py", "--os", "-os", "--local", "--loca", "--fast", "-f", "--vis", "--groq"],
)
def test_options_that_load_another_profile_are_refused(option, monkeypatch):
    monkeypatch.setattr(interpreter_launch.metadata, "version", lambda name: "0.4.3")
    monkeypatch.setattr(os, "execve", _must_not_start)
    with pytest.raises(UsageError, match="another profile"):
        launch(["--model", "openai/x", option])


def _must_not_start(*args):
    raise AssertionError("it must not start")


@pytest.mark.parametrize("args", [["--stdin", "-y"], ["--local_models"], ["what", "time", "is", "it"], ["-v"]])
def test_our_profile_comes_first_and_last(args, monkeypatch):
    started = []
    monkeypatch.setattr(interpreter_launch.metadata, "version", lambda name: "0.4.3")
    monkeypatch.setattr(os, "execve", lambda path, argv, env: started.append((path, argv, env)))
    monkeypatch.setattr(interpreter_launch.subprocess, "run", _finished)
    launch(args)
    path, argv, env = started[0]
    ours = ["--profile", str(shipped("profile") / "journeyman.py")]
    given = argv[argv.index("-c") + 2 :]
    assert path == sys.executable
    assert given == [*ours, *args, *ours]
    assert env["DISABLE_TELEMETRY"] == "true"


def _finished(argv, env, check):
    return subprocess.CompletedProcess(argv, 7)


def test_where_a_process_cannot_become_another_it_waits_for_it(monkeypatch):
    monkeypatch.setattr(interpreter_launch.metadata, "version", lambda name: "0.4.3")
    monkeypatch.setattr(interpreter_launch, "_CAN_BECOME_ANOTHER", False)
    monkeypatch.setattr(interpreter_launch.subprocess, "run", _finished)
    assert launch([]) == 7


def test_a_server_without_its_packages_is_refused_in_a_sentence(monkeypatch):
    monkeypatch.setattr(interpreter_launch.metadata, "version", lambda name: "0.4.3")
    monkeypatch.setattr(interpreter_launch.util, "find_spec", lambda name: None)
    with pytest.raises(UsageError, match=r"open-interpreter\[server\]"):
        launch(["--server"])
