"""Where a command sends something: hosts, registries and buckets that its words name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from journeyman.gate.analysis.addresses import read_address
from journeyman.gate.analysis.names import names
from journeyman.gate.analysis.words import Word

_SCHEME = re.compile(r"(?:git\+)?([A-Za-z][A-Za-z0-9+.-]*)://(.*)", re.DOTALL)
_REMOTE = re.compile(r"(?:[\w.+-]+@)?(\[[0-9A-Fa-f:.]+\]|[\w.-]+)::?(?!\d+\Z)(?![\\=]).")
"""``host:path`` and ``user@host:path``, as copying programs and git read them."""
_COPIES = names("scp sftp rsync grsync pscp psftp unison git")
_LOGS_IN = names("ssh slogin mosh autossh sftp telnet nc ncat netcat ftp lftp ssh-copy-id plink sshfs et tsh")
_LOGIN_VALUES = names("-B -b -c -D -E -e -F -I -i -J -L -l -m -O -o -P -p -Q -R -S -W -w -s -x -X -q --port --ssh")
_BUCKETS = frozenset({"s3", "gs", "gcs", "az", "azblob", "abfss", "b2", "r2", "oci", "wasbs"})
_IMAGES = names("docker podman nerdctl buildah skopeo crane")


def destinations(program: str, words: Sequence[Word]) -> list[str]:
    """Return the hosts (buckets as ``s3://name``) that ``words`` name, in their order; unknown words name none."""
    known = [word.text for word in words if word.known]
    found = [host for text in known for host in _in_word(program, text)]
    if program in _LOGS_IN:
        found += _login(known)
    elif program in _IMAGES and "push" in known[:2]:
        found += _registry(known)
    return list(dict.fromkeys(found))


def _in_word(program: str, text: str) -> Iterator[str]:
    value = text.partition("=")[2] if text[:1] == "-" and "=" in text else text
    address = _SCHEME.match(value.rpartition(" @ ")[2])
    if address:
        scheme, rest = address[1].lower(), address[2]
        if scheme in _BUCKETS:
            yield f"{scheme}://{rest.partition('/')[0]}"
        elif scheme != "file":
            host = read_address(f"{scheme}://{rest}").host
            if host:
                yield host
    elif program in _COPIES and text[:1] not in "-/.~:+":
        remote = _REMOTE.match(text)
        if remote and (program != "git" or "@" in remote[0] or "." in remote[1]):  # else it is `branch:branch`
            yield remote[1].strip("[]").lower()


def _login(words: Sequence[str]) -> list[str]:
    index = 0
    while index < len(words):
        text = words[index]
        if text[:1] == "-":
            index += 2 if text in _LOGIN_VALUES else 1
            continue
        host = text.rpartition("@")[2].partition(":")[0].lower()
        return [host] if re.fullmatch(r"[\w.-]+", host) and "://" not in text else []
    return []


def _registry(words: Sequence[str]) -> list[str]:
    """Return the registry in an image's name; without one it is the program's usual one."""
    for text in words[words.index("push") + 1 :]:
        first, slash, _ = text.partition("/")
        if slash and text[:1] != "-" and ("." in first or ":" in first or first == "localhost"):
            return [first.lower()]
    return []
