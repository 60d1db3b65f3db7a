"""``init``, ``doctor``, ``help`` and ``profile``: get going, and find out what is wrong."""

from __future__ import annotations

import argparse
import importlib.util
import os
import shutil
from typing import TYPE_CHECKING

from journeyman.commands.frontend import Frontend
from journeyman.commands.parse import find_verb, parser
from journeyman.commands.registry import VERBS
from journeyman.commands.result import Result, Table, Text, say
from journeyman.errors import JourneymanError, UsageError
from journeyman.values import Json

if TYPE_CHECKING:
    from collections.abc import Callable

    from journeyman.services import Services


def init(services: Services, frontend: Frontend, args: argparse.Namespace) -> Result:
    """Mark the workspace as set up, write state and logs, and show what the doctor finds."""
    services.store.put("initialized", True)
    services.journal.record("workspace.initialized", f"set up {services.workspace.root}")
    services.state.flush()
    found = doctor(services, frontend, args)
    head = Text(f"Ready: {services.workspace.root}. State: session_state.json, logs: logs/", "good")
    return Result((head, *found.blocks), found.data, 0)


def doctor(services: Services, frontend: Frontend, args: argparse.Namespace) -> Result:
    """Check what the product depends on; each line says what is wrong and what to do about it."""
    checks: tuple[tuple[str, Callable[[Services], tuple[str, str]]], ...] = (
        ("sandbox", _sandbox),
        ("configuration", _configuration),
        ("store", _store),
        ("journal", _journal),
        ("private folder", _private),
        ("git", _git),
        ("planning by meaning", _semantic),
        ("model", _model),
    )
    rows = []
    for name, check in checks:
        try:
            state, detail = check(services)
        except (JourneymanError, OSError) as error:
            state, detail = "bad", str(error)
        rows.append((name, state, detail))
    data: dict[str, Json] = {"checks": [{"name": n, "state": s, "detail": d} for n, s, d in rows]}
    worst = 1 if any(state == "bad" for _, state, _ in rows) else 0
    return Result((Table(("check", "state", "detail"), tuple(rows)),), data, worst)


def help_(services: Services, frontend: Frontend, args: argparse.Namespace) -> Result:
    """List the verbs, or explain one."""
    if args.verb:
        return say(parser(find_verb(args.verb, VERBS), frontend.magic).format_help().rstrip(), "code")
    shown = [verb for verb in VERBS.values() if not verb.shell_only or frontend.magic == "journeyman"]
    rows = tuple((verb.name, verb.summary) for verb in shown)
    first = f'{frontend.magic} plan "Create a hello world Flask API with a test"'
    data = {"verbs": [{"name": name, "summary": summary} for name, summary in rows]}
    return Result((Text(f"Try: {first}", "title"), Table(("verb", "what it does"), rows)), data)


def profile(services: Services, frontend: Frontend, args: argparse.Namespace) -> Result:
    """Install the Open Interpreter profile's stub."""
    from journeyman.interpreter_launch import install_profile

    path = install_profile()
    return say(f"Installed {path}. Start: interpreter --profile {path.name}   (or: journeyman interpreter)", "good")


def shell_only(services: Services, frontend: Frontend, args: argparse.Namespace) -> Result:
    """Refuse a verb that only the shell command carries out."""
    raise UsageError("this verb works in a shell only: run it as journeyman VERB")


def _sandbox(services: Services) -> tuple[str, str]:
    from journeyman.sandbox.probe import shortcomings

    held = services.sandbox.capability
    if held.confines:
        lacking = "; ".join(shortcomings(held))
        names = {"files": held.fs, "TCP": held.tcp, "UDP": held.udp, "signals": held.signals}
        names |= {"the list of processes": held.pids, "single hosts": held.hosts}
        confined = ", ".join(name for name, holds in names.items() if holds)
        return "ok", f"{held.name} confines {confined}" + (f"; not held: {lacking}" if lacking else "")
    return "warn", f"{held.detail or held.name}; everything above reading is asked"


def _configuration(services: Services) -> tuple[str, str]:
    policy = services.policy
    if policy.broken_reason:
        return "bad", policy.broken_reason
    notes = "; ".join(policy.notes)
    return (
        ("warn", notes) if notes else ("ok", f"autonomy: {policy.autonomy}, {len(services.settings)} settings groups")
    )


def _store(services: Services) -> tuple[str, str]:
    row = services.store.connection.row("PRAGMA quick_check(1)")
    if row is None or row[0] != "ok":
        return "bad", f"{services.workspace.store_path}: {row[0] if row else 'no answer'}"
    size = os.path.getsize(services.workspace.store_path) / 1e6
    return "ok", f"{services.workspace.store_path} ({size:.1f} MB)"


def _journal(services: Services) -> tuple[str, str]:
    from journeyman.gate.lockdown import check_journal, state

    broken = check_journal(services.store, services.journal)
    if broken:
        locked = "; lockdown is on until you lift it" if state(services.store) else ""
        return "bad", f"the chain is broken at event {broken}{locked}"
    return "ok", "the chain of hashes is whole"


def _private(services: Services) -> tuple[str, str]:
    private = services.workspace.private
    mode = private.stat().st_mode & 0o777
    if mode & 0o077:
        return "bad", f"{private} is readable by others (mode {mode:o}); chmod 700 it"
    free = shutil.disk_usage(private).free / 1e9
    return ("warn" if free < 1 else "ok"), f"{private} (mode {mode:o}, {free:.1f} GB free)"


def _git(services: Services) -> tuple[str, str]:
    found = shutil.which("git")
    return ("ok", found) if found else ("bad", "git is missing; install it for commits, tags and merges")


def _semantic(services: Services) -> tuple[str, str]:
    if importlib.util.find_spec("wordllama"):
        return "ok", "wordllama is installed"
    return "warn", "only keywords match recipes; for meaning: pip install 'journeyman[semantic]'"


def _model(services: Services) -> tuple[str, str]:
    from journeyman.llm import find_endpoint

    endpoint = find_endpoint(services.settings, os.environ)
    if endpoint is None:
        return "ok", "none configured; recipes plan without one"
    return "ok", f"{endpoint.model} at {services.redactor.text(endpoint.base_url)}"
