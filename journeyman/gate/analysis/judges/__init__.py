"""Programs whose arguments need code to be read: one function each, named by ``judge:`` in the program data."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from journeyman.gate.analysis.judges.archives import judge_tar
from journeyman.gate.analysis.judges.awk import judge_awk
from journeyman.gate.analysis.judges.containers import judge_containers
from journeyman.gate.analysis.judges.copying import judge_dd, judge_rsync
from journeyman.gate.analysis.judges.find import judge_find
from journeyman.gate.analysis.judges.github import judge_github
from journeyman.gate.analysis.judges.http import judge_curl, judge_wget
from journeyman.gate.analysis.judges.httpie import judge_httpie
from journeyman.gate.analysis.judges.interpreters import (
    judge_eval,
    judge_interpreter,
    judge_python_program,
    judge_shell,
    judge_source,
)
from journeyman.gate.analysis.judges.nosql import judge_mongo, judge_redis
from journeyman.gate.analysis.judges.packages import judge_packages
from journeyman.gate.analysis.judges.parallel import judge_parallel
from journeyman.gate.analysis.judges.pickers import judge_fd, judge_fzf
from journeyman.gate.analysis.judges.projects import judge_linter, judge_make, judge_tests
from journeyman.gate.analysis.judges.repeaters import judge_script, judge_watch
from journeyman.gate.analysis.judges.scripts import judge_sed
from journeyman.gate.analysis.judges.service import judge_service, judge_terraform
from journeyman.gate.analysis.judges.shell_builtins import judge_alias, judge_cd, judge_kill, judge_set, judge_trap
from journeyman.gate.analysis.judges.sql import judge_sql
from journeyman.gate.analysis.judges.wrappers import judge_sudo, judge_wrapper, judge_xargs
from journeyman.gate.analysis.programs import Program
from journeyman.gate.analysis.record import Record
from journeyman.gate.analysis.words import Word

Judge = Callable[[Program, Sequence[Word], Record], None]

JUDGES: Mapping[str, Judge] = {
    "alias": judge_alias,
    "awk": judge_awk,
    "cd": judge_cd,
    "containers": judge_containers,
    "curl": judge_curl,
    "dd": judge_dd,
    "eval": judge_eval,
    "fd": judge_fd,
    "find": judge_find,
    "fzf": judge_fzf,
    "github": judge_github,
    "httpie": judge_httpie,
    "interpreter": judge_interpreter,
    "kill": judge_kill,
    "linter": judge_linter,
    "make": judge_make,
    "mongo": judge_mongo,
    "packages": judge_packages,
    "parallel": judge_parallel,
    "python": judge_python_program,
    "redis": judge_redis,
    "rsync": judge_rsync,
    "script": judge_script,
    "sed": judge_sed,
    "service": judge_service,
    "set": judge_set,
    "shell": judge_shell,
    "source": judge_source,
    "sql": judge_sql,
    "sudo": judge_sudo,
    "tar": judge_tar,
    "terraform": judge_terraform,
    "tests": judge_tests,
    "trap": judge_trap,
    "watch": judge_watch,
    "wget": judge_wget,
    "wrapper": judge_wrapper,
    "xargs": judge_xargs,
}
