"""Places of a user's home and of the system that a confined process must not see."""

from __future__ import annotations

import functools
import os
import stat
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from journeyman.errors import SandboxError
from journeyman.sandbox.spec import ProcessSpec

SECRET_PLACES: tuple[str, ...] = (
    ".ssh",
    ".aws",
    ".azure",
    ".gnupg",
    ".kube",
    ".docker",
    ".netrc",
    "_netrc",
    ".pypirc",
    ".git-credentials",
    ".password-store",
    ".pgpass",
    ".my.cnf",
    ".vault-token",
    ".terraform.d",
    ".cargo/credentials",
    ".cargo/credentials.toml",
    ".gem/credentials",
    ".m2/settings.xml",
    ".boto",
    ".s3cfg",
    ".bash_history",
    ".zsh_history",
    ".python_history",
    ".node_repl_history",
    ".psql_history",
    ".mysql_history",
    ".sqlite_history",
    ".ipython/profile_default/history.sqlite",
    ".ipython/profile_default/security",
    ".mozilla",
    ".thunderbird",
    ".electrum",
    ".bitcoin",
    ".ethereum",
    ".claude/.credentials.json",
    ".codex/auth.json",
    ".gemini/oauth_creds.json",
    ".cache/huggingface/token",
    ".huggingface/token",
    ".kaggle/kaggle.json",
    ".gradle/gradle.properties",
    ".subversion/auth",
    ".composer/auth.json",
    ".databrickscfg",
    ".dbt/profiles.yml",
    ".authinfo",
    ".msmtprc",
    ".mylogin.cnf",
    ".fly",
    "snap/firefox",
    "snap/chromium",
)
"""Relative to the home folder."""

SECRET_CONFIGS: tuple[str, ...] = (
    "gh",
    "git/credentials",
    "gcloud",
    "hub",
    "glab-cli",
    "op",
    "rclone",
    "doctl",
    "heroku",
    "openai",
    "github-copilot",
    "google-chrome",
    "chromium",
    "BraveSoftware",
    "microsoft-edge",
    "vivaldi",
    "opera",
    "Bitwarden",
    "keepassxc",
    "Signal",
    "Slack",
    "discord",
)
"""Relative to the configuration folder (``~/.config`` and ``$XDG_CONFIG_HOME``)."""

SECRET_DATA: tuple[str, ...] = ("keyrings", "kwalletd", "jupyter/runtime", "python_keyring", "gnome-keyring")
"""Relative to the data folder (``~/.local/share`` and ``$XDG_DATA_HOME``)."""

EMPTIED: tuple[str, ...] = ("/tmp", "/var/tmp", "/run", "/dev/shm")  # noqa: S108 - nothing of these is shown
"""What other programs keep here (files in passing, sockets, shared memory) is not the confined process's business."""

SYSTEM_SECRETS: tuple[str, ...] = ("/etc/shadow", "/etc/gshadow", "/etc/sudoers", "/etc/sudoers.d", "/etc/ssl/private")

_TOKENS = (b"_authToken", b"_password", b"_auth=", b"_auth =")


def hidden_places(environ: Mapping[str, str] = os.environ) -> list[Path]:
    """Return the existing secret places, and the folder with every workspace's private data."""
    home = os.path.expanduser("~")
    found = [Path(path) for path in _candidates(home, environ) if os.path.lexists(path)]
    npm = os.path.join(home, ".npmrc")
    if _holds_token(npm):
        found.append(Path(npm))
    return found


def _candidates(home: str, environ: Mapping[str, str]) -> Iterator[str]:
    """Plain text: this is asked before every start, and most of them do not exist."""
    yield from (f"{home}/{name}" for name in SECRET_PLACES)
    for base in _bases(f"{home}/.config", environ.get("XDG_CONFIG_HOME")):
        yield from (f"{base}/{name}" for name in SECRET_CONFIGS)
    for base in _bases(f"{home}/.local/share", environ.get("XDG_DATA_HOME")):
        yield from (f"{base}/{name}" for name in SECRET_DATA)
    for base in _bases(f"{home}/.local/state", environ.get("XDG_STATE_HOME")):
        yield f"{base}/journeyman"
    yield from SYSTEM_SECRETS


def _bases(default: str, chosen: str | None) -> list[str]:
    return [default, chosen] if chosen and chosen != default else [default]


def _holds_token(path: str) -> bool:
    """Registry settings are needed for installs; they are a secret place only when they hold a token."""
    try:
        with open(path, "rb") as stream:
            text = stream.read()
    except OSError:
        return False
    return any(token in text for token in _TOKENS)


def private_base(environ: Mapping[str, str] = os.environ) -> Path:
    """Return the folder with every workspace's private data, which no confined process sees."""
    return Path(environ.get("XDG_STATE_HOME") or os.path.expanduser("~/.local/state")) / "journeyman"


def cache_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """Return our own package cache, the only cache that a confined process may write (network runs only)."""
    base = environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return Path(base) / "journeyman"


def cache_variables(folder: Path) -> dict[str, str]:
    """Return the environment that points package managers to ``folder``."""
    return {
        "PIP_CACHE_DIR": str(folder / "pip"),
        "UV_CACHE_DIR": str(folder / "uv"),
        "npm_config_cache": str(folder / "npm"),
        "YARN_CACHE_FOLDER": str(folder / "yarn"),
    }


def lent_cache(spec: ProcessSpec) -> Path | None:
    """Make and return our own package cache for runs with the whole network; None for all others."""
    if not spec.network or spec.hosts is not None:  # what ran unasked must not fill the cache of what was approved
        return None
    folder = cache_folder()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return None
    return folder


def needed_places() -> list[Path]:
    """Return what lies in emptied folders but programs need: name resolution, and this Python itself."""
    needed = {Path(os.path.realpath("/etc/resolv.conf")), Path(sys.prefix), Path(sys.base_prefix)}
    return sorted(path for path in needed if path.exists() and any(path.is_relative_to(folder) for folder in EMPTIED))


def listening_sockets() -> list[Path]:
    """Return the existing socket files that some program of this machine (of this network namespace) listens on.

    The kernel remembers by which name a socket was made: for one that has been renamed since, every socket in its
    folder counts; for a relative name, the folders that the programs which hold it are in.
    """
    try:
        with open("/proc/net/unix", "rb") as stream:
            rows = [line.rstrip(b"\n").split(None, 7) for line in stream]
    except OSError:
        return []
    named = [(os.fsdecode(row[6]), os.fsdecode(row[7])) for row in rows[1:] if len(row) == 8 and row[7][:1] != b"@"]
    relative = frozenset(each for each in named if not each[1].startswith("/"))
    names = {name for _, name in named if name.startswith("/")} | (_made_relative(relative) if relative else set())
    found = set()
    for path in map(os.path.realpath, names):
        found.update([path] if _is_socket(path) else _sockets_in(os.path.dirname(path)))
    return sorted(map(Path, found))


def _sockets_in(folder: str) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            odd = [each.path for each in entries if not (each.is_file() or each.is_dir() or each.is_symlink())]
            return [path for path in odd if _is_socket(path)]
    except OSError:
        return []


@functools.lru_cache(maxsize=4)
def _made_relative(sockets: frozenset[tuple[str, str]]) -> set[str]:
    """Return what relative names may mean, by the programs that hold the sockets (number, name); looked for once."""
    names = {f"socket:[{number}]": name for number, name in sockets}
    found = {f"/{name}" for name in names.values()}
    for pid in filter(str.isdecimal, os.listdir("/proc")):
        with suppress(OSError):
            here = os.readlink(f"/proc/{pid}/cwd")
            for number in os.listdir(f"/proc/{pid}/fd"):
                with suppress(OSError):
                    if name := names.get(os.readlink(f"/proc/{pid}/fd/{number}")):
                        found.add(f"{here}/{name}")
    return found


def reachable(path: Path) -> bool:
    """Tell whether a process without privileges of this user can get to ``path``; what it cannot needs no hiding.

    In a user namespace root is an ordinary user to files that belong to others.
    """
    try:
        path.lstat()
        return all(_may_search(os.stat(folder)) for folder in path.parents)
    except OSError:
        return False


def _may_search(folder: os.stat_result) -> bool:
    if folder.st_uid == os.geteuid():
        return bool(folder.st_mode & stat.S_IXUSR)
    if folder.st_gid == os.getegid() or folder.st_gid in os.getgroups():
        return bool(folder.st_mode & stat.S_IXGRP)
    return bool(folder.st_mode & stat.S_IXOTH)


def _is_socket(path: str) -> bool:
    try:
        return stat.S_ISSOCK(os.lstat(path).st_mode)
    except OSError:
        return False


def writable_places(spec: ProcessSpec) -> list[str]:
    """Return the writable folders of ``spec``, resolved. Raises SandboxError for one that cannot be made writable."""
    for path in spec.writable:
        if not path.is_absolute() or not os.path.isdir(path):
            raise SandboxError(f"{path} cannot be made writable: it is not an existing absolute folder")
    return sorted({os.path.realpath(path) for path in spec.writable})


def protected_paths(root: Path) -> tuple[Path, ...]:
    """Return what a confined process must not write inside the workspace ``root``, as far as it exists.

    ``session_state.json`` is not among them: it is replaced by a rename, which takes a mount on it away, and
    now and then keeps the sandbox from starting. What is written into it is gone with the next event.
    """
    names = (".git", "configs", "logs")
    return tuple(root / name for name in names if os.path.lexists(root / name))
