"""Failures of the shell, of languages' own runtimes, and of tools that reach other machines."""

from __future__ import annotations

from journeyman.faults.shapes.shape import Shape

SYSTEM: tuple[Shape, ...] = (
    # shells
    ("not found", r"^(?:\S{1,200}: )?(?:line )?\d+: [^\s:]+: (?:command )?not found$"),
    ("not found", r"^(?:-?(?:ba|z|k|da)?sh|sudo): (?:[^\s:]+: command not found|command not found: \S+)$"),
    (
        "line ",
        r"^\S{1,200}: line \d+: .{0,300}(?:No such file or directory|[Pp]ermission denied|syntax error"
        r"|unbound variable|unexpected|cannot execute|Is a directory|ambiguous redirect|division by 0"
        r"|not a valid identifier|[Bb]ad substitution|numeric argument required|too many arguments"
        r"|readonly variable)",
    ),
    ("yntax error", r"^(?:-?(?:ba|da)?sh|\S{1,200}\.sh): .{0,60}[Ss]yntax error"),
    ("Segmentation fault", r"Segmentation fault(?: \(core dumped\))?"),
    ("core dumped", r"^(?:Aborted|Bus error|Floating point exception|Illegal instruction) \(core dumped\)"),
    ("Killed", r"^\S{0,60}(?:: line \d+:)?\s{1,4}\d+ Killed"),
    ("core dumped", r"\(core dumped\)"),
    # runtimes
    ("Exception in thread", r"^Exception in thread "),
    ("never retrieved", r"^(?:Task|Future) exception was never retrieved"),
    ("Fatal Python error", r"^Fatal Python error: "),
    ("can't open file", r"^\S{0,200}python[\d.]*: can't open file "),
    ("No module named", r"^\S{0,200}python[\d.]*: No module named "),
    ("Error)", r"^\S{1,300}:\d+:in .{1,600}\((?:\w+::)*\w+Error\)$"),
    ("Fatal error: ", r"^(?:PHP )?(?:Fatal|Parse) error: "),
    ("goroutines", r"^fatal error: all goroutines"),
    ("LoadError", r"^ERROR: LoadError: "),
    ("Execution halted", r"^Execution halted"),
    (" line ", r"^(?!Use of uninit|Useless use|Argument \").{1,300} at (?:\S+\.(?:pl|pm|t)|-e|-) line \d+\.$"),
    ("FAILED", r"^Hunk #\d+ FAILED at \d|\d+ hunks? FAILED"),
    # version control
    ("no tracking", r"^There is no tracking information for the current branch"),
    ("No stash entries", r"^No stash entries found"),
    ("fatal: ", r"^fatal: "),
    ("CONFLICT (", r"^CONFLICT \("),
    ("Automatic merge failed", r"^Automatic merge failed"),
    ("rejected]", r"^ ! \[(?:remote )?rejected\]"),
    ("error: failed to push", r"^error: failed to push some refs"),
    ("is not a git command", r"^git: '.{1,80}' is not a git command"),
    ("abort: ", r"^abort: "),
    ("svn: E", r"^svn: E\d+: "),
    # network
    ("curl: (", r"^curl: \(\d+\) "),
    ("wget: ", r"^wget: "),
    ("ERROR ", r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d ERROR \d{3}: "),
    (
        "failed: ",
        r"failed: (?:Connection refused|Connection timed out|Name or service not known|Temporary failure|No route)",
    ),
    ("ssh: ", r"^ssh: (?:connect to host|Could not resolve)"),
    ("Permission denied (", r"Permission denied \((?:publickey|password|keyboard)"),
    ("verification failed", r"^Host key verification failed"),
    ("rsync error", r"^rsync error: "),
    # containers and clouds
    ("Error response from daemon", r"^(?:docker: )?Error response from daemon"),
    ("Docker daemon", r"Cannot connect to the Docker daemon|failed to connect to the docker API"),
    ("failed to", r"^ERROR: failed to (?:solve|build)"),
    ("Error from server", r"^Error from server"),
    ("connection to the server", r"^The connection to the server .{1,200} was refused"),
    ("An error occurred (", r"^An error occurred \("),
    ("Unable to locate credentials", r"^Unable to locate credentials"),
    ("Error: ", r"^[│|] Error: "),
    # systems
    (
        "E: ",
        r"^E: (?:Unable|Package|Could not|Failed|Invalid|The |Sub-process|Version|Unmet|Some |dpkg|Type|Release|You )",
    ),
    ("dpkg: error", r"^dpkg: error"),
    ("Unable to find a match", r"^Error: Unable to find a match"),
    ("sudo: ", r"^sudo: (?:a password is required|a terminal is required|no tty|unknown user|\d+ incorrect)"),
    ("Failed to ", r"^Failed to (?:start|stop|restart|enable|disable|connect to bus|get|reload)\b"),
    ("nginx: [", r"^nginx: \[(?:emerg|alert|crit)\]"),
    # data
    ("psql: ", r"^(?:psql|pg_dump|createdb|dropdb): error: "),
    ("ERROR ", r"^ERROR \d{4} \(\w{5}\)"),
    ("jq: ", r"^jq: error|^jq: parse error|^parse error: "),
    ("parse error", r"^jq: |^parse error: "),
    ("Error: ", r"^(?:Parse error|Runtime error|Error: in prepare|Error: near line \d+)"),
    ("error near", r"^(?:Parse|Runtime) error near line"),
)
