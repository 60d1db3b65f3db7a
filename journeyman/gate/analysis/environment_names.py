"""Names of environment variables: which ones programs, or the shell, follow, and values that do not matter."""

from __future__ import annotations

import re

from journeyman.gate.analysis.literals import HOLE

_HARMLESS = re.compile(
    r"(LC_[A-Z]+|LANG|LANGUAGE|TZ|TERM|COLORTERM|NO_COLOR|FORCE_COLOR|CLICOLOR(_FORCE)?|COLUMNS|LINES|CI|DEBUG|VERBOSE"
    r"|NODE_ENV|RAILS_ENV|RACK_ENV|MIX_ENV|FLASK_ENV|FLASK_DEBUG|DJANGO_DEBUG|APP_ENV|ENVIRONMENT|LOG_?LEVEL|RUST_BACKTRACE"
    r"|RUST_LOG|PYTHONUNBUFFERED|PYTHONDONTWRITEBYTECODE|PYTHONHASHSEED|PYTHONIOENCODING|PYTHONUTF8|PYTHONFAULTHANDLER"
    r"|GIT_TERMINAL_PROMPT|GIT_OPTIONAL_LOCKS|GIT_LITERAL_PATHSPECS|GIT_NO_REPLACE_OBJECTS|GIT_FLUSH|GIT_ADVICE"
    r"|GIT_(AUTHOR|COMMITTER)_(NAME|EMAIL|DATE)|GIT_MERGE_AUTOEDIT|DEBIAN_FRONTEND|NEEDRESTART_MODE|PORT|AWS_(DEFAULT_)?REGION"
    r"|AWS_PROFILE|AWS_MAX_ATTEMPTS|AWS_DEFAULT_OUTPUT|GOOS|GOARCH|CGO_ENABLED|OMP_NUM_THREADS|MKL_NUM_THREADS|BLOCKSIZE"
    r"|BLOCK_SIZE|LS_BLOCK_SIZE|POSIXLY_CORRECT|TIMEFORMAT|SECONDS|SYSTEMD_COLORS|CARGO_TERM_[A-Z]+|HOMEBREW_NO_[A-Z_]+"
    r"|PIP_(DISABLE_PIP_VERSION_CHECK|NO_INPUT|NO_COLOR|QUIET|PROGRESS_BAR)|PY_COLORS|MPLBACKEND|TF_IN_AUTOMATION|TF_INPUT"
    r"|HISTTIMEFORMAT|JOBS|NPROC|VERSION|TAG|BRANCH|USER|LOGNAME|OLDPWD|NO_UPDATE_NOTIFIER|DO_NOT_TRACK|ARCH|PLATFORM)\Z"
)
_VALUES: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = (
    (re.compile(r"[A-Z_]*PAGER\Z"), re.compile(r"(cat|less|more|head|tail|bat|less -[A-Za-z]+)?\Z")),
    (re.compile(r"PATH\Z"), re.compile(r"(/usr(/local)?)?/s?bin(:(/usr(/local)?)?/s?bin)*\Z")),
    (re.compile(r"LESS\Z"), re.compile(r"[-FRXSEiMqJNKnew ]*\Z")),
    (
        re.compile(r"(GIT_(SEQUENCE_)?)?EDITOR\Z|VISUAL\Z|(GIT_|SSH_)?ASKPASS\Z"),
        re.compile(r"(true|:|cat|false|echo)?\Z"),
    ),
    (re.compile(r"GIT_TRACE[A-Z_]*\Z|GIT_CURL_VERBOSE\Z"), re.compile(r"(0|1|2|true|false)?\Z")),
    (re.compile(r"PYTHONWARNINGS\Z"), re.compile(r"(ignore|default|error|always|once|module)?\Z")),
    (re.compile(r"GIT_SSH_COMMAND\Z|GIT_SSH\Z"), re.compile(r"ssh( -o (BatchMode=yes|ConnectTimeout=\d+))*\Z")),
    (re.compile(r"NODE_OPTIONS\Z"), re.compile(r"(--(max-old-space-size=\d+|no-warnings|trace-warnings) ?)*\Z")),
    (re.compile(r"IFS\Z"), re.compile(r"[ \t\n]*\Z")),
    (re.compile(r"GIT_CONFIG_(NOSYSTEM|GLOBAL|SYSTEM)\Z"), re.compile(r"(1|/dev/null)\Z")),
)
"""Values with which a variable that may change what runs does not."""
_SHELL_LOCAL = re.compile(r"[a-z_][a-z0-9_]*\Z")
_LOWER_SPECIAL = re.compile(r"(.*_proxy|npm_.*|pip_.*|prompt|path|cdpath|fpath|manpath|module_path)\Z")
_OWN = re.compile(r"(JOURNEYMAN_.*|XDG_STATE_HOME|XDG_CONFIG_HOME)\Z")
_FOLLOWS = re.compile(
    r"(LD_.*|DYLD_.*|GLIBC_.*|GCONV_PATH|LOCPATH|NLSPATH|MALLOC_.*|BASH.*|ENV|IFS|PATH|.*PATH|SHELL.*|PS[0-9]|PROMPT.*"
    r"|GIT.*|.*PAGER.*|.*EDITOR.*|VISUAL|.*BROWSER|GH_.*|GLAB_.*|GITLAB.*|LESS.*|MORE|MAN.*|PYTHON.*|NODE.*|NPM.*|PERL.*|RUBY.*|JAVA.*|JDK.*|_JAVA.*"
    r"|.*OPTIONS?|.*OPTS?|.*_ARGS|.*FLAGS|.*_COMMAND|.*_CMD|.*ASKPASS.*|.*_SSH.*|SSH.*|.*PROXY.*|.*CONFIG.*|.*RC|HOME"
    r"|TMPDIR|TMP|TEMP|XDG_.*|SSL.*|OPENSSL.*|CURL.*|WGET.*|DOCKER.*|KUBE.*|AWS_.*|AZURE_.*|GOOGLE_.*|CLOUDSDK.*|RUST.*"
    r"|CARGO.*|GO[A-Z]*|MAKE.*|CC|CXX|LD|AR|AS|NM|CPP|FC|CMAKE.*|VIRTUAL_ENV|CONDA.*|PIP_.*|UV_.*|POETRY.*|RIPGREP.*|FZF.*"
    r"|TAR.*|GREP.*|.*PRELOAD.*|.*PLUGIN.*|.*HOOK.*|.*MODULE.*|.*LOADER.*|.*INIT.*|.*STARTUP.*|PG.*|MYSQL.*|SQLITE.*|TERM_.*"
    r"|HTTP.*|HOST(ALIASES|FILE)|RES_OPTIONS|TERMINFO.*|TERMCAP|GCC_.*|.*_(BIN|EXE|EXEC|EXECUTABLE|PROGRAM|SHELL|LIBS?|HOME|ROOT"
    r"|SCRIPT|WRAPPER|LAUNCHER|INTERPRETER|PREFIX|RSH|URL|HOST|ENDPOINT|REGISTRY|INDEX|CA_BUNDLE|CERT|KEY|TOKEN)|RSYNC.*|CVS.*"
    r"|SVN.*|HG.*|ANSIBLE.*|TF_.*|HELM.*|VAULT.*|TERRAGRUNT.*|PULUMI.*|ELECTRON.*|CHROME.*|PLAYWRIGHT.*|JUPYTER.*|IPYTHON.*"
    r"|R_.*|LUA.*|TCL.*|PHP.*|XDEBUG.*|BUNDLE.*|GEM.*|RBENV.*|NVM.*|PYENV.*|ASDF.*|VIM.*|EMACS.*|EXINIT|TMUX.*|SCREEN.*|SUDO.*"
    r"|PARALLEL.*|ZIP.*|UNZIP.*|GZIP|BZIP2?|XZ_.*|ZSTD.*|NIX.*|DBUS.*|DISPLAY|WAYLAND.*|MOZ_.*|QT_.*|GTK.*|GIO_.*|GST_.*|COLUMN_.*"
    r"|ROS_.*|DOTNET.*|MONO.*|ERL.*|ELIXIR.*|MIX_.*|OCAML.*|GHC.*|CABAL.*|SBT.*|MAVEN.*|MVN.*|GRADLE.*|ANDROID.*|FLUTTER.*"
    r"|ZDOTDIR|GNUPGHOME|P4.*|GROFF.*|TEX.*|NMAPDIR|VK_.*|LIBGL.*|OCL_.*|ODBC.*|KRB5.*|TNS_ADMIN|COMPOSER.*|YARN_.*|PNPM_.*"
    r"|BUN_.*|DENO_.*|TS_NODE_.*|TSX_.*|ESLINT.*|BABEL.*|JUST_.*|COMPOSE_.*|BUILDKIT.*|BUILDX.*|PODMAN.*|CONTAINERS?_.*"
    r"|HOMEBREW_.*|VAGRANT.*|PACKER.*|CONSUL.*|NOMAD.*|FCEDIT|EXECIGNORE|GLOBIGNORE)\Z"
)


def steers(name: str) -> bool:
    """Return whether programs, or the shell, may do something else once the variable ``name`` is set."""
    if _HARMLESS.match(name) or (_SHELL_LOCAL.match(name) and not _LOWER_SPECIAL.match(name)):
        return False
    return bool(_OWN.match(name) or _FOLLOWS.match(name) or _LOWER_SPECIAL.match(name))


def changes_nothing(name: str, value: str) -> bool:
    """Return whether setting ``name`` to ``value`` is known to leave alone what programs do."""
    return bool(_HARMLESS.match(name)) or _is_plain(name, value)


def is_own(name: str) -> bool:
    """Return whether the variable tells where Journeyman keeps its data."""
    return _OWN.match(name) is not None


def _is_plain(name: str, value: str) -> bool:
    """Return whether the value is one with which nothing else runs."""
    return HOLE not in value and any(names.match(name) and values.match(value) for names, values in _VALUES)
