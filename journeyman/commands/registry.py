"""All verbs, in the order that ``help`` shows them."""

from __future__ import annotations

from journeyman.commands.verb import Arg, Verb

_PLAN = Arg("plan", "id of a plan (default: the oldest open one)", completes="plan", options={"nargs": "?"})
_FLAG = {"action": "store_true"}

_ALL = (
    Verb(
        "plan",
        "plan a goal, show each step with its risk, and queue it",
        "planning:plan",
        (Arg("goal", "what you want", rest=True),),
    ),
    Verb("run", "run a plan's steps in order, or an earlier action anew (by its id)", "running:run", (_PLAN,)),
    Verb("next", "run the next step only", "running:next_step", (_PLAN,)),
    Verb("stop", "stop the running step and take no further one", "running:stop"),
    Verb(
        "queue",
        "list the queue; `queue add GOAL` and `queue add --shell COMMAND` put something in without running it",
        "queueing:queue",
        (
            Arg("--shell", "the text is one shell command", options=_FLAG),
            Arg("--python", "the text is Python code", options=_FLAG),
            Arg("--cell", "the text is a cell for the live kernel", options=_FLAG),
            Arg("what", "add GOAL, or nothing to list", rest=True),
        ),
    ),
    Verb("cancel", "cancel a plan's steps that have not run", "queueing:cancel", (_PLAN,)),
    Verb(
        "resume",
        "go on with an interrupted or failed plan",
        "running:resume",
        (
            _PLAN,
            Arg(
                "--mode",
                "what to do with the interrupted step: restore and run again, run again, or skip it",
                options={"choices": ("restore", "again", "skip"), "default": "restore"},
            ),
        ),
    ),
    Verb(
        "approve",
        "approve what waits (an approval's or action's id), or a whole plan (`approve plan [ID]`), and run it",
        "approving:approve",
        (
            Arg(
                "id", "id, `plan`, or nothing for the only one that waits", completes="pending", options={"nargs": "?"}
            ),
            Arg("plan", "with `plan`: its id", completes="plan", options={"nargs": "?"}),
            Arg("--no-run", "answer only; run later", options=_FLAG),
            Arg("--wait", "SECONDS to wait for somebody else's answer", options={"type": float, "default": 0.0}),
        ),
    ),
    Verb(
        "reject",
        "reject what waits",
        "approving:reject",
        (Arg("id", "id of an approval or action", completes="pending", options={"nargs": "?"}),),
    ),
    Verb(
        "undo",
        "take back the last change, the last N, or those of an action or plan (by its id)",
        "undoing:undo",
        (Arg("what", "N, or an id", completes="action", options={"nargs": "?", "default": "1"}),),
    ),
    Verb(
        "redo",
        "make undone changes again",
        "undoing:redo",
        (Arg("what", "N, or an id", completes="action", options={"nargs": "?", "default": "1"}),),
    ),
    Verb("status", "what is going on, and what needs attention", "showing:status"),
    Verb(
        "log",
        "show the journal; `log verify` checks its chain",
        "showing:log",
        (
            Arg("what", "`verify`, or nothing", options={"nargs": "?", "choices": ("verify",)}),
            Arg("--level", "least level", options={"choices": ("debug", "info", "warning", "error"), "default": ""}),
            Arg("--kind", "kind of action", options={"default": ""}),
            Arg("--since", "ISO time, or a span like 2h, 3d", options={"default": ""}),
            Arg("--until", "ISO time, or a span ago", options={"default": ""}),
            Arg("--text", "words to find", options={"default": ""}),
            Arg("--action", "action id", completes="action", options={"default": ""}),
            Arg("--limit", "how many, newest kept", options={"type": int, "default": 50}),
        ),
    ),
    Verb(
        "show",
        "show an action in full: arguments, decision, outcome, output",
        "showing:show",
        (Arg("id", "id of an action or plan", completes="action"),),
    ),
    Verb(
        "why",
        "explain a decision",
        "showing:why",
        (Arg("id", "id of an action or approval (default: the last one)", completes="action", options={"nargs": "?"}),),
    ),
    Verb(
        "trust",
        "show what has been earned; `trust revoke SIGNATURE` takes it back",
        "trusting:trust",
        (
            Arg("what", "`revoke`, `reset`, or nothing", options={"nargs": "?", "choices": ("revoke", "reset")}),
            Arg("signature", "signature, or its beginning", options={"nargs": "?", "default": ""}),
        ),
    ),
    Verb(
        "lockdown",
        "deny everything above reading until `lockdown off`",
        "trusting:lockdown",
        (Arg("state", "on or off", options={"nargs": "?", "choices": ("on", "off"), "default": "on"}),),
    ),
    Verb(
        "workspace",
        "`workspace trust` lets this workspace's own configuration loosen the gate; `untrust` takes that back",
        "trusting:workspace",
        (Arg("what", "trust, untrust or show", options={"nargs": "?", "choices": ("trust", "untrust", "show")}),),
    ),
    Verb(
        "guard",
        "`guard on` judges your own cells, ! and %%bash before they run; `guard off` lets them be",
        "guarding:guard",
        (Arg("state", "on, off, or nothing to tell which", options={"nargs": "?", "choices": ("on", "off")}),),
    ),
    Verb("init", "set this workspace up: state, logs, environment check", "setting_up:init"),
    Verb("doctor", "check sandbox, store, journal, models and configuration", "setting_up:doctor"),
    Verb("help", "list the verbs, or explain one", "setting_up:help_", (Arg("verb", "verb", options={"nargs": "?"}),)),
    Verb(
        "profile",
        "`profile install` makes `interpreter --profile journeyman.py` work",
        "setting_up:profile",
        (Arg("what", "install", options={"choices": ("install",)}),),
        shell_only=True,
    ),
    Verb(
        "demo",
        "run the main job in a scratch workspace, for real, with no model and no key",
        "setting_up:shell_only",
        shell_only=True,
    ),
    Verb(
        "interpreter",
        "start Open Interpreter with the profile; all arguments are passed on",
        "setting_up:shell_only",
        shell_only=True,
    ),
)

VERBS: dict[str, Verb] = {verb.name: verb for verb in _ALL}
