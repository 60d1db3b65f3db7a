"""Which paths hold secrets, by their names: reading one is always asked."""

from __future__ import annotations

import fnmatch
import os
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
    ".credentials.json",
    ".claude.json",
    "oauth_creds.json",
    "kaggle.json",
    "rclone.conf",
    "gradle.properties",
    ".databrickscfg",
    ".authinfo",
    ".authinfo.gpg",
    ".msmtprc",
    ".mylogin.cnf",
    ".terraformrc",
    ".flaskenv",
    ".envrc",
    "*.ppk",
    "*.tfstate",
    "*.tfstate.backup",
    "*.tfvars",
    "?*.token",
    "wp-config.php",
    "krb5.keytab",
    "*.keytab",
    "ssh_host_*_key",
    "*cert-key.pem",
    "debian.cnf",
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
    ".codex/auth.json",
    ".config/github-copilot",
    ".config/hub",
    ".config/op",
    ".config/doctl",
    ".config/heroku",
    ".config/openai",
    ".config/ngrok",
    ".config/rclone",
    ".config/glab-cli",
    ".config/solana",
    ".cache/huggingface/token",
    ".huggingface/token",
    ".m2/settings.xml",
    ".subversion/auth",
    ".composer/auth.json",
    ".dbt/profiles.yml",
    ".terraform.d",
    ".fly",
    ".ethereum",
    ".electrum",
    ".bitcoin",
    ".jupyter/jupyter_server_config.json",
    "jupyter/runtime",
    ".thunderbird",
    "etc/kubernetes/admin.conf",
    "etc/rancher",
    "etc/ssl/private",
    "etc/wireguard",
    "etc/NetworkManager/system-connections",
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

_TELLING = 3
"""A glob that begins with a star says something from this many literal characters on."""


def is_secret(path: str) -> bool:
    """Return whether ``path`` (text or resolved, ``/`` separated) names something secret.

    A glob is secret when it could match a well-known name; one that says next to nothing (``*``) is not.
    """
    name = path.rsplit("/", 1)[-1]
    if _HARMLESS_FILE.match(name) and not name.lower().endswith("-key.pem"):
        return False
    if _FILE.match(name) or _FOLDER.search(path) or _PROC.match(path):
        return True
    return any(sign in name for sign in "*?[") and _could_match(name)


def holds_secrets(folder: str) -> bool:
    """Return whether reading everything below ``folder`` (absolute, normal) reads secrets: a home, what is above it,
    a place of secrets, or a home's folder that holds one (``~/.config``).
    """
    home = os.path.expanduser("~").rstrip("/") or "/root"
    if is_secret(folder) or folder in {"/", "/proc", "/root"} or (home + "/").startswith(folder + "/"):
        return True
    if os.path.dirname(folder) in {"/home", "/Users"}:
        return True
    below = folder.removeprefix(home + "/") + "/"
    return below[:1] == "." and any(place.startswith(below) for place in _FOLDERS)


def _could_match(pattern: str) -> bool:
    if len(pattern.strip("*?")) < _TELLING and pattern[:1] == "*":
        return False
    match = re.compile(fnmatch.translate(pattern)).match
    # A shell's star does not stand for a leading dot.
    return any(match(name) for name in _PLAIN_NAMES if pattern[:1] != "*" or name[:1] != ".")


def mentions_secret(text: str) -> bool:
    """Return whether any word of ``text`` looks like the path of a secret."""
    return any(is_secret(word) for word in re.split(r"[\s'\"=:,;()<>|&`]+", text) if word)
