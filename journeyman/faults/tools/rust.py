"""Failures of cargo and rustc."""

from __future__ import annotations

import re
from collections.abc import Sequence

from journeyman.faults.case import Case
from journeyman.faults.python.near import near
from journeyman.faults.rule import Rule, Table
from journeyman.faults.tools.reworded import reworded
from journeyman.values import Fix
from journeyman.values.fault import advice, command, install

_HELP = re.compile(r"^(?:help: |\s{0,12}(?:= )?help: )(.{1,300})")
_ADVICE = {
    "E0382": "a value was moved: clone it, borrow it with &, or use it before",
    "E0499": "only one mutable borrow at a time: end the first before the second begins",
    "E0502": "it is borrowed already: end that borrow first, or clone",
    "E0505": "it is still borrowed when it is moved: move it later, or clone",
    "E0106": "name the lifetime of the reference",
    "E0597": "the value does not live long enough: declare it further out",
    "E0308": "the type is not the one that is expected: convert it",
    "E0277": "the type lacks a trait: implement or derive it, or use another type",
    "E0425": "the name is not in scope: check its spelling, or use it from its module",
    "E0433": "the path leads nowhere: add the crate to Cargo.toml, or a use line",
    "E0432": "the import leads nowhere: add the crate to Cargo.toml, or correct the path",
    "E0412": "the type is not in scope: check its spelling, or use it from its module",
    "E0599": "the type has no such method: check its spelling, or use the trait that has it",
    "E0384": "assigned twice: declare it with let mut",
    "E0596": "borrowed as mutable: declare it with let mut",
    "E0063": "a field is missing in the struct",
    "E0061": "the number of arguments is wrong",
    "E0004": "the match does not cover every case",
    "E0015": "only constant functions may be called here",
    "E0023": "the pattern has the wrong number of fields",
    "E0026": "the struct has no such field",
    "E0027": "the pattern leaves out fields: add ..",
    "E0046": "the implementation leaves out items of the trait",
    "E0053": "the method's types are not those of the trait",
    "E0117": "neither the trait nor the type is yours: wrap the type",
    "E0133": "needs an unsafe block",
    "E0200": "safety of the implementation and the trait differ",
    "E0252": "two imports have the same name: rename one with as",
    "E0255": "an import and a local item have the same name",
    "E0261": "the lifetime is not declared",
    "E0282": "write the type: it cannot be inferred",
    "E0283": "write the type: more than one would fit",
    "E0369": "the operator is not defined for this type",
    "E0373": "the closure may outlive what it borrows: write move",
    "E0407": "the trait has no such method",
    "E0423": "it is a type, not a value",
    "E0424": "self exists only in methods with a self parameter",
    "E0426": "no such label",
    "E0428": "two items have the same name",
    "E0435": "an array's length must be a constant",
    "E0463": "a crate was not found: install its target with rustup target add",
    "E0507": "cannot move out of a reference: clone, or borrow",
    "E0515": "a reference to a local value is returned: return the value itself",
    "E0560": "the struct has no such field",
    "E0583": "the module's file does not exist",
    "E0600": "the operator is not defined for this type",
    "E0603": "the item is private: make it pub",
    "E0604": "only u8 can be cast to char",
    "E0605": "this cast is not possible: use From or into()",
    "E0609": "the type has no such field",
    "E0614": "it is no reference: drop the *",
    "E0616": "the field is private: make it pub, or use a method",
    "E0618": "it is no function",
    "E0658": "an unstable feature: use nightly, or do without",
    "E0689": "write the number's type",
    "E0716": "a temporary value is dropped while borrowed: give it a name",
    "E0728": "await only inside async",
    "E0765": "a string is not closed",
}


def _coded(match: re.Match[str], case: Case) -> Sequence[Fix]:
    crate = re.search(
        r"(?:unresolved import|use of (?:undeclared|unresolved) (?:crate or module|module or unlinked crate|type)) `(\w+)",
        match[0],
    )
    fixes: list[Fix] = []
    if (
        crate
        and match[1] in {"E0432", "E0433"}
        and crate[1].islower()
        and crate[1] not in {"crate", "self", "super", "std"}
    ):
        fixes.append(install(f"cargo add {crate[1]}", "if it is a crate"))
    if hint := next((found[1] for _, line in case.holding("help: ") if (found := _HELP.match(line))), ""):
        fixes.append(advice(hint))
    if match[1] in _ADVICE:
        fixes.append(advice(_ADVICE[match[1]]))
    return (*fixes, command(f"rustc --explain {match[1]}", "safe", "explains it with examples"))


def _command(match: re.Match[str], case: Case) -> Sequence[Fix]:
    known = (
        "build",
        "check",
        "clean",
        "clippy",
        "doc",
        "new",
        "init",
        "add",
        "remove",
        "run",
        "test",
        "bench",
        "update",
        "fmt",
    )
    hint = next(
        (
            found
            for _, line in case.holding("name exists")
            if (found := re.search(r"similar name exists: `([\w-]+)`", line))
        ),
        None,
    )
    right = (
        hint[1]
        if hint
        else next(
            iter(
                near(match[1], (*known, "search", "publish", "install", "uninstall", "tree")),
            ),
            "",
        )
    )
    return reworded(case, match[1], right) if right else ()


RUST = Table(
    "cargo",
    (
        Rule(
            "rust.compile_error",
            ("error[E",),
            re.compile(r"^error\[(E\d{4})\]: (.{1,300})"),
            "the compiler: {2} ({1})",
            derive=_coded,
        ),
        Rule(
            "rust.test_failed",
            ("panicked at",),
            re.compile(r"thread '([^']{1,200})' (?:\(\d+\) )?panicked at (?:'(.{1,300})', )?(\S{1,300}:\d+)"),
            "{1} panicked at {3}: {2}",
            (advice("the line below it says what was expected"),),
        ),
        Rule(
            "cargo.no_manifest",
            ("could not find `Cargo.toml`",),
            re.compile(r"could not find `Cargo\.toml`"),
            "there is no Cargo.toml here or above",
            (advice("change into the project's folder"), command("cargo init", "ask", "makes a project here")),
        ),
        Rule(
            "cargo.unknown_command",
            ("no such command", "no such subcommand"),
            re.compile(r"error: no such (?:sub)?command: `([\w-]{1,60})`"),
            "cargo has no command {0}",
            (command("cargo --list", "safe"),),
            derive=_command,
        ),
        Rule(
            "cargo.crate_not_found",
            ("no matching package", "could not find `", "no matching crates"),
            re.compile(
                r"no matching package (?:named|found)(?: `([\w-]{1,80})`)?|could not find `([\w-]{1,80})` in registry|crate `([\w-]{1,80})` could not be found"
            ),
            "the registry has no crate {0}",
            (advice("check the crate's name in Cargo.toml"),),
            "critical",
        ),
        Rule(
            "cargo.version_conflict",
            ("failed to select a version",),
            re.compile(r"failed to select a version for (?:the requirement )?`([^`]{1,120})`"),
            "no version fits all that ask for {0}",
            (advice("loosen one of the versions that the lines below it name"), command("cargo update", "ask")),
            "critical",
        ),
        Rule(
            "cargo.lock_outdated",
            ("needs to be updated but --locked",),
            re.compile(r"needs to be updated but --(?:locked|frozen)"),
            "Cargo.lock does not fit Cargo.toml",
            (command("cargo update --workspace", "ask"),),
            "critical",
        ),
        Rule(
            "cargo.bad_manifest",
            ("failed to parse manifest", "invalid type", "unknown variant"),
            re.compile(r"failed to parse manifest at `([^`]{1,300})`"),
            "Cargo.toml cannot be read: {0}",
            (advice("the lines below it name the place"),),
            "critical",
        ),
        Rule(
            "cargo.build_script_failed",
            ("failed to run custom build command",),
            re.compile(r"failed to run custom build command for `([^`]{1,120})`"),
            "the build script of {0} failed",
            (advice("it usually misses a library of the system: its messages are below"),),
            "critical",
        ),
        Rule(
            "cargo.linker_not_found",
            ("linker `",),
            re.compile(r"linker `([^`]{1,60})` not found"),
            "the linker {0} is not installed",
            (install("sudo apt-get install -y build-essential"),),
            "critical",
        ),
        Rule(
            "cargo.rust_too_old",
            ("requires rustc", "is not supported by the following package"),
            re.compile(r"requires rustc ([\d.]+)|rustc [\d.]+ is not supported"),
            "a package needs a newer Rust: {0}",
            (command("rustup update stable", "ask"),),
            "critical",
        ),
        Rule(
            "cargo.no_binary",
            ("no bin target", "a bin target must be available", "could not determine which binary"),
            re.compile(
                r"no bin target(?: named `([^`]{1,80})`)?|a bin target must be available|could not determine which binary"
            ),
            "cargo does not know which program to run: {0}",
            (advice("name it with --bin NAME"),),
        ),
        Rule(
            "rust.compile_error",
            ("error: ",),
            re.compile(
                r"^error: ((?:expected|unexpected|cannot find|this file contains|mismatched|unclosed|unterminated|unused|unknown).{1,300})"
            ),
            "the compiler: {0}",
            (advice("the arrow below it shows the place"),),
        ),
        Rule(
            "cargo.failed",
            ("error: ",),
            re.compile(
                r"^error: (could not compile .{1,100}|test failed.{0,100}|failed to .{1,200}|aborting due to.{1,60})"
            ),
            "cargo failed: {0}",
            (advice("read the first error above it"),),
        ),
    ),
    (
        "error[E",
        "cargo",
        "Cargo",
        "rustc",
        "panicked at",
        "linker `",
        "could not compile",
        "aborting due",
        "could not find `",
        "--> src",
    ),
    first=True,
)
