"""Failures of bundlers and compilers of JavaScript: vite, rollup, webpack, esbuild, babel, next."""

from __future__ import annotations

import re
from collections.abc import Sequence

from journeyman.faults.case import Case
from journeyman.faults.python.near import near
from journeyman.faults.rule import Rule, Table
from journeyman.values import Fix
from journeyman.values.fault import advice, command, install

_PACKAGE = re.compile(r"(?:@[\w.-]+/)?[a-zA-Z][\w.-]*(?:/[\w./-]+)?")


def _package(match: re.Match[str], case: Case) -> Sequence[Fix]:
    """Return how to install what is imported, or the file that may have been meant."""
    wanted = next(filter(None, match.groups()), "")
    if wanted.startswith((".", "/")):
        base = wanted.rpartition("/")[2]
        names = {path.rpartition("/")[2].rpartition(".")[0]: path for path in case.around.files if "." in path}
        found = near(base.partition(".")[0], names, 1)
        return (
            *(advice(f"perhaps {names[name]} is meant") for name in found),
            advice(f"no file {wanted}: check the path"),
        )
    if not _PACKAGE.fullmatch(wanted):
        return ()
    package = "/".join(wanted.split("/")[: 2 if wanted.startswith("@") else 1])
    return (install(f"npm install {package}"),)


def _loader(match: re.Match[str], case: Case) -> Sequence[Fix]:
    return (install(f"npm install --save-dev {match[1]}"),) if match[1] else ()


BUNDLERS = Table(
    "bundlers",
    (
        Rule(
            "bundler.loader_not_found",
            ("Can't resolve '", "Cannot find module '"),
            re.compile(
                r"Can't resolve '((?:\w+-)+loader)'|Cannot find (?:module|package) '((?:babel|postcss)-[\w-]{1,60})'"
            ),
            "the build needs a loader that is not installed: {0}",
            derive=_loader,
        ),
        Rule(
            "bundler.module_not_found",
            ("Can't resolve", "ould not resolve", "ailed to resolve", "UNRESOLVED_", "ule not found"),
            re.compile(
                r"Can't resolve '([^']{1,200})'|[Cc]ould not resolve (?:entry module )?['\"]([^'\"]{1,200})['\"]"
                r"|[Ff]ailed to resolve (?:import |entry for package )?['\"]([^'\"]{1,200})['\"]"
                r"|UNRESOLVED_\w+\] (?:Could not resolve )?['\"]?([^\s'\"]{1,200})"
            ),
            "the build cannot find what is imported: {0}",
            derive=_package,
        ),
        Rule(
            "bundler.no_entry",
            ("Could not resolve entry module", "Can't resolve './src'", "No entry", "UNRESOLVED_ENTRY"),
            re.compile(r"[Cc]ould not resolve entry module|Can't resolve '\./src'|UNRESOLVED_ENTRY"),
            "the build does not find the file to begin with",
            (advice("name the entry in the settings; the default is index.html (vite) or src/index.js (webpack)"),),
        ),
        Rule(
            "bundler.no_loader",
            (
                "You may need an appropriate loader",
                "No loader is configured",
                "Failed to parse source for import analysis",
            ),
            re.compile(
                r"You may need an appropriate loader|No loader is configured for \"([^\"]{1,20})\"|Failed to parse source"
            ),
            "the build does not know files of this kind: {0}",
            (advice("set a loader or plugin for it in the settings; files with JSX are called .jsx or .tsx"),),
        ),
        Rule(
            "bundler.export_not_found",
            ("is not exported by", "No matching export", "MISSING_EXPORT", "was not found in '"),
            re.compile(
                r"\"([^\"]{1,80})\" is not exported by|No matching export in .{1,200} for import \"([^\"]{1,80})\""
                r"|MISSING_EXPORT|export '([^']{1,80})' .{0,100}was not found in"
            ),
            "a module does not export what is imported: {0}",
            (advice("check the name, and the kind of export (default or named)"),),
        ),
        Rule(
            "bundler.unknown_plugin",
            ("Cannot find module 'babel-", "Cannot find module '@babel", "Cannot find package '@babel"),
            re.compile(r"Cannot find (?:module|package) '((?:@babel/|babel-)[\w/-]{1,80})'"),
            "babel's settings name something that is not installed: {0}",
            (install("npm install --save-dev {0}"),),
        ),
        Rule(
            "bundler.bad_settings",
            (
                "failed to load config",
                "Invalid configuration object",
                "Unknown option",
                "options has an unknown property",
            ),
            re.compile(
                r"failed to load config from (\S{1,300})|Invalid configuration object|Unknown option: (\S{1,100})"
                r"|options has an unknown property '([^']{1,80})'"
            ),
            "the settings of the build are not valid: {0}",
            (advice("look at the name that the message gives, and at the version of the tool"),),
        ),
        Rule(
            "bundler.syntax_error",
            ("[ERROR]", "SyntaxError", "PARSE_ERROR", "Transform failed", "Unexpected token", "Expected "),
            re.compile(
                r"^\S{1,2} \[ERROR\] (.{1,300})|SyntaxError: (\S{1,300}): .{1,200}\(\d+:\d+\)|PARSE_ERROR\]? ?(.{0,200})"
                r"|Transform failed with"
            ),
            "a source file cannot be read: {0}",
            (advice("look at the place that is shown below it"),),
        ),
        Rule(
            "bundler.cli_missing",
            ("CLI for webpack must be installed", "webpack-cli"),
            re.compile(r"CLI for webpack must be installed|Do you want to install 'webpack-cli'"),
            "webpack's command is a package of its own, which is not installed",
            (install("npm install --save-dev webpack-cli"),),
        ),
        Rule(
            "bundler.compile_failed",
            ("Failed to compile", "error during build", "ERROR in "),
            re.compile(r"Failed to compile|error during build|^ERROR in (\S{1,300})"),
            "the build failed: {0}",
            (advice("read the lines below it"),),
        ),
        Rule(
            "next.no_pages",
            ("Couldn't find any `pages`",),
            re.compile(r"Couldn't find any `pages` or `app` directory"),
            "next finds neither a folder app nor pages",
            (command("mkdir -p app", "safe", "then put page.js into it"),),
        ),
    ),
    (
        *("resolve", "ule not found", "loader", "exported", "matching export", "babel", "config", "[ERROR]", "webpack"),
        *(
            "Failed to compile",
            "error during build",
            "ERROR in ",
            "PARSE_ERROR",
            "MISSING_EXPORT",
            "Transform failed",
            "`pages`",
        ),
    ),
)
