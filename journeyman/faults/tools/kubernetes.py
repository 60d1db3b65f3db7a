"""Failures of kubectl and helm."""

from __future__ import annotations

import re
from collections.abc import Sequence

from journeyman.faults.case import Case
from journeyman.faults.rule import Rule, Table
from journeyman.faults.tools.reworded import nearest
from journeyman.values import Fix
from journeyman.values.fault import advice, command

_KUBECTL = (
    "apply",
    "attach",
    "config",
    "cp",
    "create",
    "delete",
    "describe",
    "diff",
    "edit",
    "exec",
    "explain",
    "expose",
    "get",
    "label",
    "logs",
    "patch",
    "port-forward",
    "rollout",
    "run",
    "scale",
    "top",
    "version",
    "wait",
)


_RESOURCES = (
    "configmaps",
    "cronjobs",
    "daemonsets",
    "deployments",
    "events",
    "ingresses",
    "jobs",
    "namespaces",
    "nodes",
    "persistentvolumeclaims",
    "pods",
    "replicasets",
    "secrets",
    "serviceaccounts",
    "services",
    "statefulsets",
    "pod",
    "deployment",
    "service",
    "namespace",
    "node",
    "secret",
    "configmap",
)


def _verb(match: re.Match[str], case: Case) -> Sequence[Fix]:
    return nearest(case, match[1], _KUBECTL)


def _resource(match: re.Match[str], case: Case) -> Sequence[Fix]:
    return nearest(case, match[1], _RESOURCES)


KUBERNETES = Table(
    "kubernetes",
    (
        Rule(
            "kubectl.unreachable",
            ("connection to the server", "Unable to connect to the server", "cluster unreachable"),
            re.compile(
                r"connection to the server (\S{1,200}) was refused|Unable to connect to the server: ?(.{0,200})|cluster unreachable"
            ),
            "the cluster cannot be reached: {0}",
            (
                command("kubectl config get-contexts", "safe", "shows which clusters are known"),
                advice("start the cluster, or choose another context"),
            ),
        ),
        Rule(
            "kubectl.not_found",
            ("Error from server (NotFound)",),
            re.compile(r"Error from server \(NotFound\): (.{1,200}) not found"),
            "the cluster has no {0}",
            (command("kubectl get all -A", "ask", "shows what there is, in all namespaces"),),
        ),
        Rule(
            "kubectl.forbidden",
            ("Error from server (Forbidden)", "must be logged in", "Unauthorized"),
            re.compile(
                r"Error from server \(Forbidden\): (.{1,200})|must be logged in to the server|error: You must be logged in"
            ),
            "the cluster does not allow this: {0}",
            (command("kubectl auth whoami", "ask"),),
        ),
        Rule(
            "kubectl.unknown_resource",
            ("doesn't have a resource type", "no matches for kind"),
            re.compile(r"doesn't have a resource type \"([^\"]{1,80})\"|no matches for kind \"([^\"]{1,80})\""),
            "the cluster knows no such kind of thing: {0}",
            (command("kubectl api-resources", "ask", "lists them"),),
            derive=lambda match, case: _resource(match, case) if match[1] else (),
        ),
        Rule(
            "kubectl.unknown_command",
            ("unknown command",),
            re.compile(r"unknown command \"([\w-]{1,60})\" for \"kubectl\""),
            "kubectl has no command {0}",
            (command("kubectl --help", "safe"),),
            derive=_verb,
        ),
        Rule(
            "kubectl.bad_manifest",
            ("error validating", "error parsing", "error converting YAML", "is invalid:"),
            re.compile(
                r"error (?:validating|parsing) \"?([^\":\s]{1,300})\"?: (.{1,300})|error converting YAML to JSON: (.{1,200})|The (\w+ \"[^\"]{1,80}\" is invalid: .{1,200})"
            ),
            "the manifest is not valid: {1} {2}{3}{4}",
            (advice("correct the field or line that is named"),),
        ),
        Rule(
            "helm.failed",
            ("INSTALLATION FAILED", "UPGRADE FAILED"),
            re.compile(r"Error: (?:INSTALLATION|UPGRADE) FAILED: (.{1,300})"),
            "helm failed: {0}",
            (advice("helm status and kubectl describe say more"),),
        ),
    ),
    (
        "Error from server",
        "the server",
        "kubectl",
        "INSTALLATION FAILED",
        "UPGRADE FAILED",
        "resource type",
        "for kind",
        "error validating",
        "error parsing",
        "error converting",
        "is invalid:",
        "cluster unreachable",
    ),
)
