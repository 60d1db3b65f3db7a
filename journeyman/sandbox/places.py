"""Places of a user's home and of the system that a confined process must not see."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

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

SYSTEM_SECRETS: tuple[str, ...] = ("/etc/shadow", "/etc/gshadow", "/etc/sudoers", "/etc/sudoers.d", "/etc/ssl/private")

_TOKENS = (b"_authToken", b"_password", b"_auth=", b"_auth =")


def hidden_places(environ: Mapping[str, str] = os.environ) -> list[Path]:
    """Return the existing secret places, and the folder with every workspace's private data."""
    home = Path(os.path.expanduser("~"))
    found = [path for path in _candidates(home, environ) if os.path.lexists(path)]
    if _holds_token(home / ".npmrc"):
        found.append(home / ".npmrc")
    return found


def _candidates(home: Path, environ: Mapping[str, str]) -> Iterator[Path]:
    yield from (home / name for name in SECRET_PLACES)
    for base in _bases(home / ".config", environ.get("XDG_CONFIG_HOME")):
        yield from (base / name for name in SECRET_CONFIGS)
    for base in _bases(home / ".local" / "share", environ.get("XDG_DATA_HOME")):
        yield from (base / name for name in SECRET_DATA)
    for base in _bases(home / ".local" / "state", environ.get("XDG_STATE_HOME")):
        yield base / "journeyman"
    yield from map(Path, SYSTEM_SECRETS)


def _bases(default: Path, chosen: str | None) -> list[Path]:
    return [default, Path(chosen)] if chosen and Path(chosen) != default else [default]


def _holds_token(path: Path) -> bool:
    """Registry settings are needed for installs; they are a secret place only when they hold a token."""
    try:
        text = path.read_bytes()
    except OSError:
        return False
    return any(token in text for token in _TOKENS)


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


def protected_paths(root: Path) -> tuple[Path, ...]:
    """Return what a confined process must not write inside the workspace ``root``, as far as it exists.

    ``session_state.json`` is not among them: it is replaced by a rename, which takes a mount on it away, and
    now and then keeps the sandbox from starting. What is written into it is gone with the next event.
    """
    names = (".git", "configs", "logs")
    return tuple(root / name for name in names if os.path.lexists(root / name))
