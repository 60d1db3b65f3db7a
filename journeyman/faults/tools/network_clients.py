"""Failures of curl and wget, by their exit codes; then of ssh and the like."""

from __future__ import annotations

import re
from collections.abc import Sequence

from journeyman.faults.case import Case
from journeyman.faults.tools.curl_codes import CURL, WGET
from journeyman.faults.tools.reworded import reworded
from journeyman.faults.tools.ssh import SSH
from journeyman.values import Diagnosis, Fix
from journeyman.values.fault import advice

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
    if program == "curl" and code in CURL:
        return _curl(code, "", None, case)
    if program == "wget" and code in WGET:
        number = next((number for number, line in reversed(case.lines) if line.strip()), None)
        problem, sentence, advised = WGET[code]
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
    problem, sentence, advised = CURL.get(
        code, ("error", text or f"curl failed with {code}", "curl's manual lists its exit codes")
    )
    return Diagnosis(f"curl.{problem}", sentence, "moderate", number, (advice(advised),), text)


def _protocol(wrong: str, case: Case) -> Sequence[Fix]:
    address = re.search(rf"{re.escape(wrong)}://\S{{1,500}}", case.command)
    right = "https" if "s" in wrong[1:] or "ttps" in wrong else "http"
    return reworded(case, address[0], right + address[0][len(wrong) :]) if address else ()


NETWORK_CLIENTS = NetworkClients()
