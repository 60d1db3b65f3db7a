"""Failures of curl and wget, by their exit codes; then of ssh and the like."""

from __future__ import annotations

import re
from collections.abc import Sequence

from journeyman.faults.case import Case
from journeyman.faults.tools.reworded import reworded
from journeyman.faults.tools.ssh import SSH
from journeyman.values import Diagnosis, Fix
from journeyman.values.fault import advice

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


NETWORK_CLIENTS = NetworkClients()
