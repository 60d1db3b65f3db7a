"""Programs whose arguments need code to be read: one function each, named by ``judge:`` in the program data."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from journeyman.gate.analysis.judges.archives import judge_dd, judge_tar
from journeyman.gate.analysis.judges.find import judge_find
from journeyman.gate.analysis.judges.http import judge_curl, judge_wget
from journeyman.gate.analysis.judges.interpreters import (
    judge_eval,
    judge_interpreter,
    judge_python_program,
    judge_shell,
    judge_source,
)
from journeyman.gate.analysis.judges.pickers import judge_fd, judge_fzf
from journeyman.gate.analysis.judges.projects import judge_make, judge_tests
from journeyman.gate.analysis.judges.scripts import judge_awk, judge_sed
from journeyman.gate.analysis.judges.shell_builtins import judge_alias, judge_cd, judge_kill, judge_set, judge_trap
from journeyman.gate.analysis.judges.sql import judge_sql
from journeyman.gate.analysis.judges.wrappers import judge_remote, judge_sudo, judge_wrapper, judge_xargs
from journeyman.gate.analysis.programs import Program
from journeyman.gate.analysis.record import Record
from journeyman.gate.analysis.words import Word

Judge = Callable[[Program, Sequence[Word], Record], None]

JUDGES: Mapping[str, Judge] = {
    "alias": judge_alias,
    "awk": judge_awk,
    "cd": judge_cd,
    "curl": judge_curl,
    "dd": judge_dd,
    "eval": judge_eval,
    "fd": judge_fd,
    "find": judge_find,
    "fzf": judge_fzf,
    "interpreter": judge_interpreter,
    "kill": judge_kill,
    "make": judge_make,
    "python": judge_python_program,
    "remote": judge_remote,
    "sed": judge_sed,
    "set": judge_set,
    "shell": judge_shell,
    "source": judge_source,
    "sql": judge_sql,
    "sudo": judge_sudo,
    "tar": judge_tar,
    "tests": judge_tests,
    "trap": judge_trap,
    "wget": judge_wget,
    "wrapper": judge_wrapper,
    "xargs": judge_xargs,
}
