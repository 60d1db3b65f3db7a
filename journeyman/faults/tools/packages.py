"""Failures of the package managers of systems: apt, dnf, pacman, brew, snap, choco; and of gem and composer."""

from __future__ import annotations

import re
from collections.abc import Sequence

from journeyman.faults.case import Case
from journeyman.faults.correction.rewrite import appended, as_root, fix, segment_of
from journeyman.faults.rule import Rule, Table
from journeyman.values import Fix
from journeyman.values.fault import advice, command

Match = re.Match[str]


def _update_first(match: Match, case: Case) -> Sequence[Fix]:
    segment = segment_of(case, "apt", "apt-get", "aptitude")
    if segment is None:
        return ()
    sudo = "sudo " if "sudo" in segment.before else ""
    text = case.command.strip()
    name = match.group(1) or ""
    found = [fix(f"{sudo}{segment.program} update && {text}")]
    return (*found, fix(f"apt-cache search {name}")) if name else found


def _locked(_: Match, case: Case) -> Sequence[Fix]:
    if re.search(r"are you root|ermission denied", case.text) and "sudo" not in case.command:
        return (fix(as_root(case)),)
    return (advice("wait until the other package manager has ended, then try again"),)


def _repair(_: Match, case: Case) -> Sequence[Fix]:
    segment = segment_of(case, "apt", "apt-get")
    return (fix(f"sudo {segment.program if segment else 'apt-get'} --fix-broken install"),)


def _search(match: Match, case: Case) -> Sequence[Fix]:
    segment = next((each for each in reversed(case.segments) if each.program in _SEARCHES), None)
    name = next(filter(None, match.groups()), "").strip(" .\"'")
    if segment is None or not name:
        return ()
    return (fix(f"{_SEARCHES[segment.program]} {name}"),)


_SEARCHES = {
    "dnf": "dnf search",
    "yum": "yum search",
    "pacman": "pacman -Ss",
    "yay": "yay -Ss",
    "brew": "brew search",
    "apk": "apk search",
    "zypper": "zypper search",
    "snap": "snap find",
    "choco": "choco search",
    "scoop": "scoop search",
    "winget": "winget search",
    "gem": "gem search",
    "flatpak": "flatpak search",
    "apt": "apt search",
    "apt-get": "apt-cache search",
    "cargo": "cargo search",
}


def _cask(_: Match, case: Case) -> Sequence[Fix]:
    segment = segment_of(case, "brew")
    if segment is None or len(segment.words) < 2:
        return ()
    return (fix(f"{case.command[: segment.spans[1][1]]} --cask{case.command[segment.spans[1][1] :]}"),)


def _overwrite(_: Match, case: Case) -> Sequence[Fix]:
    segment = segment_of(case, "brew")
    if segment is None or len(segment.words) < 2:
        return ()
    end = segment.spans[1][1]
    return tuple(fix(f"{case.command[:end]} --overwrite{more}{case.command[end:]}") for more in (" --dry-run", ""))


def _force(_: Match, case: Case) -> Sequence[Fix]:
    segment = segment_of(case, "brew")
    if segment is None or len(segment.words) < 2:
        return ()
    end = segment.spans[1][1]
    return (fix(f"{case.command[:end]} --force{case.command[end:]}"),)


def _classic(_: Match, case: Case) -> Sequence[Fix]:
    segment = segment_of(case, "snap")
    return (fix(appended(case, segment, "--classic")),) if segment else ()


def _for_user(_: Match, case: Case) -> Sequence[Fix]:
    segment = segment_of(case, "gem")
    return (fix(appended(case, segment, "--user-install")), fix(as_root(case))) if segment else ()


PACKAGES = Table(
    "packages",
    (
        Rule(
            "apt.package_not_found",
            ("Unable to locate package", "has no installation candidate", "Couldn't find any package"),
            re.compile(
                r"E: (?:Unable to locate package (\S+)|Package '(\S+)' has no installation candidate|Couldn't"
                r" find any package by (?:glob|regex) '(\S+)')"
            ),
            "apt knows no package {0}",
            severity="critical",
            derive=_update_first,
        ),
        Rule(
            "apt.interrupted",
            ("dpkg was interrupted",),
            re.compile(r"dpkg was interrupted"),
            "an earlier installation was interrupted",
            (command("sudo dpkg --configure -a"),),
            "critical",
        ),
        Rule(
            "apt.broken_dependencies",
            ("nmet dependencies", "--fix-broken", "held broken packages"),
            re.compile(r"[Uu]nmet dependencies|--fix-broken install|held broken packages"),
            "packages that are needed do not fit together",
            severity="critical",
            derive=_repair,
        ),
        Rule(
            "apt.locked",
            (
                "Could not get lock",
                "Unable to lock",
                "Unable to acquire the dpkg",
                "Could not open lock file",
                "Waiting for cache lock",
            ),
            re.compile(r"Could not (?:get lock|open lock file)|Unable to (?:lock|acquire the dpkg)"),
            "the package manager is locked, or needs the rights of root",
            derive=_locked,
        ),
        Rule(
            "apt.unsigned",
            ("NO_PUBKEY", "is not signed", "does not have a Release file"),
            re.compile(r"NO_PUBKEY (\w+)|is not signed|does not have a Release file"),
            "the source of the packages cannot be trusted, or is not there",
            (advice("remove the source from /etc/apt/sources.list.d, or add its key"),),
            "critical",
        ),
        Rule(
            "pacman.locked",
            ("unable to lock database", "db.lck"),
            re.compile(r"unable to lock database|db\.lck"),
            "another pacman is at work, or one ended without cleaning up",
            (command("sudo rm /var/lib/pacman/db.lck", "dangerous", "only when no other pacman runs"),),
        ),
        Rule(
            "brew.is_a_cask",
            ("Found a cask named", "install --cask", "--cask"),
            re.compile(r"Found a cask named|brew install --cask"),
            "this is an application (a cask), not a formula",
            severity="minor",
            derive=_cask,
        ),
        Rule(
            "brew.link_conflict",
            ("Could not symlink",),
            re.compile(r"Could not symlink (\S+)"),
            "a file is in the way of the link: {0}",
            derive=_overwrite,
        ),
        Rule(
            "brew.other_versions",
            ("are still installed",),
            re.compile(r"(?:is|are) still installed"),
            "other versions are still there",
            severity="minor",
            derive=_force,
        ),
        Rule(
            "packages.not_found",
            (
                *(
                    "No match for argument",
                    "Unable to find a match",
                    "target not found",
                    "No available formula",
                    "no such package",
                ),
                *(
                    "not found in package names",
                    "No packages found",
                    "Could not find a valid gem",
                    "No package",
                    "was not found with the source",
                ),
                *(
                    "No cask with this name",
                    "Couldn't find manifest for",
                    "nable to find package",
                    "No package found matching",
                ),
            ),
            re.compile(
                r"No match for argument: (\S+)|Unable to find a match: (\S+)|target not found: (\S+)|No"
                r" (?:available formula|cask)(?: or cask)? with (?:the|this) name \"?([^\"\s]+)\"?"
                r"|^ +(\S+) \(no such package\)|'(\S+)' not found in package names|Could not find a valid gem"
                r" '(\S+)'|No package (\S+) available"
                r"|^(\S+) (?:package )?(?:not installed\. The package )?was not found with the source|Couldn't"
                r" find manifest for '(\S+?)'|snap \"(\S+)\" not found"
            ),
            "there is no package {0}",
            severity="critical",
            derive=_search,
        ),
        Rule(
            "snap.classic",
            ("classic confinement", "--classic"),
            re.compile(r"classic confinement|--classic"),
            "this snap wants to run unconfined",
            derive=_classic,
        ),
        Rule(
            "gem.permission_denied",
            ("Gem::FilePermissionError", "You don't have write permissions for the"),
            re.compile(r"Gem::FilePermissionError|You don't have write permissions for the"),
            "the folder of gems may not be written",
            severity="critical",
            derive=_for_user,
        ),
    ),
)
