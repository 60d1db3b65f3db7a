"""Start Open Interpreter with Journeyman's profile, and put that profile where Open Interpreter looks for it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from importlib import metadata, util
from pathlib import Path

from journeyman.errors import JourneymanError, KindError, UsageError
from journeyman.shipped import shipped

SUPPORTED = "0.4.3"
"""The release of Open Interpreter whose hooks the profile uses."""

PROFILE = "journeyman.py"

SWITCHES: Mapping[str, str] = {
    "LITELLM_LOCAL_MODEL_COST_MAP": "True",  # the price list that ships with litellm; read when it is imported
    "DISABLE_TELEMETRY": "true",
    "INTERPRETER_TERMINAL_INPUT_PATIENCE": "999999999",  # else silence for 15 s sends the conversation to a model
}
"""Environment that keeps Open Interpreter and its libraries from calling the network on their own."""

_CAN_BECOME_ANOTHER = os.name == "posix"
"""Whether exec keeps the terminal: on Windows it starts a second process and ends the first."""

_MARK = "# Journeyman's profile for Open Interpreter, written by `journeyman profile install`."
_STUB = f"""{_MARK}
import sys; from journeyman.shipped import shipped; sys.path.append(str(shipped("profile")))
import journeyman_profile; journeyman_profile.install(interpreter)
"""
_START = """\
import sys
from interpreter.terminal_interface.start_terminal_interface import main
sys.argv[0] = "interpreter"
sys.exit(main())
"""
_OTHER_PROFILES = ("--fast", "--local", "--os", "--vision", "--codestral", "--assistant", "--llama3", "--groq")
_OTHER_SHORT = ("-f", "-l", "-os", "-vi")
"""Options of Open Interpreter that load a profile of its own instead of ours."""


def install_profile() -> Path:
    """Write the stub that makes ``interpreter --profile journeyman.py`` work, and return its path.

    Raises UsageError when another file of that name is there, KindError when it cannot be written.
    """
    path = profiles_folder() / PROFILE
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_symlink() or (path.exists() and not _is_ours(path)):
            raise UsageError(f"{path} is not Journeyman's; move it away, then run `journeyman profile install` again")
        path.write_text(_STUB, encoding="utf-8")
    except OSError as error:
        raise KindError(f"cannot write {path}: {error.strerror}") from None
    return path


def profiles_folder() -> Path:
    """Return the folder in which Open Interpreter looks profiles up by name, by its own rule."""
    try:
        from platformdirs import user_config_dir
    except ImportError:
        # It comes with Open Interpreter and with Jupyter; without either, this is its rule for Linux.
        home = os.environ.get("XDG_CONFIG_HOME", "").strip() or os.path.expanduser("~/.config")
        return Path(home, "open-interpreter", "profiles")
    return Path(user_config_dir("open-interpreter"), "profiles")


def launch(args: Sequence[str]) -> int:
    """Run Open Interpreter with Journeyman's profile and ``args``; return its exit code.

    On POSIX this process becomes Open Interpreter and nothing returns. Raises UsageError when it is not installed in
    this Python, when its release is not supported, or when ``args`` ask for another profile.
    """
    check_installed()
    refused = [arg for arg in args if _loads_other_profile(arg)]
    if refused:
        raise UsageError(f"{refused[0]} would load another profile, without Journeyman; leave it out")
    if "--server" in args and util.find_spec("fastapi") is None:
        raise UsageError(f"--server needs more packages: {sys.executable} -m pip install 'open-interpreter[server]'")
    # First, because a first word without a dash becomes a message and drops the rest; last, because the last one wins.
    ours = ["--profile", str(shipped("profile") / PROFILE)]
    argv = [sys.executable, "-P", "-c", _START, *ours, *args, *ours]
    env = environment(os.environ)
    if _CAN_BECOME_ANOTHER:
        sys.stdout.flush()
        os.execve(sys.executable, argv, env)  # noqa: S606 - no shell: the same Python, with a fixed program
    return subprocess.run(argv, env=env, check=False).returncode


def check_installed() -> None:
    """Raise UsageError, saying what to do, unless a supported Open Interpreter is installed in this Python."""
    try:
        found = metadata.version("open-interpreter")
    except metadata.PackageNotFoundError:
        raise UsageError(
            f"Open Interpreter is not installed for {sys.executable}; "
            f"install it with: {sys.executable} -m pip install 'journeyman[interpreter]' (Python 3.11 or 3.12)"
        ) from None
    if found != SUPPORTED:
        raise UsageError(
            f"Open Interpreter {found} is installed; Journeyman supports {SUPPORTED}, "
            f"which `pip install open-interpreter=={SUPPORTED}` installs"
        )


def environment(base: Mapping[str, str]) -> dict[str, str]:
    """Return ``base`` with the switches set that must stand before Open Interpreter is imported."""
    env = {**base, **SWITCHES}
    # Routes of its server that run code and write files for anybody who can reach the port.
    env.pop("INTERPRETER_INSECURE_ROUTES", None)
    tokenizers = tokenizer_folder()
    if tokenizers:
        env.setdefault("TIKTOKEN_CACHE_DIR", str(tokenizers))
    return env


def tokenizer_folder() -> Path | None:
    """Return where litellm carries the tokenizer that would else be downloaded; None when it is not installed."""
    spec = util.find_spec("litellm")
    for place in (spec.submodule_search_locations if spec else None) or ():
        folder = Path(place, "litellm_core_utils", "tokenizers")
        if folder.is_dir():
            return folder
    return None


def _loads_other_profile(arg: str) -> bool:
    """Tell whether ``arg`` is such an option, or an abbreviation that Open Interpreter would complete to one."""
    name = arg.partition("=")[0]
    if name in _OTHER_SHORT or name in ("--profile", "-p"):
        return True
    return len(name) > 3 and any(option.startswith(name) for option in _OTHER_PROFILES)


def _is_ours(path: Path) -> bool:
    try:
        return path.read_text(encoding="utf-8").startswith(_MARK)
    except UnicodeDecodeError:
        return False


def main(args: Sequence[str]) -> int:
    """Call :func:`launch`; print expected errors as one line and return their exit code."""
    try:
        return launch(args)
    except JourneymanError as error:
        print(f"journeyman: {error}", file=sys.stderr)  # noqa: T201 - the command's answer
        return error.exit_code
