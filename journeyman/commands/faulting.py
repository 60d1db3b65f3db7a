"""``errors``, ``explain`` and ``debug``: look at failures, search, export, and mark them."""

from __future__ import annotations

import argparse
import csv
import io
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from journeyman.commands.fault_views import explanation, listed
from journeyman.commands.frontend import Frontend
from journeyman.commands.result import Block, Result, Table, Text, say
from journeyman.commands.times import moment
from journeyman.errors import UsageError
from journeyman.store import FaultFilter
from journeyman.values import FaultGroup, FaultStatus

if TYPE_CHECKING:
    from journeyman.services import Services

_MARKS: dict[str, FaultStatus] = {"resolve": "resolved", "ignore": "ignored", "reopen": "open"}
_COLUMNS = (
    *("fingerprint", "code", "severity", "status", "count", "first_seen", "last_seen"),
    *("reopened", "fixed_by", "summary"),
)


def errors(services: Services, frontend: Frontend, args: argparse.Namespace) -> Result:
    """List failures by group; mark, export, or show what rises and what patterns there are."""
    services.note_deaths()
    words = args.what
    what = words[0] if words else "list"
    if what in _MARKS:
        return _mark(services, _MARKS[what], words[1:], args)
    if len(words) > 1:
        raise UsageError(f"`errors {what}` takes no further words; {_USAGE}")
    if what == "list":
        return _list(services, frontend, args)
    if what in ("json", "csv"):
        return _export(services, what, args)
    if what == "patterns":
        return _patterns(services)
    if what == "rising":
        return _rising(services)
    raise UsageError(f"errors: unknown word {what!r}; {_USAGE}")


_USAGE = "it is one of: list, json, csv, rising, patterns, or resolve, ignore, reopen with ids (or filters)"


def explain(services: Services, frontend: Frontend, args: argparse.Namespace) -> Result:
    """Explain one failure: what happened, where, why, and what would help."""
    services.note_deaths()
    fault = services.faults.find(args.id or "last")
    return explanation(services, fault, services.repairer.fixes(fault), frontend.magic)


def debug(services: Services, frontend: Frontend, args: argparse.Namespace) -> Result:
    """Switch the break-down of each failure on or off, or tell which."""
    if args.state is None:
        now = bool(services.store.get("debug", False))
        return say(f"debug mode is {'on' if now else 'off'}", debug=now)
    on = args.state == "on"
    services.store.put("debug", on)
    told = "each failure is broken down, with values and choices" if on else "failures get a short card"
    return say(f"debug mode is {args.state}: {told}", "good", debug=on)


def _filter(services: Services, args: argparse.Namespace, limit: int = 0) -> FaultFilter:
    return FaultFilter(
        status="" if args.status == "all" else args.status,
        severity=args.severity,
        tool=args.tool,
        text=args.text,
        since=moment(args.since, services.clock()),
        limit=limit,
    )


def _list(services: Services, frontend: Frontend, args: argparse.Namespace) -> Result:
    groups = services.store.fault_groups(_filter(services, args, args.limit))
    problems = [Text(f"! {problem}", "warn") for problem in services.own_failures.problems]
    if not groups:
        return Result((Text("no failures match", "dim"), *problems), {"errors": []})
    blocks: list[Block] = [listed(groups), *problems]
    blocks.append(Text(f"explain one: {frontend.magic} explain ID   repair it: {frontend.magic} fix ID", "dim"))
    return Result(tuple(blocks), {"errors": [group.to_dict() for group in groups]})


def _mark(services: Services, status: FaultStatus, ids: Sequence[str], args: argparse.Namespace) -> Result:
    if ids:
        marks = [services.faults.find(wanted).fingerprint for wanted in ids]
    elif any((args.severity, args.tool, args.text, args.since)):
        marks = [group.fingerprint for group in services.store.fault_groups(_filter(services, args))]
    else:
        raise UsageError("say which: ids, or a filter like --tool npm, --text WORDS, --since 2d, --severity minor")
    changed = services.store.set_fault_status(marks, status)
    services.journal.record("fault.marked", f"{changed} marked {status}", data={"fingerprints": marks})
    return say(f"{changed} marked {status}", "good", marked=marks, changed=changed)


def _export(services: Services, form: str, args: argparse.Namespace) -> Result:
    groups = services.store.fault_groups(_filter(services, args))
    data = [group.to_dict() for group in groups]
    text = _csv(groups) if form == "csv" else json.dumps(data, indent=2, sort_keys=True, ensure_ascii=False)
    return Result((Text(text.rstrip("\n"), "code"),), {"errors": data})


def _csv(groups: Sequence[FaultGroup]) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for group in groups:
        writer.writerow([_harmless(getattr(group, column)) for column in _COLUMNS])
    return stream.getvalue()


def _harmless(value: object) -> object:
    """Keep a spreadsheet from taking a text for a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@") else value


def _patterns(services: Services) -> Result:
    found = [pattern for pattern in services.faults.patterns().patterns if pattern.count > 1]
    if not found:
        return say("no patterns yet: what no rule knows has not come twice", "dim", patterns=[])
    rows = tuple((str(pattern.count), pattern.text) for pattern in found[:50])
    hint = Text("tell what one means, and what helps, in configs/errors/*.yaml", "dim")
    data = {"patterns": [{"count": pattern.count, "pattern": pattern.text} for pattern in found]}
    return Result((Table(("seen", "pattern"), rows), hint), data)


def _rising(services: Services) -> Result:
    from journeyman.faults.memory.forecast import due, rising

    now = services.clock()
    found = [*rising(services.store, now), *due(services.store, now)]
    if not found:
        return say("nothing comes more often than it used to, and nothing is due", "good", expected=[])
    rows = tuple((each.group.last_id, each.group.code, each.text) for each in found)
    data = {"expected": [{"group": each.group.to_dict(), "text": each.text} for each in found]}
    return Result((Table(("id", "code", "what to expect"), rows),), data)
