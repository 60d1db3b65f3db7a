"""Failures of docker and podman."""

from __future__ import annotations

import re
from collections.abc import Sequence

from journeyman.faults.case import Case
from journeyman.faults.python.near import near
from journeyman.faults.rule import Rule, Table
from journeyman.faults.tools.reworded import nearest, reworded
from journeyman.values import Fix
from journeyman.values.fault import advice, command

_IMAGES = (
    *("alpine", "busybox", "caddy", "debian", "elasticsearch", "fedora", "gcc", "golang", "grafana/grafana", "haproxy"),
    *("hello-world", "httpd", "jenkins/jenkins", "mariadb", "maven", "memcached", "mongo", "mysql", "nginx", "node"),
    *("openjdk", "php", "postgres", "python", "rabbitmq", "redis", "registry", "ruby", "rust", "traefik", "ubuntu"),
    *("wordpress", "eclipse-temurin", "composer", "cassandra"),
)


_COMMANDS = (
    *(
        "attach",
        "build",
        "buildx",
        "compose",
        "container",
        "cp",
        "create",
        "diff",
        "events",
        "exec",
        "export",
        "history",
    ),
    *(
        "image",
        "images",
        "import",
        "info",
        "inspect",
        "kill",
        "load",
        "login",
        "logout",
        "logs",
        "network",
        "pause",
        "port",
    ),
    *(
        "ps",
        "pull",
        "push",
        "rename",
        "restart",
        "rm",
        "rmi",
        "run",
        "save",
        "search",
        "start",
        "stats",
        "stop",
        "system",
    ),
    *("tag", "top", "unpause", "update", "version", "volume", "wait", "up", "down", "config"),
)


def _image(match: re.Match[str], case: Case) -> Sequence[Fix]:
    wanted = next(filter(None, match.groups()), "").removeprefix("docker.io/").removeprefix("library/")
    name, _, tag = wanted.partition(":")
    for right in near(name, _IMAGES, 1):
        tagged = f"{right}:{tag}" if tag else right
        if fixes := (*reworded(case, wanted, tagged), *reworded(case, name, tagged)):
            return fixes[:1]
    return ()


def _command(match: re.Match[str], case: Case) -> Sequence[Fix]:
    return nearest(case, next(filter(None, match.groups()), ""), _COMMANDS)


def _name(match: re.Match[str], case: Case) -> Sequence[Fix]:
    name = match[1].lstrip("/")
    return (command(f"docker rm {name}", "ask", "removes the old container"), command(f"docker start {name}", "ask"))


def _terminal(match: re.Match[str], case: Case) -> Sequence[Fix]:
    return (*reworded(case, "-it", "-i"), *reworded(case, "-ti", "-i"), *reworded(case, "-t", ""))[:1]


DOCKER = Table(
    "docker",
    (
        Rule(
            "docker.socket_forbidden",
            ("permission denied while trying to connect", "docker.sock: connect: permission denied"),
            re.compile(
                r"permission denied while trying to connect to the [Dd]ocker|docker\.sock.{0,60}permission denied"
            ),
            "you may not talk to docker's service",
            (
                command("sudo usermod -aG docker $USER", "ask", "then log in again"),
                advice("or put sudo before the command"),
            ),
            "critical",
        ),
        Rule(
            "docker.not_running",
            (
                "Cannot connect to the Docker daemon",
                "docker daemon is not running",
                "failed to connect to the docker API",
                "error during connect",
                "Cannot connect to Podman",
            ),
            re.compile(
                r"Cannot connect to the Docker daemon|docker daemon is not running|failed to connect to the docker API|error during connect"
                r"|Cannot connect to Podman"
            ),
            "docker's service is not running",
            (command("sudo systemctl start docker", "ask"), advice("or start Docker Desktop")),
            "critical",
        ),
        Rule(
            "docker.port_allocated",
            ("port is already allocated", "address already in use", "Ports are not available"),
            re.compile(
                r"Bind for \S{1,60}?:(\d{1,5}) failed: port is already allocated|Ports are not available: .{0,80}?:(\d{2,5})|listen tcp\d? \S{0,60}?:(\d{2,5}): bind: address already in use"
            ),
            "port {0} is used already",
            (
                command("docker ps --format '{{{{.Names}}}} {{{{.Ports}}}}'", "ask", "shows which container has it"),
                advice("publish another port: -p OTHER:{0}"),
            ),
        ),
        Rule(
            "docker.name_in_use",
            ("is already in use by container",),
            re.compile(
                r"The container name \"([^\"]{1,100})\" is already in use|container name \"([^\"]{1,100})\" is already"
            ),
            "there is a container with this name already: {0}",
            derive=_name,
        ),
        Rule(
            "docker.image_not_found",
            (
                "pull access denied",
                "manifest unknown",
                "repository does not exist",
                "not found: manifest",
                "No such image",
                "image not known",
                ": not found",
            ),
            re.compile(
                r"pull access denied for ([^\s,]{1,200})|manifest for (\S{1,200}) not found|No such image: (\S{1,200})"
                r"|docker\.io/(\S{1,200}?): not found|failed to resolve source metadata for (?:docker\.io/)?(\S{1,200}?):? |manifest unknown"
            ),
            "there is no such image, or you may not read it: {0}",
            (advice("check the image's name and tag; for a private one: docker login"),),
            derive=_image,
        ),
        Rule(
            "docker.no_such_container",
            ("No such container", "No such object", "no container with name"),
            re.compile(r"No such (?:container|object): (\S{1,100})|no container with name or ID \"([^\"]{1,100})\""),
            "there is no container {0}",
            (command("docker ps -a", "ask", "lists all containers"),),
        ),
        Rule(
            "docker.not_running_container",
            ("is not running", "is restarting"),
            re.compile(r"[Cc]ontainer (\S{1,100}) is (?:not running|restarting)"),
            "the container {0} is not running",
            (command("docker start {0}", "ask"), command("docker logs --tail 50 {0}", "ask", "shows why it ended")),
        ),
        Rule(
            "docker.no_dockerfile",
            (
                "failed to read dockerfile",
                "unable to evaluate symlinks in Dockerfile",
                "Cannot locate specified Dockerfile",
            ),
            re.compile(
                r"failed to read dockerfile: open (\S{1,200}?):|unable to evaluate symlinks in Dockerfile|Cannot locate specified Dockerfile"
            ),
            "there is no Dockerfile: {0}",
            (advice("change into the folder that has it, or name it with -f"),),
        ),
        Rule(
            "docker.file_not_in_context",
            (
                "failed to compute cache key",
                "failed to calculate checksum",
                "COPY failed",
                "ADD failed",
                "not found in build context",
            ),
            re.compile(
                r"\"/?([^\"\s]{1,300})\": not found|(?:COPY|ADD) failed: (?:file not found in build context|stat) ?(\S{0,300})"
            ),
            "the Dockerfile copies a file that is not there: {0}",
            (advice("check its path relative to the folder that is built, and .dockerignore"),),
        ),
        Rule(
            "docker.bad_dockerfile",
            ("dockerfile parse error", "Dockerfile parse error", "unknown instruction"),
            re.compile(
                r"[Dd]ockerfile parse error(?: on)? (?:line (\d+): )?(.{0,200})|unknown instruction: (\S{1,60})"
            ),
            "the Dockerfile cannot be read: {2}{3} (line {1})",
            (advice("check the instruction's spelling"),),
        ),
        Rule(
            "docker.program_not_found",
            ("executable file not found in $PATH", "exec format error", "no such file or directory: unknown"),
            re.compile(
                r"exec: \\?\"([^\"\\]{1,200})\\?\": (?:executable file not found|stat)|exec (\S{1,200}): (?:exec format error|no such file)"
            ),
            "the image cannot start {0}",
            (advice("the program is not in the image, is made for another processor, or its first line names none"),),
        ),
        Rule(
            "docker.no_terminal",
            ("the input device is not a TTY",),
            re.compile(r"the input device is not a TTY"),
            "there is no terminal for -t",
            derive=_terminal,
        ),
        Rule(
            "docker.in_use",
            (
                "conflict: unable to",
                "volume is in use",
                "has active endpoints",
                "You cannot remove a running container",
                "cannot remove container",
            ),
            re.compile(
                r"conflict: unable to (?:remove repository reference|delete) ?\"?(\S{1,100}?)\"? |volume is in use|has active endpoints"
                r"|cannot remove (?:a running container|container) ?\"?/?([\w.-]{0,100})"
            ),
            "it is still used by a container: {0}",
            (command("docker ps -a", "ask", "shows which"), advice("stop and remove that container first")),
        ),
        Rule(
            "docker.network_not_found",
            ("network ", "volume "),
            re.compile(
                r"(?:Error response from daemon: |Error: )(?:network|get|volume) ?(\S{1,100})(?: not found|: no such volume)"
            ),
            "there is no such network or volume: {0}",
            (command("docker network ls", "ask"), command("docker volume ls", "ask")),
        ),
        Rule(
            "docker.unauthorised",
            ("unauthorized:", "denied: requested access", "no basic auth credentials"),
            re.compile(r"unauthorized: |denied: requested access|no basic auth credentials"),
            "the registry does not know you, or does not allow this",
            (command("docker login", "ask"),),
        ),
        Rule(
            "docker.rate_limit",
            ("toomanyrequests",),
            re.compile(r"toomanyrequests"),
            "the registry allows no more downloads for now",
            (command("docker login", "ask", "accounts may download more"), advice("wait, and try again")),
        ),
        Rule(
            "docker.unknown_command",
            (
                "is not a docker command",
                "unknown shorthand flag",
                "unknown flag",
                "unknown command",
                "unknown docker command",
            ),
            re.compile(
                r"docker: '([\w-]{1,60})' is not a docker command|unknown docker command: \"(?:compose )?([\w-]{1,60})\"|unknown command: docker ([\w-]{1,60})"
            ),
            "docker has no command {0}",
            (command("docker --help", "safe"),),
            derive=_command,
        ),
        Rule(
            "docker.no_space",
            ("no space left on device",),
            re.compile(r"no space left on device"),
            "the disk is full",
            (
                command("docker system df", "ask", "shows what docker keeps"),
                command("docker system prune", "ask", "removes what is not used"),
            ),
            "critical",
        ),
        Rule(
            "docker.bad_reference",
            ("invalid reference format", "invalid spec"),
            re.compile(r"invalid reference format|invalid (?:volume )?spec(?:ification)?:? ?(.{0,100})"),
            "this is not a name or mount that docker understands",
            (advice("image names are lower case; quote paths with spaces"),),
        ),
        Rule(
            "docker.error",
            ("Error response from daemon",),
            re.compile(r"Error response from daemon: (.{1,300})"),
            "docker: {0}",
            (advice("the message says what it misses"),),
        ),
    ),
    (
        "failed to c",
        "ocker",
        "ontainer",
        "compose",
        "manifest",
        "image",
        "toomanyrequests",
        "failed to solve",
        "cache key",
        "TTY",
        "no such service",
        "invalid reference",
        "Podman",
        "configuration file",
        "COPY failed",
        "ADD failed",
    ),
)

DOCKER_STEPS = Table(
    "docker_steps",
    (
        Rule(
            "docker.step_failed",
            ("did not complete successfully", "returned a non-zero code", "failed to solve"),
            re.compile(
                r"process \"(?:/bin/sh -c )?(.{1,200}?)\" did not complete|The command '(?:/bin/sh -c )?(.{1,200}?)' returned a non-zero|failed to solve: (.{1,200})"
            ),
            "a step of the Dockerfile failed: {0}",
            (advice("read what the step printed above it"),),
        ),
    ),
)
