"""Failures of services, remote machines, and programs that start them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from journeyman.faults.case import Case
from journeyman.faults.correction.distance import nearest
from journeyman.faults.correction.rewrite import fix, inserted, quote, segment_of, swapped
from journeyman.faults.rule import Rule, Table
from journeyman.values import Fix
from journeyman.values.fault import advice, command

Match = re.Match[str]
_UNITS = [
    "nginx",
    "apache2",
    "httpd",
    "ssh",
    "sshd",
    "docker",
    "mysql",
    "mariadb",
    "postgresql",
    "redis",
    "redis-server",
    "mongod",
    "cron",
    "crond",
    "bluetooth",
    "NetworkManager",
    "network-manager",
    "networking",
    "systemd-resolved",
    "systemd-networkd",
    "firewalld",
    "ufw",
    "cups",
    "rsyslog",
    "jenkins",
    "tomcat",
    "php-fpm",
    "memcached",
    "rabbitmq-server",
    "elasticsearch",
    "grafana-server",
    "prometheus",
    "haproxy",
    "squid",
    "vsftpd",
    "smbd",
    "nmbd",
    "named",
    "bind9",
    "postfix",
    "dovecot",
    "snapd",
    "containerd",
    "kubelet",
    "libvirtd",
    "gdm",
    "lightdm",
    "sddm",
    "fail2ban",
    "chronyd",
    "ntp",
    "nfs-server",
    "avahi-daemon",
    "supervisor",
    "gunicorn",
]


def _near_unit(match: Match, case: Case) -> Sequence[Fix]:
    typed = next(filter(None, match.groups()), "").removesuffix(".service")
    segment = segment_of(case, "systemctl", "service")
    if segment is None:
        return ()
    for index, word in enumerate(segment.words):
        if index and word.removesuffix(".service") == typed:
            return tuple(fix(swapped(case, segment, index, typed, unit)) for unit in nearest(typed, _UNITS))
    return ()


def _reload_first(_: Match, case: Case) -> Sequence[Fix]:
    return (fix(f"sudo systemctl daemon-reload && {case.command.strip()}"),)


def _forget_host(match: Match, case: Case) -> Sequence[Fix]:
    told = re.search(r"ssh-keygen -f \"?([^\"\s]+)\"? -R \"?(\[?[^\"\s]+)\"?", case.text)
    offending = re.search(r"Offending \w+ key in (\S+):(\d+)", case.text)
    segment = segment_of(case, "ssh", "scp", "sftp", "rsync", "ssh-copy-id")
    host = (
        next((word.rpartition("@")[2].partition(":")[0] for word in segment.words[1:] if not word.startswith("-")), "")
        if segment
        else ""
    )
    text = f"ssh-keygen -R {quote(told.group(2) if told else host)}" if told or host else ""
    if offending and not text:
        text = f"sed -i '{offending.group(2)}d' {offending.group(1)}"
    why = "only when you know why the key of the host has changed: it may be somebody else's machine"
    return (command(text, "dangerous", why),) if text else ()


def _private_key(match: Match, case: Case) -> Sequence[Fix]:
    path = match.group(1)
    return (fix(f"chmod 600 {quote(path)} && {case.command.strip()}"),) if path else ()


def _remove_container(match: Match, case: Case) -> Sequence[Fix]:
    container = match.group(1)
    if segment_of(case, "docker", "podman") is None:
        return ()
    return (command(f"docker container rm -f {container} && {case.command.strip()}", "dangerous"),)


def _verbatim_port(_: Match, case: Case) -> Sequence[Fix]:
    segment = segment_of(case, "ssh")
    if segment is None:
        return ()
    for index, word in enumerate(segment.words):
        if index and (found := re.fullmatch(r"(.+[^:]):(\d+)", word)):
            return (fix(swapped(case, segment, index, word, f"{found.group(1)} -p {found.group(2)}")),)
    return ()


def _app(_: Match, case: Case) -> Sequence[Fix]:
    segment = segment_of(case, "heroku")
    remotes = re.search(r"Multiple apps in git remotes", case.text)
    apps = list(dict.fromkeys(re.findall(r"([a-z][\w-]+) \([\w-]+\)", case.text))) if remotes else []
    if segment is None:
        return ()
    return tuple(fix(inserted(case, segment, len(segment.words) - 1, f"--app {app}")) for app in apps[:4])


_LOGINS = {
    "gcloud": "gcloud auth login", "gh": "gh auth login", "glab": "glab auth login", "aws": "aws configure", "fly": "fly auth login",
    "flyctl": "flyctl auth login", "doctl": "doctl auth init", "op": "op signin", "git": "", "ssh": "", "curl": "", "psql": "", "mysql": "",
}  # fmt: skip


def _log_in(_: Match, case: Case) -> Sequence[Fix]:
    segment = segment_of(case)
    login = _LOGINS.get(segment.program, f"{segment.program} login") if segment else ""
    return (fix(f"{login} && {case.command.strip()}"), fix(login)) if login else ()


SERVICES = Table(
    "services",
    (
        Rule(
            "systemctl.unit_not_found",
            ("not found", "could not be found", "not loaded", "unrecognized service"),
            re.compile(
                r"(?:Unit|unit) (\S+?)(?:\.service)? (?:not found|could not be found|not loaded)|^(\S+):"
                r" unrecognized service|Unit file (\S+) does not exist"
            ),
            "there is no service {0}",
            derive=_near_unit,
        ),
        Rule(
            "systemctl.changed_on_disk",
            ("daemon-reload",),
            re.compile(r"changed on disk.*daemon-reload"),
            "the unit was changed and must be read anew",
            severity="minor",
            derive=_reload_first,
        ),
        Rule(
            "ssh.host_key_changed",
            ("REMOTE HOST IDENTIFICATION HAS CHANGED", "Host key verification failed"),
            re.compile(r"REMOTE HOST IDENTIFICATION HAS CHANGED|Host key verification failed"),
            "the host shows another key than before",
            severity="critical",
            derive=_forget_host,
        ),
        Rule(
            "ssh.key_too_open",
            ("are too open", "bad permissions"),
            re.compile(r"Permissions \d+ for '(.+)' are too open|bad permissions: (?:ignore key: )?(\S+)"),
            "others may read the private key {0}",
            severity="critical",
            derive=_private_key,
        ),
        Rule(
            "ssh.port_in_name",
            ("Could not resolve hostname",),
            re.compile(r"ssh: Could not resolve hostname \S+:\d+"),
            "ssh takes the port with -p",
            severity="minor",
            derive=_verbatim_port,
        ),
        Rule(
            "ssh.access_denied",
            ("Permission denied (publickey", "Permission denied (password"),
            re.compile(r"Permission denied \((?:publickey|password)"),
            "the server does not let you in",
            (advice("check user and key: ssh -v tells which ones it tries"), advice("load the key: ssh-add")),
        ),
        Rule(
            "docker.image_in_use",
            ("is being used by running container", "is using its referenced image", "image is being used by"),
            re.compile(
                r"(?:is being used by (?:running|stopped) container|container) (\w{6,64})(?: is using its"
                r" referenced image)?\s*$"
            ),
            "a container uses the image: {0}",
            derive=_remove_container,
        ),
        Rule(
            "cli.not_logged_in",
            (
                "authenticated",
                "logged in",
                "log in",
                "ogin required",
                "not authorized",
                "ession has expired",
                "redentials",
                "o authenticate",
            ),
            re.compile(
                r"(?:not|n't|aren't) (?:yet |currently )?(?:authenticated|logged in)|[Pp]lease log ?in|[Mm]ust"
                r" (?:first )?(?:be logged in|log in)|[Ll]ogin required"
                r"|session has expired|Unable to locate credentials|need to (?:be logged in|log in|login)"
                r"|[Nn]o credentials|[Ff]ailed to authenticate"
            ),
            "the service does not know who you are",
            derive=_log_in,
            only_with_fix=True,
        ),
        Rule(
            "heroku.several_apps",
            ("Multiple apps in git remotes",),
            re.compile(r"Multiple apps in git remotes"),
            "the repository belongs to more than one app",
            severity="minor",
            derive=_app,
        ),
    ),
)
