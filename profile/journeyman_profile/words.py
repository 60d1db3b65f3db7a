"""What the model and the user are told: why a block did not run, what would help, how one failed."""

from __future__ import annotations

from journeyman.values import Action, Decision, Outcome

INSTRUCTIONS = """\
Journeyman guards this session. Every block you run is judged first: it may run, wait for the user's approval, or be \
refused, and its output tells you which. Do not repeat a refused block unchanged and do not try to reach the same \
effect by another way; say what you need and why, or choose a milder step.
Work inside the current folder. Each shell block runs in a fresh, sandboxed shell there, normally without network: \
`cd` and variables do not carry over to the next block, so combine with `&&` what belongs together. Python keeps its \
variables. Shell commands in shell blocks need fewer questions than the same commands started from Python."""

OFFER = "Journeyman: this folder is not set up yet; `%agent init` does it (or `journeyman init` in a shell)."

INTERRUPTED = "[I interrupted your answer.]"

HELP = "- `%agent VERB`: Journeyman: plan, run, approve, reject, undo, redo, status, log, why... (`%agent help`)\n"


def question(action: Action, decision: Decision, approval_id: str) -> str:
    """Return the lines shown before the user is asked about ``action``."""
    lines = [f"  Journeyman asks: {decision.level} effect, approval {approval_id}"]
    lines += [f"  - {reason}" for reason in decision.reasons]
    if action.kind == "oi.code":
        lines.append("  - runs in Open Interpreter's own process, outside the sandbox")
    return "\n".join(lines)


def ending(outcome: Outcome) -> str:
    """Return what must be said after the output of a block; empty when it simply succeeded."""
    if outcome.status in _REFUSALS:
        return _REFUSALS[outcome.status].format(why=outcome.message or "no reason was recorded", id=outcome.approval_id)
    if outcome.ok:
        return ""
    # No square brackets: the screen of Open Interpreter would take them for markup and hide them.
    code = "" if outcome.exit_code is None or "exit code" in outcome.message else f" (exit code {outcome.exit_code})"
    lines = [f"{outcome.status.upper()}{code}: {outcome.message}"]
    if found := outcome.diagnosis:
        lines.append(f"{found.code}: {found.summary}" if found.summary not in outcome.message else found.code)
        lines += [f"  what would help: {fix}" for fix in found.fixes]
    return "\n".join(lines) + "\n"


_REFUSALS = {
    "pending": (
        "NOT RUN: {why}\n"
        "Tell the user what you want to do and why, or choose a milder way. `%agent approve {id}` at this prompt runs "
        "it; after an approval in a shell, send the same block once more.\n"
    ),
    "denied": (
        "NOT RUN: {why}\nNo approval can allow this. Do not try it again; reach the goal in another way, or tell the "
        "user what stands in the way.\n"
    ),
    "rejected": ("NOT RUN: {why}\nDo not try exactly this block again; ask the user what is wanted instead.\n"),
}
