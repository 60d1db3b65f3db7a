"""Environment variables that change what a program runs: setting one is more than setting a value."""

from __future__ import annotations

import re

from journeyman.gate.analysis.record import Record

_HARMLESS = re.compile(
    r"(LC_[A-Z]+|LANG|LANGUAGE|TZ|TERM|COLORTERM|NO_COLOR|FORCE_COLOR|CLICOLOR(_FORCE)?|COLUMNS|LINES|CI|DEBUG|VERBOSE"
    r"|NODE_ENV|RAILS_ENV|FLASK_ENV|FLASK_DEBUG|APP_ENV|ENVIRONMENT|LOG_LEVEL|RUST_BACKTRACE|RUST_LOG|PYTHONUNBUFFERED"
    r"|PYTHONDONTWRITEBYTECODE|PYTHONHASHSEED|PYTHONIOENCODING|PYTHONUTF8|GIT_TERMINAL_PROMPT|DEBIAN_FRONTEND|PORT"
    r"|AWS_(DEFAULT_)?REGION|AWS_PROFILE|GOOS|GOARCH|CGO_ENABLED|OMP_NUM_THREADS|BLOCKSIZE|TIMEFORMAT|SECONDS"
    r"|HISTTIMEFORMAT|JOBS|NPROC|VERSION|TAG|BRANCH)\Z"
)
_SHELL_LOCAL = re.compile(r"[a-z_][a-z0-9_]*\Z")
_LOWER_SPECIAL = re.compile(r"(.*_proxy|npm_.*|pip_.*|prompt|path|cdpath|fpath|manpath|module_path)\Z")
_OWN = re.compile(r"(JOURNEYMAN_.*|XDG_STATE_HOME|XDG_CONFIG_HOME)\Z")
_FOLLOWS = re.compile(
    r"(LD_.*|DYLD_.*|GLIBC_.*|GCONV_PATH|LOCPATH|NLSPATH|MALLOC_.*|BASH.*|ENV|IFS|PATH|.*PATH|SHELL.*|PS[0-9]|PROMPT.*"
    r"|GIT.*|.*PAGER.*|.*EDITOR.*|VISUAL|BROWSER|LESS.*|MORE|MAN.*|PYTHON.*|NODE.*|NPM.*|PERL.*|RUBY.*|JAVA.*|JDK.*|_JAVA.*"
    r"|.*OPTIONS?|.*OPTS|.*_ARGS|.*FLAGS|.*_COMMAND|.*_CMD|.*ASKPASS.*|.*_SSH.*|SSH.*|.*PROXY.*|.*CONFIG.*|.*RC|HOME"
    r"|TMPDIR|TMP|TEMP|XDG_.*|SSL.*|OPENSSL.*|CURL.*|WGET.*|DOCKER.*|KUBE.*|AWS_.*|AZURE_.*|GOOGLE_.*|CLOUDSDK.*|RUST.*"
    r"|CARGO.*|GO[A-Z]*|MAKE.*|CC|CXX|LD|AR|CMAKE.*|VIRTUAL_ENV|CONDA.*|PIP_.*|UV_.*|POETRY.*|RIPGREP.*|FZF.*|TAR.*|GREP.*"
    r"|.*PRELOAD.*|.*PLUGIN.*|.*HOOK.*|.*MODULE.*|.*LOADER.*|.*INIT.*|.*STARTUP.*|PG.*|MYSQL.*|SQLITE.*|TERM_.*|HTTP.*)\Z"
)


def judge_variable(name: str, value: str, record: Record) -> None:
    """Record what setting ``name`` may change; a plain value of the text's own changes nothing."""
    if _HARMLESS.match(name):
        return
    if _OWN.match(name):
        record.note("self", "floor", f"sets {name}, which tells where Journeyman keeps its data")
        return
    if _SHELL_LOCAL.match(name) and not _LOWER_SPECIAL.match(name):
        return
    if _FOLLOWS.match(name) or _LOWER_SPECIAL.match(name):
        record.environment_tainted = True
        record.note("execute", "contained", f"sets {name}, which may change what programs do")
        record.subject(f"{name}=", "contained")
