"""Failures of ssh, scp, rsync and wget, by their messages."""

from __future__ import annotations

import re
from collections.abc import Sequence

from journeyman.faults.case import Case
from journeyman.faults.rule import Rule, Table
from journeyman.values import Fix
from journeyman.values.fault import advice, command


def _known_host(match: re.Match[str], case: Case) -> Sequence[Fix]:
    for _, line in case.holding("ssh-keygen -f", "ssh-keygen -R"):
        if hint := re.search(r"ssh-keygen .{1,300}-R .{1,200}", line):
            return (command(hint[0].strip(), "ask", "forgets the old key: only when you know why it changed"),)
    return ()


SSH = Table(
    "ssh",
    (
        Rule(
            "ssh.host_key_changed",
            ("REMOTE HOST IDENTIFICATION HAS CHANGED",),
            re.compile(r"REMOTE HOST IDENTIFICATION HAS CHANGED"),
            "the host has another key than before",
            (advice("find out why: the machine was set up anew, or somebody is in between"),),
            "critical",
            derive=_known_host,
        ),
        Rule(
            "ssh.host_key_unknown",
            ("Host key verification failed",),
            re.compile(r"Host key verification failed"),
            "the host's key is not known here",
            (advice("connect once by hand and compare the key, or add it to known_hosts"),),
        ),
        Rule(
            "ssh.key_too_open",
            ("UNPROTECTED PRIVATE KEY FILE", "are too open"),
            re.compile(r"Permissions \d+ for '([^']{1,300})' are too open|UNPROTECTED PRIVATE KEY FILE"),
            "others may read the private key {0}",
            (command("chmod 600 {0}", "ask"),),
        ),
        Rule(
            "ssh.permission_denied",
            ("Permission denied (", "Too many authentication failures"),
            re.compile(
                r"(?:(\S{1,100}): )?Permission denied \((?:publickey|password|keyboard|gssapi)|Too many authentication failures"
            ),
            "the host does not accept your key or password: {0}",
            (
                command("ssh-add -l", "safe", "shows which keys are offered"),
                advice("check the user's name, and that your public key is known there"),
            ),
        ),
        Rule(
            "ssh.host_not_found",
            ("Could not resolve hostname",),
            re.compile(r"ssh: Could not resolve hostname ([^\s:]{1,200})"),
            "the host's name cannot be resolved: {0}",
            (advice("check the name, and the network"),),
        ),
        Rule(
            "ssh.unreachable",
            ("ssh: connect to host", "Connection closed by", "Connection reset by", "kex_exchange_identification"),
            re.compile(
                r"ssh: connect to host (\S{1,200}) port (\d+): (.{1,60})|(?:kex_exchange_identification|Connection (?:closed|reset) by) ?(\S{0,200})"
            ),
            "no connection to {1}{4}: {3}",
            (advice("check the host, the port, and that its ssh server runs"),),
        ),
        Rule(
            "rsync.failed",
            ("rsync error: ", "rsync: "),
            re.compile(r"rsync error: (.{1,100}) \(code (\d+)\)|rsync: (?:\[\w+\] )?(.{1,200})"),
            "rsync failed: {1}{3}",
            (advice("the lines above it name the file or host"),),
        ),
        Rule(
            "wget.failed",
            ("wget: ", " ERROR ", "failed: "),
            re.compile(
                r"^wget: (.{1,200})|ERROR (\d{3}: .{1,60})\.$|^(?:Connecting|Resolving) .{1,200}failed: (.{1,80})"
            ),
            "wget failed: {0}",
            (advice("check the address: its host, port and path"),),
        ),
    ),
    (
        "ssh",
        "REMOTE HOST",
        "Host key",
        "UNPROTECTED",
        "Permission denied (",
        "kex_",
        "Connection closed",
        "Connection reset",
        "rsync",
        "wget",
        " ERROR ",
        "Connecting",
        "Resolving",
        "authentication failures",
    ),
)
