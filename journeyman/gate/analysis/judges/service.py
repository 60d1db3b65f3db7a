"""Command lines of services: files sent as arguments, statements in options, and verbs that come before a name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from journeyman.gate.analysis.flags import VALUE, Flags
from journeyman.gate.analysis.judges.sql_text import sql_only_reads
from journeyman.gate.analysis.programs import Program
from journeyman.gate.analysis.record import Record
from journeyman.gate.analysis.words import Word
from journeyman.values import Effect

_QUERIES = {
    ("aws", "athena", "start-query-execution"): ("--query-string",),
    ("aws", "redshift-data", "execute-statement"): ("--sql",),
    ("aws", "rds-data", "execute-statement"): ("--sql",),
    ("aws", "dynamodb", "execute-statement"): ("--statement",),
    ("aws", "timestream-query", "query"): ("--query-string",),
    ("bq", "query"): ("",),
    ("gcloud", "spanner", "databases", "execute-sql"): ("--sql",),
}
"""Sub-commands that run a statement, and the option that holds it ("" for a word of its own)."""
_CHANGES = re.compile(
    r"(create|delete|remove|rm|destroy|update|set|unset|add|put|deploy|enable|disable|start|stop|restart|reset|reboot|run|call|submit|ssh|"
    r"scp|import|export|undelete|cancel|apply|patch|move|mv|copy|cp|promote|rollback|clone|restore|attach|detach|resize|publish|pull|push|"
    r"ack|encrypt|activate|rename|execute|rsync|purge|terminate|release|assign|unassign|power|shutdown|rebuild|migrate|edit|replace|"
    r"approve|deny|invoke|send|modify|revoke|grant|upgrade|abandon|failover|suspend|resume|drain|rotate|generate|bulk|perform)(-.*)?\Z"
)
_READS = re.compile(r"(list|ls|describe|show|get|view|info|status|read|search|tail|logs?|help|version)(-.*)?\Z")
_EXACT = frozenset({"aws", "az", "bq"})
"""Here the sub-command is never followed by a bare name that could look like one."""
_GROUPS = frozenset({"beta", "alpha", "preview"})
_FILE = re.compile(r"(?:[\w.-]+=)?(?:fileb?://|@)(.+)", re.DOTALL)


def judge_service(program: Program, words: Sequence[Word], record: Record) -> None:
    """``aws``, ``az``, ``gcloud``, ``doctl``...: as described, with what the description cannot say."""
    for word in words:
        sent = _FILE.match(word.text.partition("=")[2] if word.text.startswith("--") else word.text)
        if sent and ("://" in word.text or "/" in sent[1] or "." in sent[1]):
            record.read(Word(sent[1]))
    path = _path(words, program.flags)
    if _statement(program, path, words, record):
        return
    record.run_tree(program, words, record)
    verb = _changing(path, grouped=program.name == "gcloud") if program.name not in _EXACT else ""
    if verb and record.level == "read":
        record.note("network-out", "external", f"{program.name}: {verb} changes something")
        record.subject(" ".join([program.name, *path[:4]]), "external")


def judge_terraform(program: Program, words: Sequence[Word], record: Record) -> None:
    """``terraform apply -destroy`` destroys wherever the option stands."""
    texts = [word.text.lstrip("-") for word in words]
    if "apply" in texts and any(text.partition("=")[0] == "destroy" for text in texts):
        record.note("delete", "floor", f"{program.name} destroys infrastructure")
        record.subject(f"{program.name} apply -destroy", "floor")
    record.run_tree(program, words, record)


def _path(words: Sequence[Word], flags: Flags) -> list[str]:
    """Return the words that are no options, nor values of the program's own options."""
    found: list[str] = []
    index = 0
    while index < len(words):
        text = words[index].text
        if text[:1] == "-":
            if len(found) > 1 and text not in flags.known:
                break
            index += 2 if flags.known.get(text) == VALUE else 1
            continue
        found.append(text)
        index += 1
    return found


def _changing(path: Sequence[str], *, grouped: bool) -> str:
    """Return the verb that changes something, when it stands before any that reads: what follows is a name.

    ``grouped``: the first word is a group, whatever it sounds like (``gcloud run``).
    """
    words = [word for word in path if word not in _GROUPS]
    for word in words[grouped:5]:
        if _READS.match(word):
            return ""
        if _CHANGES.match(word):
            return word
    return ""


def _statement(program: Program, path: Sequence[str], words: Sequence[Word], record: Record) -> bool:
    """Judge a sub-command that runs a statement; return whether it was one, and only reads."""
    for known, options in _QUERIES.items():
        if known[0] != program.name or tuple(path[: len(known) - 1]) != known[1:]:
            continue
        if any(_refuses(word.text, program.flags) for word in words):
            return False
        texts = _values(options[0], words) if options[0] else words[-1:]
        if not texts or not all(word.known and sql_only_reads(word.text, program.name) for word in texts):
            return False
        if not all(word.known for word in words):
            return False
        record.add(Effect("network-in", "read", "none", program.name))
        record.subject(" ".join(known), "read")
        record.contact(*program.leaf.hosts)
        record.credentials.update(program.leaf.credentials)
        return True
    return False


def _refuses(text: str, flags: Flags) -> bool:
    name = text.partition("=")[0]
    return name in flags.refused or (len(name) > 3 and any(each.startswith(name) for each in flags.refused))


def _values(option: str, words: Sequence[Word]) -> list[Word]:
    found = [Word(word.text.partition("=")[2]) for word in words if word.text.startswith(option + "=")]
    found += [words[index + 1] for index, word in enumerate(words[:-1]) if word.text == option]
    return found
