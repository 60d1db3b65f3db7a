"""The environment that a started process gets: what programs need, without secrets and without hooks."""

from __future__ import annotations

import re
from collections.abc import Mapping

from journeyman.errors import SandboxError

# fmt: off
_DROPPED = frozenset((
    "BASH_ENV", "ENV", "SHELLOPTS", "BASHOPTS", "PS4", "PROMPT_COMMAND", "CDPATH", "IFS", "GLOBIGNORE",
    "NODE_OPTIONS", "NODE_PATH", "PERL5OPT", "PERL5LIB", "PERL5DB", "RUBYOPT", "RUBYLIB",
    "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS",
    "EDITOR", "VISUAL", "PAGER", "MANPAGER", "LESSOPEN", "LESSCLOSE", "BROWSER",
    "TAR_OPTIONS", "GREP_OPTIONS", "MAKEFLAGS", "MAKEFILES", "GNUMAKEFLAGS", "MAKELEVEL", "MFLAGS",
    "SSH_AUTH_SOCK", "SSH_AGENT_PID", "SSH_ASKPASS", "SUDO_ASKPASS", "GPG_AGENT_INFO", "DBUS_SESSION_BUS_ADDRESS",
    "XAUTHORITY", "DISPLAY", "WAYLAND_DISPLAY", "XDG_RUNTIME_DIR", "DOCKER_HOST", "KUBECONFIG",
    "INVOCATION_ID", "NOTIFY_SOCKET", "LISTEN_FDS", "LISTEN_PID", "VSCODE_IPC_HOOK_CLI",
    "PWD", "OLDPWD", "SHLVL", "_", "TMPDIR", "TEMP", "TMP",
))
_DROPPED_PREFIXES = (
    "LD_", "DYLD_", "BASH_FUNC_", "GIT_", "PYTHON", "PYTEST_", "COVERAGE_", "COV_CORE_", "JOURNEYMAN_", "JPY_",
    "JUPYTER", "OPENSSL_",
)
_KEPT = frozenset((
    "PATH", "HOME", "LANG", "LANGUAGE", "TERM", "TZ", "USER", "LOGNAME", "SHELL", "COLORTERM", "NO_COLOR",
    "SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "NODE_EXTRA_CA_CERTS", "GIT_SSL_CAINFO",
    "PYTHONUTF8", "PYTHONIOENCODING", "PYTHONHASHSEED",
))
# fmt: on
_LOADER_PREFIXES = ("LD_", "DYLD_")
_LOADER = frozenset(("GCONV_PATH", "LOCPATH", "GLIBC_TUNABLES"))
"""The dynamic loader and the C library of every program look at these."""
_PROXY = frozenset(("http_proxy", "https_proxy", "all_proxy", "no_proxy", "ftp_proxy"))
_SECRET_NAME = re.compile(
    r"secret|token|passw|passwd|passphrase|credential|api_?key|access_?key|private_?key|(^|_)(pwd|auth|key|pat|dsn|jwt)($|_)"
    r"|(^|_)keys?$|session_?id|cookie|(database|redis|mongo\w*|postgres\w*|mysql|amqp|broker)_ur[il]",
    re.IGNORECASE,
)
_SECRET_VALUE = re.compile(
    r"(?:ghp|gho|ghu|ghs|ghr)_[A-Za-z0-9]{20}|github_pat_|glpat-|\bsk-[A-Za-z0-9_-]{16}|xox[abposr]-|AKIA[0-9A-Z]{12}"
    r"|ASIA[0-9A-Z]{12}|AIza[0-9A-Za-z_-]{20}|npm_[A-Za-z0-9]{20}|pypi-Ag|hf_[A-Za-z0-9]{20}|\beyJ[A-Za-z0-9_-]{8,}\.eyJ"
    r"|-----BEGIN [A-Z ]*PRIVATE KEY|[a-z][a-z0-9+.-]*://[^/\s:@]*:[^/\s@]+@"
)


def filter_env(environ: Mapping[str, str], *, network: bool = False) -> dict[str, str]:
    """Return the part of ``environ`` that a started process may have.

    Dropped: names and values that look like secrets, variables that make programs run other code (``LD_PRELOAD``,
    ``BASH_ENV``, ``PYTHONSTARTUP``, ``GIT_*``), and handles of agents and sessions. Settings of pip and npm stay; with
    ``network`` also those, and proxies, whose URL holds a password, since an install from a private index needs them.
    """
    return {name: value for name, value in environ.items() if _keep(name, value, network)}


def check_environment(environ: Mapping[str, str]) -> None:
    """Raise SandboxError for a variable that would take effect on what builds the sandbox, before there is one."""
    for name in environ:
        if name.startswith(_LOADER_PREFIXES) or name in _LOADER:
            raise SandboxError(f"{name} cannot be declared for a confined process; set it inside the command instead")


def _keep(name: str, value: str, network: bool) -> bool:
    if "\0" in value or not name or "=" in name:
        return False
    installer = name.startswith("PIP_") or name.lower().startswith("npm_config_") or name.lower() in _PROXY
    if name in _KEPT or installer:
        return (not _SECRET_VALUE.search(value) and not _npm_secret(name)) or (network and installer)
    if name in _DROPPED or name.startswith(_DROPPED_PREFIXES):
        return False
    return not _SECRET_NAME.search(name) and not _SECRET_VALUE.search(value)


def _npm_secret(name: str) -> bool:
    lowered = name.lower()
    return lowered.startswith("npm_config_") and ("_auth" in lowered or "password" in lowered)
