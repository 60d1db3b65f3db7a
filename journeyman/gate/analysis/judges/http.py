"""``curl`` and ``wget``: fetching to the screen reads; sending, saving and unknown options do not."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence

from journeyman.gate.analysis.addresses import is_loopback, read_address
from journeyman.gate.analysis.flags import Parsed, split
from journeyman.gate.analysis.judges.requests import METHODS, fetch, refuse
from journeyman.gate.analysis.names import names
from journeyman.gate.analysis.programs import Program
from journeyman.gate.analysis.record import Record
from journeyman.gate.analysis.words import HOLE, Word

_DISCARD = frozenset({"-", "/dev/null", "/dev/stdout", "/dev/stderr"})
_CURL_SAVES = names(
    """
    -o --output -D --dump-header -c --cookie-jar --trace --trace-ascii --stderr --etag-save --libcurl --hsts
    --alt-svc
    """
)
_WGET_SAVES = names("-o --output-file -a --append-output --save-cookies --rejected-log")
_PATH = re.compile(r"^((?:[a-z]+://)?[^/]*/)([^?]*)")
"""A host, and the path behind it."""
_FTP_READS = re.compile(
    r"(?i)[-*+]*(pwd|list|nlst|stat|size|mdtm|noop|help|syst|type|pasv|epsv|cwd|cdup|feat|mlsd|mlst)\b"
)


def judge_curl(program: Program, words: Sequence[Word], record: Record) -> None:
    """``curl``: GET and HEAD with listed options and plain addresses."""
    parsed = split(words, program.flags)
    method = parsed.value("-X", "--request")
    why = ""
    if parsed.unknown:
        why = f"curl: {parsed.unknown[0]} may send or save something"
    elif method is not None and method.text.upper() not in METHODS:
        why = f"curl sends a {method.text if method.known else 'request of unknown sort'}"
    elif not all(_FTP_READS.match(value.text) for name, value in parsed.values if name in {"-Q", "--quote"}):
        why = "curl sends a command to the server"
    addresses = [*parsed.rest, *(value for name, value in parsed.values if name == "--url")]
    if why:
        refuse(program, parsed, addresses, why, record)
        return
    named = parsed.has("-O", "--remote-name", "--remote-name-all")
    folder = parsed.value("--output-dir")
    _save(parsed, _CURL_SAVES, addresses if named else [], folder, record)
    proxies = [place.text for place in _places(parsed, proxies=True)]
    proxied = any(text and not is_loopback(read_address(text).host) for text in proxies)
    if parsed.has("-g", "--globoff"):  # braces and brackets stand for themselves
        addresses = [Word(_PATH.sub(_without_signs, word.text, count=1), word.glob) for word in addresses]
    fetch(program, parsed, [*addresses, *_places(parsed)], record, "a proxy on another machine" if proxied else "")


def judge_wget(program: Program, words: Sequence[Word], record: Record) -> None:
    """``wget``: it saves, unless it is told to print or only to look."""
    parsed = split(words, program.flags)
    if parsed.has("-V", "--version", "-h", "--help"):
        fetch(program, parsed, [], record)
        return
    method = parsed.value("--method")
    why = ""
    if parsed.unknown:
        why = f"wget: {parsed.unknown[0]} may send or save something"
    elif method is not None and method.text.upper() not in METHODS:
        why = f"wget sends a {method.text if method.known else 'request of unknown sort'}"
    if why:
        refuse(program, parsed, parsed.rest, why, record)
        return
    output = parsed.value("-O", "--output-document")
    if output is not None and output.text not in _DISCARD:
        record.write(output)
    looks = parsed.has("--spider") or output is not None
    folder = parsed.value("-P", "--directory-prefix")
    _save(parsed, _WGET_SAVES, [] if looks else parsed.rest, folder, record)
    fetch(program, parsed, parsed.rest, record)


def _without_signs(found: re.Match[str]) -> str:
    return found[1] + re.sub(r"[{}\[\],]", "", found[2])


def _places(parsed: Parsed, *, proxies: bool = False) -> list[Word]:
    """Return the other hosts that options make curl talk to: proxies (only these), and where names are said to be."""
    found = []
    for name, value in parsed.values:
        if name in {"-x", "--proxy", "--preproxy"} or name.startswith("--socks"):
            found.append(Word(re.sub(r"(?i)^socks[45][ah]?://", "", value.text)))
        elif proxies:
            continue
        elif name == "--doh-url":
            found.append(value)
        elif name == "--resolve":
            found += [Word(each) for each in value.text.partition(":")[2].partition(":")[2].split(",") if each]
        elif name == "--connect-to":
            place = value.text.partition(":")[2].partition(":")[2]
            found += [Word(place)] if place.strip(":") else []
    return found


def _save(
    parsed: Parsed, options: frozenset[str], addresses: Sequence[Word], folder: Word | None, record: Record
) -> None:
    """Record the files that options name, and those named after ``addresses``."""
    for name, value in parsed.values:
        if name in options and value.text not in _DISCARD:
            record.write(value)
    for address in addresses:
        name = posixpath.basename(address.text.partition("?")[0].rstrip("/")) or "index.html"
        record.write(Word(f"{folder.text}/{name}" if folder is not None else HOLE if HOLE in name else name))
