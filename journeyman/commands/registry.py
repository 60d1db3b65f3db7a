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
        (Arg("id", "id of an action, an approval or a plan", completes="action"),),
    ),
    Verb(
        "why",
        "explain a decision",
        "explaining:why",
        (Arg("id", "id of an action or approval (default: the last one)", completes="action", options={"nargs": "?"}),),
    ),
    Verb(
        "errors",
        "list failures; `errors resolve|ignore|reopen` marks them, `errors json|csv` exports, `errors rising|patterns`",
        "faulting:errors",
        (
            Arg("what", "list, json, csv, rising, patterns; resolve, ignore, reopen with ids", options={"nargs": "*"}),
            Arg(
                "--status",
                "which (default: open)",
                options={"choices": ("open", "resolved", "ignored", "all"), "default": "open"},
            ),
            Arg("--severity", "which", options={"choices": ("minor", "moderate", "critical"), "default": ""}),
            Arg("--tool", "first part of the code, like npm", options={"default": ""}),
            Arg("--text", "words in code or summary", options={"default": ""}),
            Arg("--since", "ISO time, or a span like 2h, 3d", options={"default": ""}),
            Arg("--limit", "how many, newest kept", options={"type": int, "default": 30}),
        ),
    ),
    Verb(
        "explain",
        "explain a failure: what happened, where, why, and what would help",
        "faulting:explain",
        (Arg("id", "id of a failure or of an action that failed (default: the last)", options={"nargs": "?"}),),
    ),
    Verb(
        "fix",
        "repair a failure: try what may help, then do again what had failed",
        "fixing:fix",
        (
            Arg("id", "id of a failure or of an action that failed (default: the last)", options={"nargs": "?"}),
            Arg("--number", "only this one of the fixes that `explain` lists", options={"type": int}),
            Arg("--with", "COMMAND of your own to try", options={"dest": "with_command", "default": ""}),
        ),
    ),
    Verb(
        "debug",
        "`debug on` breaks each failure down: frames with values, fixes to choose from; `debug off` keeps it short",
        "faulting:debug",
        (Arg("state", "on, off, or nothing to tell which", options={"nargs": "?", "choices": ("on", "off")}),),
    ),
    Verb(
        "trust",
        "show what has been earned, and how; `trust revoke SIGNATURE` takes it back, `trust reset` takes back all",
        "trusting:trust",
        (
            Arg(
                "what",
                "nothing for all, the beginning of a signature or of its subject (`git commit`) for one in detail, "
                "or `revoke SIGNATURE`, `reset [SIGNATURE]`",
                rest=True,
            ),
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
    Verb(
        "policy",
        "show the policy in force and where each value comes from, check a file, or see what would have been decided",
        "policing:policy",
        (
            Arg(
                "what",
                "what to do (default: show)",
                options={"nargs": "?", "choices": ("show", "check", "replay"), "default": "show"},
            ),
            Arg("file", "with `check`: a policy.yaml (default: those in force)", options={"nargs": "?", "default": ""}),
            Arg(
                "--policy",
                "with `replay`: a file in place of your own policy.yaml (default: the files as they are now)",
                options={"default": ""},
            ),
            Arg("--since", "with `replay`: ISO time, or a span like 2h, 3d", options={"default": ""}),
        ),
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
        "gate",
        "judge a command without running it, or JSON lines of them with --jsonl; creates nothing, needs no workspace",
        "setting_up:shell_only",
        (
            Arg("command", "one command, in quotes (default: what is on standard input)", options={"nargs": "*"}),
            Arg("--jsonl", 'standard input is JSON lines {"command", "lang", "cwd", "id"}', options=_FLAG),
            Arg("--python", "the text is Python code, judged as a notebook cell", options=_FLAG),
            Arg("--workspace", "FOLDER whose own policy, trust and lockdown count", options={"default": ""}),
            Arg("--policy", "FILE in place of your own policy.yaml", options={"default": ""}),
            Arg("--exit-code", "end with 0 allow, 3 ask, 4 deny", options=_FLAG),
        ),
        shell_only=True,
    ),
    Verb(
        "diagnose",
        "tell whether a run failed, why, and what helps, or JSON lines of runs with --jsonl; creates nothing",
        "setting_up:shell_only",
        (
            Arg("command", "the command that ran, in quotes; its output on standard input", options={"nargs": "*"}),
            Arg(
                "--jsonl",
                'standard input is JSON lines {"kind", "command", "exit_code", "output", "code", "id"}',
                options=_FLAG,
            ),
            Arg("--exit-code", "NUMBER that it ended with (default: unknown)", options={"type": int, "default": None}),
            Arg(
                "--kind",
                "what ran: a command line, Python code, or nothing but the text of a traceback",
                options={"choices": ("shell", "python", "traceback"), "default": "shell"},
            ),
        ),
        shell_only=True,
    ),
    Verb(
        "hook",
        "answer the hooks of another agent (claude-code, codex); `hook install AGENT` prints how to set it up",
        "setting_up:shell_only",
        (
            Arg("what", "claude-code, codex, or install", options={"nargs": "?", "default": ""}),
            Arg("agent", "with `install`: the agent", options={"nargs": "?", "default": ""}),
            Arg("--workspace", "FOLDER whose own policy and lockdown count", options={"default": ""}),
            Arg("--policy", "FILE in place of your own policy.yaml", options={"default": ""}),
            Arg(
                "--questions",
                "codex: what needs a person is denied, or deferred to Codex's own sandbox and approvals",
                options={"choices": ("deny", "defer"), "default": "deny"},
            ),
            Arg("--write", "with `install`: write it, after asking", options=_FLAG),
            Arg(
                "--strict",
                "with `install claude-code`: a hook that fails or is too slow stops the call (Claude Code 2.1.295 on)",
                options=_FLAG,
            ),
            Arg("--project", "with `install`: FOLDER of the project whose settings to use", options={"default": ""}),
        ),
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
