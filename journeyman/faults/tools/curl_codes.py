"""What the exit codes of curl and wget mean: (problem, sentence, what helps)."""

from __future__ import annotations

CURL: dict[int, tuple[str, str, str]] = {
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
WGET: dict[int, tuple[str, str, str]] = {
    4: ("host_unreachable", "the host cannot be reached", "check the name, and the network"),
    5: ("certificate", "the certificate is not trusted", "give the certificate of your network with --ca-certificate"),
    6: ("login_denied", "user or password were not accepted", "check them"),
    8: (
        "http_error",
        "the server answered with an error",
        "look at the status: 404 wrong address, 401/403 not allowed, 5xx its own fault",
    ),
}
