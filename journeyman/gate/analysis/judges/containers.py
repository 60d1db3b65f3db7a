"""Containers and pods: what a container is given, and what runs inside one."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence

from journeyman.gate.analysis.flags import Parsed, make_flags, split
from journeyman.gate.analysis.names import names
from journeyman.gate.analysis.programs import Program
from journeyman.gate.analysis.record import Record
from journeyman.gate.analysis.words import Word
from journeyman.gate.analysis.zones import place
from journeyman.values import Effect

_LOOKERS = names(
    """
    ls ps df du free uptime whoami id hostname pwd date uname nproc stat find which top true netstat ss lsof lscpu arch
    """
)
"""Programs that show names, sizes and states: they tell no file's content."""
_ANSWERS = _LOOKERS | names("cat head tail grep egrep wc echo file sort uniq zcat test cut")
_CLIENTS = names("psql mysql mariadb sqlite3 redis-cli mongosh pg_isready")
_STARTS = frozenset({("run",), ("create",), ("container", "run"), ("container", "create"), ("compose", "run")})
_VALUES = """
    any -v: --volume= --mount= -e: --env= --env-file= -p: --publish= --name= -w: --workdir= -u: --user=
    --network= --net= --pid= --ipc= --userns= --uts= --cgroupns= --cap-add= --device= --security-opt=
    --entrypoint= -l: --label= -h: --hostname= --platform= --restart= -m: --memory= --cpus= --gpus=
    --volumes-from= --add-host= --dns= --pull= --shm-size= --tmpfs= --ulimit= --runtime= -a: --attach= --expose=
    --health-cmd= --ip= --link= --log-driver= --log-opt= --stop-signal= --stop-timeout= --sysctl= --group-add=
    --init --rm -i -t -d -P
"""
_FILE_OUTPUT = re.compile(r"(template|custom-columns|jsonpath|jsonpath-as-json)-file\b|--profile-output")
_FILES = frozenset({"-f", "--filename", "-k", "--kustomize"})
_RIGHTS = {"--privileged", "--cap-add", "--device", "--security-opt", "--volumes-from"}
_SPACES = {"--pid", "--ipc", "--userns", "--uts", "--cgroupns"}


def judge_containers(program: Program, words: Sequence[Word], record: Record) -> None:
    """``docker run``, ``docker exec BOX CMD``, ``kubectl exec POD -- CMD``, and the rest as described."""
    start = _skip(program, words)
    path = tuple(word.text for word in words[start : start + 2])
    for verbs in (each.split() for each in program.options["remote"].split(",")):
        if [word.text for word in words[start : start + len(verbs)]] == verbs and not _refused(program, words[:start]):
            _inside(program, " ".join(verbs), words[start + len(verbs) :], record)
            return
    if path[:1] in _STARTS or path[:2] in _STARTS:
        _given(
            program, split(words[start + (1 if path[:1] in _STARTS else 2) :], make_flags(_VALUES, stop=True)), record
        )
    record.run_tree(program, words, record)
    why = _odd_look(words) if program.options.get("credentials") == ".kube" else ""
    if why:
        record.note("network-out", "external", f"{program.name} {why}")
        record.subject(" ".join([program.name, *path[:1]]), "external")


def _odd_look(words: Sequence[Word]) -> str:
    """Return how looking at a cluster does more: it shows a file, its own log-in, or fetches from an address."""
    texts = [word.text for word in words]
    for before, text in zip(["", *texts], texts, strict=False):
        if _FILE_OUTPUT.search(text):
            return "shows what a file holds"
        if re.fullmatch(r"(--v=|-v=?)?([7-9]|\d\d+)", text) and (text[0] == "-" or before in {"-v", "--v"}):
            return "shows requests with what they carry"
        if (before in _FILES and "://" in text) or re.match(r"(-[fk]=?|--(filename|kustomize)=).*://", text):
            return "fetches from an address"
    return ""


def _skip(program: Program, words: Sequence[Word]) -> int:
    """Return how many words the program's own options take before its verb."""
    index = 0
    while index < len(words) and words[index].text[:1] == "-":
        index += 2 if program.flags.known.get(words[index].text) == 1 else 1
    return index


def _refused(program: Program, words: Sequence[Word]) -> bool:
    parsed = split(words, program.flags)
    return bool(parsed.unknown) or not all(program.leaf.accepts(name, value.text) for name, value in parsed.values)


def _inside(program: Program, verbs: str, words: Sequence[Word], record: Record) -> None:
    """Judge a command inside: only looking is reading; of a cluster's pods even a file's content is asked."""
    options = program.options.get("remote_flags", "")
    mark = next((index for index, word in enumerate(words) if word.text == "--"), None)
    parsed = split(words if mark is None else words[:mark], make_flags(options, stop=mark is None))
    command = parsed.rest[1:] if mark is None else list(words[mark + 1 :])
    apart = record.branch()
    if command:
        apart.run(command, apart)
    name = os.path.basename(command[0].text) if command else ""
    harmless = _LOOKERS if program.options.get("credentials") == ".kube" else _ANSWERS | _CLIENTS
    quiet = apart.level == "read" and not apart.unresolved_read and all(word.known for word in command)
    named = mark is None or len(parsed.rest) == 1
    if name in harmless and quiet and named and not parsed.unknown and (name in _CLIENTS or not apart.network):
        record.add(Effect("network-in", "read", "none", program.name))
        record.subject(f"{program.name} {verbs} {name}", "read")
        record.contact()
        record.credentials.update(program.leaf.credentials)
        return
    record.subject(f"{program.name} {verbs} {name}".strip(), "external")
    record.identify(program.name)
    record.note("network-out", "external", f"{program.name} runs a command in another place")


def _given(program: Program, parsed: Parsed, record: Record) -> None:
    """Record when a new container gets more of this machine than the workspace."""
    for name in parsed.names:
        if name in _RIGHTS:
            record.note("privilege", "floor", f"{program.name} gives a container rights over this machine ({name})")
    for name, value in parsed.values:
        if name in _SPACES | {"--network", "--net"} and value.text == "host" and name not in {"--network", "--net"}:
            record.note("privilege", "floor", f"{program.name} gives a container rights over this machine ({name})")
        source = _source(name, value.text)
        if source and not _ours(source, record):
            record.note("privilege", "floor", f"{program.name} shows {source} of this machine to a container", source)


def _source(name: str, text: str) -> str:
    """Return the path on this machine that an option mounts; "" for a named volume."""
    if name in {"-v", "--volume"}:
        source = text.partition(":")[0] if ":" in text else ""
        return source if source[:1] in {"/", ".", "~", "\0"} else ""
    if name == "--mount" and "bind" in text:
        found = re.search(r"(?:source|src)=([^,]+)", text)
        return found[1] if found else "\0"
    return ""


def _ours(source: str, record: Record) -> bool:
    """Return whether ``source`` lies in the workspace or a temporary folder (``$PWD`` counts as the current one)."""
    text = source
    if text.startswith("\0"):
        return False
    where = [place(text.replace("\0", "_"), cwd, record.workspace) for cwd in record.cwds]
    return all(each.zone in {"workspace", "temp"} and not each.protection and not each.secret for each in where)
