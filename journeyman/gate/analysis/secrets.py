"""Which paths hold secrets, by their names: reading one is always asked."""

from __future__ import annotations

import fnmatch
import re

_FILES = (
    ".env",
    ".env.*",
    "?*.env",
    "?*.pem",
    "?*.key",
    "*.p12",
    "*.pfx",
    "*.jks",
    "*.keystore",
    "*.kdbx",
    "*.ovpn",
    "id_rsa*",
    "id_dsa*",
    "id_ecdsa*",
    "id_ed25519*",
    ".netrc",
    "_netrc",
    ".pgpass",
    ".my.cnf",
    ".npmrc",
    ".pypirc",
    ".git-credentials",
    ".dockercfg",
    ".htpasswd",
    ".vault-token",
    ".s3cfg",
    ".boto",
    "*_history",
    "credentials",
    "credentials.*",
    "secrets.*",
    "*.secrets",
    "service-account*.json",
    "service_account*.json",
    "client_secret*.json",
    "kubeconfig",
    "wallet.dat",
    "shadow",
    "gshadow",
    "shadow-",
    "sudoers",
    "master.passwd",
    "cookies.sqlite",
    "key3.db",
    "key4.db",
    "logins.json",
)
_HARMLESS = (
    "*.pub",
    "*cert*.pem",
    "*chain*.pem",
    "ca.pem",
    "cacert*.pem",
    "*ca-bundle*.pem",
    "*public*.pem",
    ".env.example",
    ".env.sample",
    ".env.template",
    ".env.dist",
    "example.env",
    "sample.env",
)
_FOLDERS = (
    ".ssh",
    ".gnupg",
    ".aws",
    ".azure",
    ".kube",
    ".password-store",
    ".config/gcloud",
    ".config/gh",
    ".docker/config.json",
    "Keychains",
    ".mozilla",
    ".config/google-chrome",
    ".config/chromium",
    ".local/share/keyrings",
    "sudoers.d",
    "run/secrets",
)
_PROC = re.compile(r"^/proc/([^/]+|[^/]+/task/[^/]+)/(environ|mem|maps|cmdline|fd|root|cwd|auxv)(/|$)|^/proc/kcore$")
_FILE = re.compile("|".join(fnmatch.translate(pattern) for pattern in _FILES), re.IGNORECASE)
_HARMLESS_FILE = re.compile("|".join(fnmatch.translate(pattern) for pattern in _HARMLESS), re.IGNORECASE)
_FOLDER = re.compile("(^|/)(" + "|".join(re.escape(folder) for folder in _FOLDERS) + ")(/|$)")
_PLAIN_NAMES = tuple(name for name in _FILES if "*" not in name) + (".env.local", "id_rsa", "id_ed25519", "key.pem")


def is_secret(path: str) -> bool:
    """Return whether ``path`` (text or resolved, ``/`` separated) names something secret.

    A glob is secret when it could match a well-known name: one that starts with a literal character, or with a dot.
    """
    name = path.rsplit("/", 1)[-1]
    if _HARMLESS_FILE.match(name):
        return False
    if _FILE.match(name) or _FOLDER.search(path) or _PROC.match(path):
        return True
    return name[:1] not in "*?[" and any(sign in name for sign in "*?[") and _could_match(name)


def _could_match(pattern: str) -> bool:
    match = re.compile(fnmatch.translate(pattern)).match
    return any(match(name) for name in _PLAIN_NAMES)


def mentions_secret(text: str) -> bool:
    """Return whether any word of ``text`` looks like the path of a secret."""
    return any(is_secret(word) for word in re.split(r"[\s'\"=:,;()<>|&`]+", text) if word)
