"""Failing builds, compilers, checkers and package managers of languages."""

from __future__ import annotations

from journeyman.faults.shapes.shape import Shape

BUILDS: tuple[Shape, ...] = (
    # make, ninja, cmake, configure, bazel, meson
    ("***", r"^(?:g|ming\w{0,5}-)?make(?:\[\d+\])?: \*\*\* "),
    ("ninja: ", r"^ninja: (?:build stopped|error|fatal)"),
    ("FAILED: ", r"^FAILED: \S"),
    ("CMake Error", r"^CMake Error"),
    ("Configuring incomplete", r"^-- Configuring incomplete"),
    ("configure: error", r"^configure: error: "),
    ("did NOT complete", r"^ERROR: Build did NOT complete"),
    ("ERROR: ", r"^[\w./-]{0,200}meson\.build:\d+:\d+: ERROR: "),
    # C and C++, linkers
    ("error: ", r"^[^\s:][^:]{0,300}:\d+:(?:\d+:)? (?:fatal )?error: "),
    (
        "error: ",
        r"^(?:\S*/)?(?:gcc|g\+\+|cc|cc1|cc1plus|c\+\+|clang|clang\+\+|ld|collect2|as)(?:-\d+)?: (?:fatal )?error: ",
    ),
    ("undefined reference to", r"undefined reference to [`']"),
    ("ld returned", r"ld returned \d+ exit status"),
    ("ld", r"(?:^|/)ld: (?:cannot find|symbol)"),
    ("error C", r"\): (?:fatal )?error C\d{4}: "),
    ("error LNK", r": (?:fatal )?error LNK\d{4}: "),
    # rust, go, java, kotlin, .NET, swift
    (
        "error",
        r"^error(?:\[E\d+\])?: (?:could not|aborting|test failed|failed to|cannot|expected|mismatched|no matching)",
    ),
    ("error[E", r"^error\[E\d{4}\]: "),
    ("panicked at", r"^thread '.{0,200}' (?:\(\d+\) )?panicked at "),
    (
        ".go:",
        r"^(?:\./|vet: )?[\w./-]{1,300}\.go:\d+:\d+: (?:undefined|cannot|missing|syntax error"
        r"|\S.{0,200} (?:declared and )?not used|.{0,200}expected)",
    ),
    ("panic: ", r"^panic: "),
    ("build failed", r"\[build failed\]"),
    (".java:", r"^\S{1,300}\.java:\d+: error: "),
    ("Exception in thread", r"^Exception in thread "),
    ("main class", r"^Error: (?:Could not find or load main class|Main method not found)"),
    ("jarfile", r"^Error: Unable to access jarfile"),
    ("BUILD FAIL", r"BUILD FAIL(?:ED|URE)"),
    ("Build failed", r"^FAILURE: Build failed"),
    ("FAILED", r"^> Task \S+ FAILED"),
    ("error CS", r": error CS\d{4}: "),
    ("Build FAILED", r"^Build FAILED\."),
    # JavaScript and TypeScript
    ("error TS", r"\berror TS\d+: "),
    ("npm ", r"^npm (?:ERR!|error) "),
    ("ERR_PNPM", r"^\s?ERR_PNPM_"),
    ("ELIFECYCLE", r"^\s?ELIFECYCLE\s"),
    (
        "error ",
        r"^error (?:Did you mean|Command |Missing |Invalid |Unknown |Failed |Received "
        r"|An unexpected|Couldn't|Package |Your lockfile|Error: )",
    ),
    ("Node.js v", r"^Node\.js v\d+\.\d"),
    ("Cannot find module", r"^Error: Cannot find module "),
    ("ERROR in", r"^ERROR in (?:\./|\S+\.[cm]?[jt]sx?|main)"),
    ("compiled with", r"compiled with [1-9]\d* errors?"),
    ("Failed to compile", r"^(?:\S{1,3} )?Failed to compile"),
    ("[ERROR]", r"^\S? ?\[ERROR\] "),
    ("error during build", r"^error during build:"),
    ("Module not found", r"^Module not found: "),
    # checkers
    ("Oops! Something went wrong", r"^Oops! Something went wrong"),
    ("problem", r"^\S? ?\d+ problems? \([1-9]\d* errors?"),
    ("  error  ", r"^\s{1,4}\d+:\d+\s{1,4}error  "),
    ("Found ", r"^Found [1-9]\d* errors?\b"),
    ("errors, ", r"^[1-9]\d* errors?, \d+ warnings?"),
    ("error: ", r"^\S{1,300}: error: .{1,500}\[[a-z-]+\]$"),
    ("would be", r"^[1-9]\d* files? would be reformatted"),
    ("would reformat", r"^would reformat "),
    ("style issues", r"Code style issues (?:found|in)"),
    ("incorrectly sorted", r"^ERROR: .{1,400}Imports are incorrectly sorted"),
    ("offense", r"^\d+ files? inspected, [1-9]\d* offenses? detected"),
    # package managers
    (
        "ERROR: ",
        r"^ERROR: (?!pip's dependency resolver)(?:Could not|No matching|Failed|Cannot|Invalid|Package"
        r"|Exception|Directory|HTTP|File|Unknown|unknown|You must|Some build|ResolutionImpossible|THESE)",
    ),
    ("error: ", r"^error: (?:subprocess-exited|externally-managed|metadata-generation|legacy-install|uninstall-)"),
    ("No solution found", r"^\s{0,4}× No solution found"),
    ("PackagesNotFoundError", r"^PackagesNotFoundError: "),
    ("CondaError", r"^Conda\w*Error: "),
    ("While executing gem", r"^ERROR: {1,2}While executing gem"),
    ("Bundler", r"^Bundler::\w+Error|^Could not find gem "),
    ("could not be resolved", r"requirements could not be resolved to an installable set"),
)
