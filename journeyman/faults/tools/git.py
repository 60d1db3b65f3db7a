"""Failures of git in one repository: staging, committing, branches, tags, stashes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from journeyman.faults.case import Case
from journeyman.faults.command import Segment
from journeyman.faults.correction.distance import nearest
from journeyman.faults.correction.rewrite import appended, fix, inserted, preceded, quote, raw, replaced, without
from journeyman.faults.rule import Rule, Table
from journeyman.values import Fix
from journeyman.values.fault import advice, command

Match = re.Match[str]


def _index(segment: Segment, *words: str) -> int | None:
    return next((at for at, word in enumerate(segment.words) if at and word in words), None)


def _git(case: Case, *subcommands: str) -> Segment | None:
    for segment in reversed(case.segments):
        if segment.program == "git" and (not subcommands or segment.subcommand in subcommands):
            return segment
    return None


def _init(_: Match, case: Case) -> Sequence[Fix]:
    segment = _git(case)
    return (fix("git init"),) if segment and segment.subcommand in {"add", "commit", "remote", "branch", "init"} else ()


def _pathspec(match: Match, case: Case) -> Sequence[Fix]:
    """What is not there may be a new branch, a branch of the other customary name, a file spelled almost so."""
    name = match.group(1)
    segment = _git(case)
    if segment is None or name not in segment.words:
        return ()
    index = segment.words.index(name)
    if unquoted := _message(name, case):
        return unquoted
    found = [fix(replaced(case, segment, index, quote(near))) for near in nearest(name, case.around.files)]
    verb = segment.subcommand
    if verb in {"checkout", "switch"} and "--" not in segment.words:
        other = {"main": "master", "master": "main"}.get(name)
        if other:
            found.append(fix(replaced(case, segment, index, other)))
        at = segment.words.index(verb)
        if not {"-b", "-B", "-c", "-C"} & set(segment.words) and "." not in name.rpartition("/")[2]:
            found.append(fix(inserted(case, segment, at, "-b" if verb == "checkout" else "-c")))
    elif verb in {"commit", "stash", "rm", "restore", "diff", "log", "mv"}:
        found.append(fix(preceded(case, segment, f"git add {raw(case, segment, index)} && ")))
    return found


def _message(name: str, case: Case) -> Sequence[Fix]:
    """``git commit -m two words``: the message is not quoted."""
    segment = _git(case, "commit")
    at = _index(segment, "-m", "-am", "--message") if segment else None
    if segment is None or at is None or at + 2 >= len(segment.words) or name not in segment.words[at + 2 :]:
        return ()
    start, end = segment.spans[at + 1][0], segment.spans[-1][1]
    return (fix(f'{case.command[:start]}"{case.command[start:end]}"{case.command[end:]}'),)


def _stage(_: Match, case: Case) -> Sequence[Fix]:
    segment = _git(case, "commit")
    if segment is None:
        return ()
    whole = fix(preceded(case, segment, "git add -A && "))
    at = _index(segment, "commit") or 1
    flag = _index(segment, "-m")
    with_a = replaced(case, segment, flag, "-am") if flag else inserted(case, segment, at, "-a")
    tracked = fix(with_a)
    return (
        (tracked, whole) if "no changes added" in case.text and "Untracked files" not in case.text else (whole, tracked)
    )


def _identity(_: Match, case: Case) -> Sequence[Fix]:
    return (advice('tell git who you are: git config user.name "NAME" && git config user.email "ADDRESS"'),)


def _exists(match: Match, case: Case) -> Sequence[Fix]:
    name = match.group(1)
    segment = _git(case)
    if segment is None:
        return ()
    switch = _index(segment, "-b", "-c")
    found = [fix(without(case, segment, switch))] if switch else [fix(f"git checkout {quote(name)}")]
    kind = "checkout -b" if switch else "branch"
    found.append(
        command(f"git branch -D {quote(name)} && git {kind} {quote(name)}", "dangerous", "throws its commits away")
    )
    return found


def _force_delete(match: Match, case: Case) -> Sequence[Fix]:
    segment = _git(case, "branch")
    at = _index(segment, "-d", "--delete") if segment else None
    if segment is None or at is None:
        return ()
    return (
        command(replaced(case, segment, at, "-D"), "dangerous", "its commits are lost unless they are elsewhere, too"),
    )


def _leave_branch(match: Match, case: Case) -> Sequence[Fix]:
    segment = _git(case)
    other = "master" if match.group(1) == "main" else "main"
    return (fix(preceded(case, segment, f"git checkout {other} && ")),) if segment else ()


def _tag(match: Match, case: Case) -> Sequence[Fix]:
    segment = _git(case, "tag")
    return (command(inserted(case, segment, segment.words.index("tag"), "--force"), "dangerous"),) if segment else ()


def _stash_first(_: Match, case: Case) -> Sequence[Fix]:
    segment = _git(case)
    if segment is None:
        return ()
    if segment.subcommand == "stash":
        return (
            fix(f"git add --update && {case.command.strip()} && git reset ."),
            fix("git stash && " + case.command.strip()),
        )
    text = preceded(case, segment, "git stash && ")
    return (fix(f"{text.strip()} && git stash pop"), fix(text.strip()))


def _untracked_in_the_way(_: Match, case: Case) -> Sequence[Fix]:
    segment = _git(case)
    return (fix(preceded(case, segment, "git stash --include-untracked && ")),) if segment else ()


def _recursive(match: Match, case: Case) -> Sequence[Fix]:
    segment = _git(case, "rm")
    return (fix(inserted(case, segment, segment.words.index("rm"), "-r")),) if segment else ()


def _keep_or_force(_: Match, case: Case) -> Sequence[Fix]:
    segment = _git(case, "rm")
    if segment is None:
        return ()
    at = segment.words.index("rm")
    return (fix(inserted(case, segment, at, "--cached")), command(inserted(case, segment, at, "-f"), "dangerous"))


def _force_add(_: Match, case: Case) -> Sequence[Fix]:
    segment = _git(case, "add")
    return (fix(inserted(case, segment, segment.words.index("add"), "--force")),) if segment else ()


def _everything(_: Match, case: Case) -> Sequence[Fix]:
    segment = _git(case, "add")
    return (fix(appended(case, segment, ".")),) if segment else ()


def _ordered(match: Match, case: Case) -> Sequence[Fix]:
    """An option after a file name goes in front of the names."""
    segment = _git(case)
    if segment is None or match.group(1) not in segment.words:
        return ()
    index = segment.words.index(match.group(1))
    option = raw(case, segment, index)
    names = [at for at in range(2, index) if not segment.words[at].startswith("-")]
    if not names:
        return ()
    text = without(case, segment, index)
    start = segment.spans[names[0]][0]
    return (fix(f"{text[:start]}{option} {text[start:]}"),)


def _doubled(_: Match, case: Case) -> Sequence[Fix]:
    segment = _git(case)
    if segment and len(segment.words) > 2 and segment.words[1] == "git":
        return (fix(without(case, segment, 1)),)
    return ()


def _clone(_: Match, case: Case) -> Sequence[Fix]:
    segment = _git(case, "clone")
    if segment and segment.words[2:4] == ("git", "clone"):
        return (fix(without(case, segment, 2, 3)),)
    return ()


def _ambiguous(match: Match, case: Case) -> Sequence[Fix]:
    name = match.group(1)
    segment = _git(case)
    if segment is None or name not in segment.words:
        return ()
    index = segment.words.index(name)
    other = {"main": "master", "master": "main", "origin/main": "origin/master", "origin/master": "origin/main"}.get(
        name
    )
    found = [fix(replaced(case, segment, index, other))] if other else []
    near = [fix(replaced(case, segment, index, quote(each))) for each in nearest(name, case.around.files)]
    if segment.subcommand in {"log", "diff", "show", "blame"} and ".." not in name and ("/" in name or "." in name):
        found.append(fix(replaced(case, segment, index, f"-- {raw(case, segment, index)}")))
    return (*near, *found)


def _unlock(match: Match, case: Case) -> Sequence[Fix]:
    path = match.group(1) or ".git/index.lock"
    return (command(f"rm -f {quote(path)}", "dangerous", "only when no other git is at work in this repository"),)


def _safe_folder(match: Match, case: Case) -> Sequence[Fix]:
    path = match.group(1)
    text = f"git config --global --add safe.directory {quote(path)}"
    return (fix(f"{text} && {case.command.strip()}" if case.command.strip() else text),)


def _first(match: Match) -> Match:
    """Return a match whose first group is the one that matched."""
    if match.group(1) is not None:
        return match
    return re.match(r"(.*)", match.group(2)) or match


GIT = Table(
    "git",
    (
        Rule(
            "git.not_a_repository",
            ("not a git repository", "Not a git repository"),
            re.compile(r"fatal: [Nn]ot a git repository"),
            "this folder is not a git repository",
            (advice("go to the folder of the repository"), advice("create one: git.commit with init true")),
            derive=_init,
        ),
        Rule(
            "git.doubled_git",
            ("'git' is not a git command",),
            re.compile(r"git: 'git' is not a git command"),
            "the word git stands there twice",
            severity="minor",
            derive=_doubled,
        ),
        Rule(
            "git.too_many_arguments",
            ("Too many arguments",),
            re.compile(r"fatal: Too many arguments"),
            "git got more arguments than it takes",
            severity="minor",
            derive=_clone,
        ),
        Rule(
            "git.unsafe_folder",
            ("dubious ownership", "unsafe repository"),
            re.compile(
                r"(?:dubious ownership in repository at|unsafe repository \()\s?'?([^')]+?)'?(?: is owned.*)?\)?$"
            ),
            "the repository belongs to somebody else: {0}",
            derive=_safe_folder,
        ),
        Rule(
            "git.identity_unknown",
            ("Please tell me who you are", "unable to auto-detect email", "empty ident name"),
            re.compile(r"Please tell me who you are|unable to auto-detect email|empty ident name"),
            "git does not know who commits",
            derive=_identity,
        ),
        Rule(
            "git.locked",
            ("index.lock", ".lock': File exists"),
            re.compile(r"(?:Unable to create|could not lock).*'([^']+\.lock)'|index\.lock"),
            "another git is at work here, or one ended without cleaning up: {0}",
            derive=_unlock,
        ),
        Rule(
            "git.option_after_name",
            ("used after filename", "must come before non-option arguments"),
            re.compile(
                r"fatal: (?:bad flag|option) '([^']+)' (?:used after filename|must come before non-option arguments)"
            ),
            "the option {0} must stand before the names",
            severity="minor",
            derive=_ordered,
        ),
        Rule(
            "git.branch_exists",
            ("already exists",),
            re.compile(r"fatal: [Aa] branch named '(.+)' already exists"),
            "there already is a branch {0}",
            severity="minor",
            derive=_exists,
        ),
        Rule(
            "git.branch_not_merged",
            ("not fully merged",),
            re.compile(r"branch '(.+)' is not fully merged"),
            "the branch {0} has commits that are nowhere else",
            derive=_force_delete,
        ),
        Rule(
            "git.branch_in_use",
            ("checked out at", "used by worktree at"),
            re.compile(r"[Cc]annot delete (?:the )?branch '(.+)' (?:checked out|used by worktree|which you are)"),
            "the branch {0} is the one you are on",
            derive=_leave_branch,
        ),
        Rule(
            "git.tag_exists",
            ("already exists",),
            re.compile(r"fatal: tag '(.+)' already exists"),
            "there already is a tag {0}",
            severity="minor",
            derive=_tag,
        ),
        Rule(
            "git.would_be_overwritten",
            (
                "would be overwritten",
                "cannot pull with rebase",
                "cannot rebase: You have unstaged",
                "your local changes",
                "index contains uncommitted",
            ),
            re.compile(
                r"[Yy]our local changes to the following files would be overwritten|(?:cannot (?:pull with"
                r" rebase|rebase): (?:You have unstaged|Your index))|your local changes would be overwritten"
            ),
            "your uncommitted changes are in the way",
            derive=_stash_first,
        ),
        Rule(
            "git.untracked_in_the_way",
            ("untracked working tree files would be",),
            re.compile(r"untracked working tree files would be (?:overwritten|removed)"),
            "files that git does not know are in the way",
            derive=_untracked_in_the_way,
        ),
        Rule(
            "git.needs_recursive",
            ("recursively without -r",),
            re.compile(r"not removing '(.+)' recursively without -r"),
            "{0} is a folder",
            severity="minor",
            derive=_recursive,
        ),
        Rule(
            "git.rm_has_changes",
            ("has local modifications", "has changes staged in the index", "has staged content different"),
            re.compile(r"the following files? ha(?:s|ve) (?:local modifications|changes staged|staged content)"),
            "the file has changes that would be lost",
            derive=_keep_or_force,
        ),
        Rule(
            "git.ignored",
            ("ignored by one of your .gitignore",),
            re.compile(r"The following paths are ignored by one of your \.gitignore"),
            "git is told to ignore this path",
            severity="minor",
            derive=_force_add,
        ),
        Rule(
            "git.nothing_specified",
            ("Nothing specified, nothing added",),
            re.compile(r"Nothing specified, nothing added"),
            "git add needs to know what",
            severity="minor",
            derive=_everything,
        ),
        Rule(
            "git.nothing_staged",
            ("no changes added to commit", "nothing added to commit"),
            re.compile(r"no changes added to commit|nothing added to commit"),
            "nothing is staged for this commit",
            severity="minor",
            derive=_stage,
        ),
        Rule(
            "git.nothing_to_commit",
            ("nothing to commit",),
            re.compile(r"nothing to commit"),
            "nothing has changed since the last commit",
            severity="minor",
        ),
        Rule(
            "git.no_stash",
            ("No stash entries found",),
            re.compile(r"No stash entries found"),
            "nothing is stashed",
            severity="minor",
        ),
        Rule(
            "git.unknown_path",
            ("did not match any", "invalid reference"),
            re.compile(r"(?:pathspec '(.+?)' did not match any|invalid reference: (\S+))"),
            "git knows no file and no branch of this name: {0}",
            derive=lambda match, case: _pathspec(_first(match), case),
        ),
        Rule(
            "git.unknown_revision",
            (
                "unknown revision",
                "bad revision",
                "not a valid object name",
                "does not have any commits yet",
                "bad object",
                "ambiguous argument",
            ),
            re.compile(
                r"(?:ambiguous argument|bad revision|[Nn]ot a valid object name:?|bad object) '?([^':]+)'?|your"
                r" current branch '(.+)' does not have any commits"
            ),
            "git knows no commit, branch or file of this name: {0}",
            derive=_ambiguous,
        ),
    ),
)
