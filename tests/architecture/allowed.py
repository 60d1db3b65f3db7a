"""The explicit lists: who may start a process, write a file, run text as code, print, or hide a fault; and why."""

from __future__ import annotations

from tests.architecture.door import Category

DOOR: dict[str, dict[Category, str]] = {
    "journeyman.gate.analysis.second_parser": {
        "process": "shfmt, a parser that only prints a syntax tree: by its absolute path, with an empty environment",
    },
    # kinds: what an action does, after the gate has let it through
    "journeyman.kinds.env_install": {"write": "removes the scratch output of its own question to pip"},
    "journeyman.kinds.file_append": {"write": "this is the action: appends to a file of the workspace"},
    "journeyman.kinds.file_create": {"write": "this is the action: creates a file of the workspace"},
    "journeyman.kinds.file_delete": {"write": "this is the action: deletes a path of the workspace"},
    "journeyman.kinds.git_commit": {"write": "keeps the user's index in the private folder, puts it back on undo"},
    "journeyman.kinds.places": {"write": "the atomic write that the file kinds share"},
    "journeyman.kinds.repository": {
        "process": "reads a repository's state through GitPython, hooks and filters switched off",
        "write": "a scratch folder of its own, removed afterwards",
    },
    "journeyman.kinds.workspace_copy": {"write": "fills the scratch folder of patch.try"},
    "journeyman.kinds.patch_try": {"write": "a copy of the workspace in a scratch folder, removed afterwards"},
    "journeyman.kinds.test_run": {"write": "a scratch folder for the test report, removed afterwards"},
    "journeyman.runner_secrets": {"write": "redacts the full output of an action in the private folder"},
    "journeyman.gate.analysis.digests": {"write": "opens files to read them, without waiting for a pipe's writer"},
    # sandbox: the only room whose work is to start processes
    "journeyman.sandbox.background": {"write": "removes the old exit note of a background process"},
    "journeyman.sandbox.keeper": {
        "process": "the supervisor of one background process, and of what runs inside its namespace",
        "write": "the background process's log and exit note in the private folder",
    },
    "journeyman.sandbox.forkserver_main": {
        "process": "the warm interpreter inside a sandbox: forks once for each run of Python code",
    },
    "journeyman.sandbox.proxy_inside": {"process": "becomes the command, behind the way out through the proxy"},
    "journeyman.sandbox.landlock.attributes": {"write": "the broker: modes, owners and times, for a confined command"},
    "journeyman.sandbox.landlock.calls": {"write": "names the broker's method for each call; renames nothing itself"},
    "journeyman.sandbox.landlock.caller": {"write": "opens the memory of a waiting thread for reading"},
    "journeyman.sandbox.landlock.cleanup": {"write": "the temporary folder of one confined command, and its end"},
    "journeyman.sandbox.landlock.confine": {
        "process": "the launcher: becomes the confined command, with a broker beside it",
        "write": "opens the null device in place of the command's own streams",
    },
    "journeyman.sandbox.landlock.kernel": {
        "process": "the C library, for the kernel calls that confine; starts nothing"
    },
    "journeyman.sandbox.landlock.names": {"write": "the broker: makes, removes and renames for a confined command"},
    "journeyman.sandbox.landlock.opening": {"write": "the broker: opens files of the workspace for a confined command"},
    "journeyman.sandbox.landlock.sandbox": {"write": "a scratch folder that the self-test tries to get out of"},
    "journeyman.sandbox.landlock.shared": {"write": "the broker: named shared memory of a confined command"},
    "journeyman.sandbox.landlock.sockets": {"process": "the C library, for addresses as they are; starts nothing"},
    "journeyman.sandbox.landlock.zones": {"write": "pins folders by descriptors that cannot be written"},
    "journeyman.sandbox.places": {"write": "makes our own package cache, shared by runs with network"},
    "journeyman.sandbox.syscall_filter": {"write": "the filter of system calls, in the private folder"},
    "journeyman.sandbox.spawner": {"process": "the one thread that starts every process of the kinds"},
    "journeyman.sandbox.stream": {"write": "writes the full output of a process into the private folder"},
    # undo: restoring is its work; checkpoint.restore calls it through the door
    "journeyman.undo.blobs": {"write": "keeps file contents in the private folder"},
    "journeyman.undo.cache": {"write": "keeps the stat cache in the private folder"},
    "journeyman.undo.checkpoints": {"write": "keeps the scan before an action in the private folder, for a crash"},
    "journeyman.undo.lock": {"write": "makes the private folder that its lock file lies in"},
    "journeyman.cli": {"write": "opens the null device when the reader of its output has gone"},
    "journeyman.undo.merge": {
        "process": "git merge-file on three scratch files, with no repository and no configuration",
        "write": "the three scratch files of a merge",
    },
    "journeyman.undo.transaction": {"write": "restores files, all or none, with its own recovery journal"},
    "journeyman.undo.tree": {"write": "the file operations of restoring, confined to the workspace"},
    # faults: pure text
    "journeyman.faults.python.quiet": {
        "code": "compiles code that failed, to learn why it cannot be read; never runs it"
    },
    # what is remembered
    "journeyman.journal.logs": {"write": "writes and rotates the workspace's two log files"},
    "journeyman.plan.notebook_file": {"write": "writes plans and reflections as notebooks, atomically"},
    "journeyman.state.file": {"write": "writes session_state.json into the workspace, atomically"},
    "journeyman.store.sqlite.connection": {"write": "opens the store, and moves a corrupt one aside"},
    "journeyman.workspace.workspace": {"write": "makes the private folder outside the workspace"},
    # front ends
    "journeyman.commands.demo": {
        "process": "asks git for HEAD, to check from outside what the demo's commit did",
        "write": "makes the scratch workspace of the demo",
    },
    "journeyman.hooks.install": {
        "write": "puts our hook into another agent's settings, at the user's word at a terminal"
    },
    "journeyman.interpreter_launch": {
        "process": "becomes Open Interpreter, the front end, at the user's word",
        "write": "puts the profile's stub into Open Interpreter's own folder, at the user's word",
    },
    "profile.journeyman_profile.languages": {"write": "keeps the full output of a block in the private folder"},
    "ipy_ext.cell_run": {"write": "keeps the full output of a cell in the private folder"},
}
"""For each module and category, why it is needed. A use that is not here fails the test; so does a line without use."""

BROAD_HANDLERS: dict[str, str] = {
    "journeyman.cli:_hook": "with a traceback and exit code 1 another agent would run what was not judged",
    "journeyman.gate.gate:Gate.decide": "whatever breaks while judging must end in no; the reason is recorded",
    "ipy_ext.guard:Guard._judge": "IPython drops a transformer that raises anything else, and would run the cell",
    "ipy_ext.extension:_one_line": "IPython would print our own traceback below the user's",
    "ipy_ext.faults.describe:traceback_text": "an exception of the user's may fail when it is asked for its own text",
    "ipy_ext.faults.frames:_shown": "an object of the user's may fail in any way when it is asked for its text",
    "ipy_ext.main_thread:_schedule.carry_out": "handed over to the waiting thread, which raises it",
    "journeyman.sandbox.spawner:Spawner._serve": "handed over to the waiting caller, who raises it",
    "profile.journeyman_profile.job:Job._body": "handed over to the reading thread, which raises it",
}
"""``module:Class.function`` and why every exception must be caught there."""

SCREEN: dict[str, str] = {
    "journeyman.cli": "the command line is a front end",
    "journeyman.commands.demo": "the demo is a front end that tells a story",
    "journeyman.commands.diagnosing": "answers other programs on its standard output, and people at a terminal",
    "journeyman.commands.judging": "answers other programs and agents on its standard output",
    "journeyman.commands.terminal": "renders results for terminals, used by front ends alone",
    "journeyman.gate.approver": "asking at a prompt is one implementation of the approver seam",
    "journeyman.interpreter_launch": "the console script that starts Open Interpreter",
    "journeyman.sandbox.forkserver_main": "flushes the output of the code that it ran, as an interpreter does",
    "journeyman.sandbox.proxy_inside": "tells on the command's own standard error that it does not start",
    "journeyman.sandbox.keeper": "runs as a process of its own; its standard output is its answer",
}
"""Modules of the core that may write to the screen."""
