"""Failures of curl, wget, ssh, scp and rsync, by their messages and exit codes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from journeyman.faults.case import Case
from journeyman.faults.rule import Rule, Table
from journeyman.faults.tools.reworded import reworded
from journeyman.values import Diagnosis, Fix
from journeyman.values.fault import advice, command

_CURL = {
    3: ("bad_url", "the address is not well formed", "put it into quotes; & and ? mean something to the shell"),
    5: ("proxy_not_found", "the proxy's name cannot be resolved", "check http_proxy and https_proxy"),
    6: ("host_not_found", "the host's name cannot be resolved", "check the name, and the network"),
    7: ("refused", "nobody answers at that host and port", "start the server, or check host and port"),
    18: ("incomplete", "the transfer ended too early", "try again: --retry 3"),
    22: (
        "http_error",
        "the server answered with an error",
        "look at the status: 404 wrong address, 401/403 not allowed, 5xx its own fault",
    ),
    23: ("cannot_write", "the answer cannot be written", "check the folder, the disk, and the program after the pipe"),
    26: ("cannot_read", "the file to send cannot be read", "check the path after @ or -T"),
    28: ("timeout", "there was no answer in time", "try again, or give more time: --max-time"),
    35: ("tls", "no secure connection could be made", "check http or https, and the proxy"),
    47: ("too_many_redirects", "the server redirects in a circle", "look at the addresses: -v"),
    51: ("certificate", "the certificate is for another host", "check the host's name"),
    52: ("empty_reply", "the server closed without an answer", "check http or https, and the port"),
    55: ("connection_lost", "the connection was lost", "try again: --retry 3"),
    56: ("connection_lost", "the connection was lost", "try again: --retry 3"),
    60: (
        "certificate",
        "the certificate is not trusted",
        "give the certificate of your network with --cacert; do not switch the check off",
    ),
    67: ("login_denied", "user or password were not accepted", "check them"),
    77: ("certificate", "the file with certificates cannot be read", "check --cacert and the package ca-certificates"),
    92: ("connection_lost", "the connection was lost", "try again: --http1.1"),
}
_WGET = {
    4: ("host_unreachable", "the host cannot be reached", "check the name, and the network"),
    5: ("certificate", "the certificate is not trusted", "give the certificate of your network with --ca-certificate"),
    6: ("login_denied", "user or password were not accepted", "check them"),
    8: (
        "http_error",
        "the server answered with an error",
        "look at the status: 404 wrong address, 401/403 not allowed, 5xx its own fault",
    ),
}
_CURL_LINE = re.compile(r"curl: \((\d{1,3})\) ?(.{0,200})")
_PROTOCOL = re.compile(r"Protocol \"([^\"]{1,20})\" not supported")


class NetworkClients:
    """Reads curl's numbers, or the exit code where it was told to be silent."""

    name = "network_clients"

    def diagnose(self, case: Case) -> Diagnosis | None:
        """See :class:`journeyman.faults.diagnoser.Diagnoser`."""
        for number, line in case.holding("curl: ("):
            if match := _CURL_LINE.search(line):
                return _curl(int(match[1]), match[2], number, case)
        return _by_exit_code(case) or SSH.diagnose(case)


def _by_exit_code(case: Case) -> Diagnosis | None:
    program, code = (case.segments[0].program if len(case.segments) == 1 else ""), case.exit_code or 0
    if program == "curl" and code in _CURL:
        return _curl(code, "", None, case)
    if program == "wget" and code in _WGET:
        number = next((number for number, line in reversed(case.lines) if line.strip()), None)
        problem, sentence, advised = _WGET[code]
        return Diagnosis(f"wget.{problem}", sentence, "moderate", number, (advice(advised),))
    return None


def _curl(code: int, text: str, number: int | None, case: Case) -> Diagnosis:
    if match := _PROTOCOL.search(text):
        wrong = match[1]
        sentence = f"curl knows no protocol {wrong}"
        return Diagnosis(
            "curl.bad_protocol",
            sentence,
            "moderate",
            number,
            (*_protocol(wrong, case), advice("write http:// or https://")),
        )
    problem, sentence, advised = _CURL.get(
        code, ("error", text or f"curl failed with {code}", "curl's manual lists its exit codes")
    )
    return Diagnosis(f"curl.{problem}", sentence, "moderate", number, (advice(advised),), text)


def _protocol(wrong: str, case: Case) -> Sequence[Fix]:
    address = re.search(rf"{re.escape(wrong)}://\S{{1,500}}", case.command)
    right = "https" if "s" in wrong[1:] or "ttps" in wrong else "http"
    return reworded(case, address[0], right + address[0][len(wrong) :]) if address else ()


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
NETWORK_CLIENTS = NetworkClients()
