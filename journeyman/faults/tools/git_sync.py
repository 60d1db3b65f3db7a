"""Failures of git with other histories: pushing, pulling, merging, rebasing, remotes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from journeyman.faults.case import Case
from journeyman.faults.command import Segment
from journeyman.faults.correction.distance import nearest
from journeyman.faults.correction.rewrite import appended, fix, preceded, quote, replaced, without
from journeyman.faults.rule import Rule, Table
from journeyman.values import Fix
from journeyman.values.fault import advice, command

USUAL_BRANCHES = ("main", "master", "develop", "dev", "staging", "production", "release", "gh-pages")
Match = re.Match[str]


def _git(case: Case, *subcommands: str) -> Segment | None:
    for segment in reversed(case.segments):
        if segment.program == "git" and (not subcommands or segment.subcommand in subcommands):
            return segment
    return None


def _upstream(match: Match, case: Case) -> Sequence[Fix]:
    """The branch and the remote stand in git's own proposal; other options stay."""
    segment = _git(case, "push")
    told = re.search(r"git push --set-upstream (\S+) (\S+)", case.text)
    branch = match.group(1)
    remote, name = (told.group(1), told.group(2)) if told else ("origin", branch)
    if segment is None:
        return ()
    at = segment.words.index("push")
    drop = [
        index
        for index in range(at + 1, len(segment.words))
        if segment.words[index] in {"-u", "--set-upstream", "--set-upstream-to"}
        or not segment.words[index].startswith("-")
    ]
    text = without(case, segment, *drop)
    end = segment.spans[at][1]
    return (fix(f"{text[:end]} --set-upstream {remote} {quote(name)}{text[end:]}"),)


def _no_tracking(_: Match, case: Case) -> Sequence[Fix]:
    told = re.search(r"git branch --set-upstream-to=(\S+) (\S+)", case.text)
    if not told or _git(case) is None:
        return ()
    upstream, branch = told.groups()
    remote, _slash, target = upstream.partition("/")
    if "<" in upstream:
        remote, target = "origin" if "<remote>" in upstream else remote, branch
    set_it = f"git branch --set-upstream-to={remote}/{target} {branch}"
    segment = _git(case, "pull")
    again = case.command.strip() if segment and len(segment.words) == 2 else "git pull"
    return (fix(f"{set_it} && {again}"), fix(f"git pull {remote} {branch}"))


def _push_elsewhere(_: Match, case: Case) -> Sequence[Fix]:
    if _git(case, "push") is None:
        return ()
    told = re.findall(r"^\s+(git push \S+ HEAD\S*)", case.text, re.MULTILINE)
    return tuple(fix(text) for text in told[:2])


def _behind(_: Match, case: Case) -> Sequence[Fix]:
    segment = _git(case, "push")
    if segment is None:
        return ()
    names = [word for word in segment.words[segment.words.index("push") + 1 :] if not word.startswith("-")]
    pull = " ".join(["git pull", *names]) if all(":" not in name for name in names) else "git pull"
    rebase = pull.replace("git pull", "git pull --rebase", 1)
    return (
        fix(preceded(case, segment, f"{pull} && ")),
        fix(preceded(case, segment, f"{rebase} && ")),
        command(appended(case, segment, "--force-with-lease"), "dangerous", "replaces what others have pushed"),
    )


def _diverged(_: Match, case: Case) -> Sequence[Fix]:
    segment = _git(case, "pull", "merge")
    if segment is None or segment.subcommand == "merge":
        return (fix("git pull --rebase"),)
    at = segment.words.index("pull")
    end = segment.spans[at][1]
    return tuple(fix(f"{case.command[:end]} {flag}{case.command[end:]}") for flag in ("--rebase", "--no-rebase"))


def _unrelated(_: Match, case: Case) -> Sequence[Fix]:
    segment = _git(case, "merge", "pull")
    text = "joins two histories that have nothing in common"
    return (command(appended(case, segment, "--allow-unrelated-histories"), "ask", text),) if segment else ()


def _go_on(_: Match, case: Case) -> Sequence[Fix]:
    if _git(case) is None:
        return ()
    verb = next(
        (verb for verb in ("rebase", "cherry-pick", "revert", "merge", "am") if verb in case.text.lower()), "merge"
    )
    return (
        fix(f"git {verb} --continue", "when the conflicts are resolved"),
        command(f"git {verb} --abort", "ask", "gives up what it has merged so far"),
    )


def _conflict(_: Match, case: Case) -> Sequence[Fix]:
    if _git(case) is None:
        return ()
    segment = _git(case)
    verb = segment.subcommand if segment else "merge"
    verb = {"pull": "rebase" if "rebase" in case.text else "merge", "stash": "stash"}.get(verb, verb)
    edit = advice("open the files, choose between the parts between <<<<<<< and >>>>>>>, then git add them")
    if verb not in {"merge", "rebase", "cherry-pick", "revert", "am"}:
        return (edit,)
    return (
        edit,
        fix(f"git {verb} --continue"),
        command(f"git {verb} --abort", "ask", "gives up what it has merged so far"),
    )


def _rebasing(_: Match, case: Case) -> Sequence[Fix]:
    if _git(case) is None:
        return ()
    segment = _git(case, "rebase")
    words = " ".join(segment.words) if segment else ""
    verbs = ["--continue", "--abort", "--skip"]
    verbs.sort(key=lambda verb: verb.lstrip("-") not in words)
    return tuple(fix(f"git rebase {verb}") for verb in verbs)


def _add_remote(match: Match, case: Case) -> Sequence[Fix]:
    segment = _git(case, "remote")
    if segment is None or "set-url" not in segment.words:
        return (fix("git remote -v"),) if segment else ()
    return (fix(replaced(case, segment, segment.words.index("set-url"), "add")),)


def _set_url(match: Match, case: Case) -> Sequence[Fix]:
    segment = _git(case, "remote")
    if segment is None or "add" not in segment.words:
        return ()
    return (fix(replaced(case, segment, segment.words.index("add"), "set-url")),)


def _refspec(match: Match, case: Case) -> Sequence[Fix]:
    name = match.group(1)
    segment = _git(case, "push", "pull", "fetch")
    if segment is None or name not in segment.words:
        return ()
    index = segment.words.index(name)
    other = {"main": "master", "master": "main"}.get(name)
    meant = [other] if other else nearest(name, USUAL_BRANCHES)
    found = [fix(replaced(case, segment, index, branch)) for branch in meant]
    return (*found, fix(replaced(case, segment, index, "HEAD"))) if segment.subcommand == "push" else found


def _merge_remote(match: Match, case: Case) -> Sequence[Fix]:
    name = match.group(1)
    segment = _git(case, "merge", "rebase")
    if segment is None or name not in segment.words:
        return ()
    index = len(segment.words) - 1 - segment.words[::-1].index(name)
    other = {"main": "master", "master": "main"}.get(name)
    found = [fix(replaced(case, segment, index, f"origin/{name}"))] if "/" not in name else []
    return (*([fix(replaced(case, segment, index, other))] if other else []), *found)


def _into_other_folder(match: Match, case: Case) -> Sequence[Fix]:
    segment = _git(case, "clone")
    path = match.group(1)
    if segment is None:
        return ()
    return (fix(f"cd {quote(path)} && git pull"), fix(appended(case, segment, f"{quote(path)}-2")))


def _with_username(_: Match, case: Case) -> Sequence[Fix]:
    return (
        advice("add your public key to the server, and load the private one: ssh-add"),
        advice("or use the address that begins with https://"),
    )


def _message(_: Match, case: Case) -> Sequence[Fix]:
    segment = _git(case, "commit")
    return (fix(appended(case, segment, "--no-edit")),) if segment and "--amend" in segment.words else ()


GIT_SYNC = Table(
    "git_sync",
    (
        Rule(
            "git.no_upstream",
            ("has no upstream branch",),
            re.compile(r"fatal: The current branch (\S+) has no upstream branch"),
            "the branch {0} has no counterpart on the remote yet",
            severity="minor",
            derive=_upstream,
        ),
        Rule(
            "git.upstream_name_differs",
            ("upstream branch of your current branch does not match",),
            re.compile(r"upstream branch of your current branch does not match"),
            "the branch has another name on the remote",
            derive=_push_elsewhere,
        ),
        Rule(
            "git.no_tracking_branch",
            ("no tracking information", "no such ref was fetched"),
            re.compile(r"There is no tracking information for the current branch"),
            "git does not know which remote branch to pull",
            severity="minor",
            derive=_no_tracking,
        ),
        Rule(
            "git.unrelated_histories",
            ("refusing to merge unrelated histories",),
            re.compile(r"refusing to merge unrelated histories"),
            "the two histories have no commit in common",
            derive=_unrelated,
        ),
        Rule(
            "git.diverged",
            ("divergent branches", "Not possible to fast-forward", "how to reconcile"),
            re.compile(r"divergent branches|Not possible to fast-forward|how to reconcile"),
            "both sides have commits that the other lacks",
            derive=_diverged,
        ),
        Rule(
            "git.rejected",
            ("non-fast-forward", "fetch first", "tip of your current branch is behind", "[rejected]"),
            re.compile(
                r"\[rejected\].*\((?:non-fast-forward|fetch first)\)|tip of your current branch is behind"
                r"|Updates were rejected because"
            ),
            "the remote has commits that you lack",
            derive=_behind,
        ),
        Rule(
            "git.rebase_in_progress",
            ("rebase-merge directory", "rebase-apply directory"),
            re.compile(r"already a rebase-(?:merge|apply) directory"),
            "a rebase is under way already",
            derive=_rebasing,
        ),
        Rule(
            "git.merge_conflict",
            ("CONFLICT (", "Automatic merge failed", "could not apply"),
            re.compile(r"^CONFLICT \(.{0,200}|Automatic merge failed|^error: could not apply"),
            "both sides changed the same lines; git cannot choose",
            derive=_conflict,
        ),
        Rule(
            "git.unfinished_merge",
            (
                "You have not concluded your merge",
                "unmerged files",
                "MERGE_HEAD exists",
                "is already in progress",
                "you need to resolve your current index first",
                "cherry-pick is already",
                "needs merge",
            ),
            re.compile(
                r"not concluded your merge|because you have unmerged files|MERGE_HEAD exists|is already in"
                r" progress|resolve your current index first|: needs merge"
            ),
            "an earlier merge is not finished",
            derive=_go_on,
        ),
        Rule(
            "git.remote_exists",
            ("already exists",),
            re.compile(r"(?:fatal|error): remote (\S+) already exists"),
            "there already is a remote {0}",
            severity="minor",
            derive=_set_url,
        ),
        Rule(
            "git.no_such_remote",
            ("No such remote",),
            re.compile(r"No such remote:? '?([^'\s]+)'?"),
            "there is no remote {0}",
            derive=_add_remote,
        ),
        Rule(
            "git.no_such_repository",
            (
                "does not appear to be a git repository",
                "epository not found",
                "o such remote or remote group",
                "No configured push destination",
                "repository '",
            ),
            re.compile(
                r"'?([^\s']+)'? does not appear to be a git repository|[Rr]epository (?:'\S+' )?not found|No"
                r" configured push destination|repository '.+' (?:not found|does not exist)"
            ),
            "the remote repository is not there: {0}",
            (command("git remote -v", "safe", "shows the addresses"),),
        ),
        Rule(
            "git.no_such_refspec",
            ("does not match any", "find remote ref"),
            re.compile(r"src refspec (\S+) does not match any|couldn't find remote ref (\S+)"),
            "there is no branch {0}",
            derive=lambda match, case: _refspec(re.match(r"(.*)", match.group(1) or match.group(2)) or match, case),
        ),
        Rule(
            "git.not_mergeable",
            ("not something we can merge", "invalid upstream"),
            re.compile(r"(?:merge: (\S+) - not something we can merge|invalid upstream '(.+)')"),
            "there is no branch {0} here",
            derive=lambda match, case: _merge_remote(
                re.match(r"(.*)", match.group(1) or match.group(2)) or match, case
            ),
        ),
        Rule(
            "git.clone_target_exists",
            ("already exists and is not an empty directory",),
            re.compile(r"destination path '(.+)' already exists and is not an empty directory"),
            "there already is a folder {0}",
            derive=_into_other_folder,
        ),
        Rule(
            "git.access_denied",
            (
                "Permission denied (publickey",
                "Could not read from remote repository",
                "Authentication failed",
                "could not read Username",
            ),
            re.compile(
                r"Permission denied \(publickey|Authentication failed for|could not read Username|Could not"
                r" read from remote repository"
            ),
            "the server does not let you in",
            derive=_with_username,
        ),
        Rule(
            "git.protected_branch",
            ("protected branch", "pre-receive hook declined", "GH006"),
            re.compile(r"protected branch|pre-receive hook declined|GH006"),
            "the server does not take pushes to this branch",
            (advice("push to a branch of your own and open a pull request"),),
        ),
        Rule(
            "git.empty_message",
            ("Aborting commit due to empty commit message",),
            re.compile(r"Aborting commit due to empty commit message"),
            "a commit needs a message",
            severity="minor",
            derive=_message,
        ),
    ),
)
