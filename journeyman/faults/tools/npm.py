"""Failures of npm, by its error codes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from journeyman.faults.case import Case
from journeyman.faults.python.near import near
from journeyman.faults.rule import Rule, Table
from journeyman.faults.tools.npm_names import KNOWN
from journeyman.faults.tools.reworded import nearest, reworded, with_option
from journeyman.values import Fix
from journeyman.values.fault import advice, command

_ERR = r"^npm (?:ERR!|error) "
_LISTED = re.compile(_ERR + r" {1,6}npm (?:run )?([\w:.-]{1,80})(?: {1,4}#|$)|^ {2}([\w:.-]{1,80})$")
_COMMANDS = (
    *(
        "access",
        "audit",
        "ci",
        "config",
        "dedupe",
        "diff",
        "exec",
        "explain",
        "explore",
        "fund",
        "help",
        "init",
        "install",
    ),
    *(
        "link",
        "list",
        "login",
        "logout",
        "ls",
        "outdated",
        "owner",
        "pack",
        "ping",
        "prefix",
        "prune",
        "publish",
        "query",
    ),
    *(
        "rebuild",
        "repo",
        "restart",
        "root",
        "run",
        "search",
        "set",
        "start",
        "stop",
        "test",
        "token",
        "uninstall",
        "update",
    ),
    *("version", "view", "whoami"),
)


def _script(match: re.Match[str], case: Case) -> Sequence[Fix]:
    listed = [found[1] or found[2] for _, line in case.lines if (found := _LISTED.match(line))]
    wanted = match[1]
    suggested = [name for name in listed if name and name not in {"run", wanted}]
    fixes = nearest(case, wanted, suggested) or tuple(
        fix for name in suggested[:1] for fix in reworded(case, wanted, name)
    )
    return (*fixes, *nearest(case, wanted, ("build", "dev", "lint", "serve", "start", "test", "watch", "format")))[:1]


def _package(match: re.Match[str], case: Case) -> Sequence[Fix]:
    name = match[1] or ""
    bare = re.sub(r"(?<=.)@.*$", "", name)
    return tuple(
        fix for right in near(bare, KNOWN, 1) for fix in (*reworded(case, name, right), *reworded(case, bare, right))
    )[:1]


def _version(match: re.Match[str], case: Case) -> Sequence[Fix]:
    wanted = match[1]
    name = re.sub(r"(?<=.)@.*$", "", wanted)
    return (*reworded(case, wanted, name, "its latest version"), command(f"npm view {name} versions", "ask"))


def _legacy(match: re.Match[str], case: Case) -> Sequence[Fix]:
    return with_option(case, "--legacy-peer-deps", "leave peer dependencies unchecked")


def _unknown(match: re.Match[str], case: Case) -> Sequence[Fix]:
    return nearest(case, match[1] or match[2], _COMMANDS)


NPM = Table(
    "npm",
    (
        Rule(
            "npm.missing_script",
            ("issing script",),
            re.compile(r"[Mm]issing script: ?\"?'?([\w:./-]{1,100})"),
            "package.json has no script {0}",
            (command("npm run", "safe", "lists the scripts there are"),),
            derive=_script,
        ),
        Rule(
            "npm.unknown_command",
            ("Unknown command", "Did you mean one of these"),
            re.compile(r"Unknown command: \"([\w:-]{1,80})\"|'npm ([\w:-]{1,80})' is not"),
            "npm has no command {0}",
            (command("npm help", "safe"),),
            derive=_unknown,
        ),
        Rule(
            "npm.no_package_json",
            ("package.json", "enoent"),
            re.compile(
                r"ENOENT: no such file or directory, open '([^']{1,300}package\.json)'"
                r"|(?:ERR!|error) enoent .{0,60}(package\.json)"
            ),
            "there is no package.json in this folder",
            (
                command("npm init -y", "safe", "makes one"),
                advice("or change into the project's folder"),
            ),
        ),
        Rule(
            "npm.lock_missing",
            ("can only install with an existing package-lock",),
            re.compile(r"can only install with an existing package-lock"),
            "npm ci needs a package-lock.json, and there is none",
            (command("npm install", "ask", "writes the lock file"),),
            "critical",
        ),
        Rule(
            "npm.lock_out_of_sync",
            ("are in sync", "Missing: "),
            re.compile(r"package(?:-lock)?\.json and .{1,60}are in sync|Missing: (\S+) from lock file"),
            "package-lock.json does not fit package.json",
            (command("npm install", "ask", "brings the lock file up to date"),),
            "critical",
        ),
        Rule(
            "npm.not_found",
            ("E404", "404 Not Found", "is not in this registry", "is not in the npm registry"),
            re.compile(
                r"404\s{1,4}'?(@?[\w./@-]{1,120}?(?:@[^'\s]{1,40})?)'? (?:is not in|could not be found)"
                r"|404 Not Found - (?:GET|PUT) \S{1,200}/(@?[\w.%@-]{1,100})(?: |$)|code E404"
            ),
            "the registry has no package {0}",
            (
                advice("check the package's name"),
                advice("if it is private: log in (npm login), and set the registry of its scope"),
            ),
            "critical",
            derive=_package,
        ),
        Rule(
            "npm.no_such_version",
            ("No matching version found", "ETARGET", "notarget"),
            re.compile(r"No matching version found for ([^\s]{1,160}?)\.?(?:\s|$)"),
            "the registry has no such version: {0}",
            (advice("choose a version that exists"),),
            "critical",
            derive=_version,
        ),
        Rule(
            "npm.peer_conflict",
            ("ERESOLVE", "EPEERINVALID", "could not resolve"),
            re.compile(r"ERESOLVE|EPEERINVALID"),
            "packages ask for versions of another package that exclude each other",
            (
                command("npm install --legacy-peer-deps", "ask"),
                advice("choose versions that fit each other: the lines below name them"),
            ),
            "critical",
            derive=_legacy,
        ),
        Rule(
            "npm.integrity",
            ("EINTEGRITY", "ESHASUM"),
            re.compile(r"EINTEGRITY|ESHASUM"),
            "a package's content is not what the lock file says",
            (
                command("npm cache verify", "ask", "then install again"),
                advice("if the package was published anew on purpose: remove its entry from package-lock.json"),
            ),
            "critical",
        ),
        Rule(
            "npm.permission_denied",
            ("EACCES", "EPERM"),
            re.compile(
                r"code (?:EACCES|EPERM)|(?:EACCES|EPERM): (?:permission denied|operation not permitted), \w+ '([^']{1,300})'"
            ),
            "npm may not write where it wants to: {0}",
            (
                advice("install into the project, without -g and without sudo"),
                command("npm config set prefix ~/.local", "ask", "so that -g installs for this user only"),
            ),
            "critical",
        ),
        Rule(
            "npm.unauthorised",
            ("E401", "ENEEDAUTH", "EOTP", "need auth"),
            re.compile(r"code (?:E401|ENEEDAUTH|EOTP)|need auth"),
            "the registry does not know who you are",
            (command("npm login", "ask"),),
        ),
        Rule(
            "npm.forbidden",
            ("E403",),
            re.compile(r"code E403|403 Forbidden"),
            "the registry does not allow this",
            (
                command("npm whoami", "ask", "shows who you are to the registry"),
                advice("when publishing: the name or this version is taken, or is not yours"),
            ),
        ),
        Rule(
            "npm.engine",
            ("EBADENGINE", "ENOTSUP", "Unsupported engine"),
            re.compile(r"code (?:EBADENGINE|ENOTSUP)"),
            "a package does not support this version of Node.js",
            (advice("use a version of Node.js that it supports (nvm install), or another version of the package"),),
            "critical",
        ),
        Rule(
            "npm.platform",
            ("EBADPLATFORM",),
            re.compile(r"EBADPLATFORM"),
            "a package is for another operating system or processor",
            (command("npm install --omit=optional", "ask"),),
            "critical",
        ),
        Rule(
            "npm.invalid_json",
            ("EJSONPARSE", "JSON.parse"),
            re.compile(r"EJSONPARSE|JSON\.parse (.{1,200})"),
            "package.json is not valid JSON",
            (advice("look for a missing or extra comma or quote where it says"),),
        ),
        Rule(
            "npm.unreachable",
            ("ENOTFOUND", "ETIMEDOUT", "ECONNREFUSED", "ECONNRESET", "EAI_AGAIN", "ERR_SOCKET_TIMEOUT", "ENETUNREACH"),
            re.compile(
                _ERR
                + r".{0,200}\b(?:ENOTFOUND|ETIMEDOUT|ECONNREFUSED|ECONNRESET|EAI_AGAIN|ERR_SOCKET_TIMEOUT|ENETUNREACH)"
            ),
            "npm cannot reach the registry",
            (
                advice("check the network and the proxy"),
                command("npm config get registry", "safe", "shows which registry is used"),
            ),
            "critical",
        ),
        Rule(
            "npm.certificate",
            ("SELF_SIGNED_CERT", "UNABLE_TO_GET_ISSUER", "CERT_HAS_EXPIRED", "UNABLE_TO_VERIFY_LEAF"),
            re.compile(r"(SELF_SIGNED_CERT\w*|UNABLE_TO_GET_ISSUER\w*|CERT_HAS_EXPIRED|UNABLE_TO_VERIFY_LEAF\w*)"),
            "the registry's certificate is not trusted: {0}",
            (advice("give npm the certificate of your network: npm config set cafile PATH"),),
            "critical",
        ),
        Rule(
            "npm.workspace_not_found",
            ("No workspaces found",),
            re.compile(r"No workspaces found(?:: --workspace=(\S+))?"),
            "package.json has no such workspace: {0}",
            (command("npm query .workspace", "safe", "lists the workspaces"),),
        ),
        Rule(
            "npm.cannot_determine_executable",
            ("could not determine executable",),
            re.compile(r"could not determine executable to run"),
            "the package has no program to run",
            (advice("name the program's package: npx -p PACKAGE PROGRAM"),),
        ),
        Rule(
            "npm.left_over_files",
            ("ENOTEMPTY", "EEXIST", "EISDIR", "ENOTDIR"),
            re.compile(_ERR + r"code (ENOTEMPTY|EEXIST|EISDIR|ENOTDIR)"),
            "files of an earlier installation are in the way ({0})",
            (command("npm ci", "ask", "installs everything anew"), advice("remove node_modules, then install again")),
            "critical",
        ),
        Rule(
            "npm.invalid_name",
            ("EINVALIDPACKAGENAME", "EINVALIDTAGNAME", "Invalid package name", "Invalid tag name", "Invalid name"),
            re.compile(r"EINVALID\w+NAME|Invalid (?:package |tag )?name:? \"?([^\s\"]{0,100})"),
            "this is not a name that npm allows: {0}",
            (advice("use lower case letters, digits, dashes"),),
        ),
        Rule(
            "npm.unsupported_protocol",
            ("EUNSUPPORTEDPROTOCOL", "Unsupported URL Type"),
            re.compile(r"EUNSUPPORTEDPROTOCOL|Unsupported URL Type \"?(\S{1,60}?)\"?:"),
            "npm does not know this kind of version: {0}",
            (advice("versions like workspace:* or catalog: belong to pnpm, yarn or bun: install with that one"),),
            "critical",
        ),
        Rule(
            "npm.usage",
            ("EUSAGE",),
            re.compile(r"code EUSAGE"),
            "npm does not understand the command",
            (command("npm help", "safe"),),
        ),
        Rule(
            "npm.git_failed",
            ("An unknown git error", "code 128"),
            re.compile(r"An unknown git error occurred|(?:ERR!|error) code 128"),
            "git failed to fetch a package",
            (advice("check the address in package.json, and that you may read it (ssh key, token)"),),
            "critical",
        ),
        Rule(
            "npm.spawn_failed",
            ("spawn ", "ENOENT"),
            re.compile(_ERR + r".{0,40}\bspawn (\S{1,200}) ENOENT"),
            "npm could not start a program: {0}",
            (command("npm install", "ask", "it may belong to a package that is not installed"),),
        ),
    ),
    ("npm ERR!", "npm error", "npm WARN", "issing script", "Unknown command", "JSON.parse"),
)

NPM_LIFECYCLE = Table(
    "npm_lifecycle",
    (
        Rule(
            "npm.script_failed",
            ("ELIFECYCLE", "Lifecycle script", "command failed"),
            re.compile(
                r"Lifecycle script `([^`]{1,80})` failed|(?:ERR!|error) \S{1,100} ([\w:-]{1,80}): `"
                r"|code ELIFECYCLE|(?:ERR!|error) command failed"
            ),
            "a script of package.json failed: {0}",
            (advice("read what the script printed before npm's own lines"),),
        ),
        Rule(
            "npm.other",
            ("npm ERR! code ", "npm error code "),
            re.compile(_ERR + r"code (\w{1,60})"),
            "npm failed: {0}",
            (advice("the lines below say more; npm help explains its commands"),),
        ),
    ),
    ("npm ERR!", "npm error"),
)
