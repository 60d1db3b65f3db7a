"""Looks at a workspace that recipes may ask for by name. They read files, and start nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from journeyman.errors import PlanError
from journeyman.plan.characterise import characterise
from journeyman.plan.tracked import commit_paths
from journeyman.values import Json
from journeyman.workspace import Workspace

Fact = Callable[[Workspace, Mapping[str, Json]], Json]
"""From the workspace and the parameters read so far to a value."""

_REQUIREMENTS = ("requirements-dev.txt", "requirements_dev.txt", "dev-requirements.txt", "requirements.txt")
_REQUIREMENT = re.compile(r"\s*([A-Za-z0-9][A-Za-z0-9._-]*)")


def no_repository(workspace: Workspace, parameters: Mapping[str, Json]) -> bool:
    """Tell whether no git repository holds the workspace."""
    return not any((folder / ".git").exists() for folder in (workspace.root, *workspace.root.parents))


def requirements(workspace: Workspace, parameters: Mapping[str, Json]) -> str:
    """Return the name of the requirements file, the one for development first; "" without one."""
    return next((name for name in _REQUIREMENTS if (workspace.root / name).is_file()), "")


def dependencies(workspace: Workspace, parameters: Mapping[str, Json]) -> list[str]:
    """Return what pyproject.toml depends on, with its test and development extras; [] without one.

    Raises PlanError when the file cannot be read as TOML.
    """
    return [plain for entry in _declared(workspace) if (plain := _installable(entry))]


def dependencies_left_out(workspace: Workspace, parameters: Mapping[str, Json]) -> str:
    """Return a sentence on the dependencies that are bound to a platform or an address, "" without any."""
    if requirements(workspace, parameters):
        return ""
    left_out = [entry for entry in _declared(workspace) if not _installable(entry)]
    return f"Left out, because bound to a platform or an address: {'; '.join(left_out)}." if left_out else ""


def _declared(workspace: Workspace) -> list[str]:
    import tomllib

    path = workspace.root / "pyproject.toml"
    if not path.is_file():
        return []
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise PlanError(f"{path} cannot be read: {error}; valid TOML is needed to know what to install") from None
    project = data.get("project", {})
    sources = (project.get("optional-dependencies", {}), data.get("dependency-groups", {}))
    extras = [source.get(name, []) for source in sources for name in ("test", "tests", "dev")]
    found = [entry for entries in (project.get("dependencies", []), *extras) for entry in entries]
    own = str(project.get("name", "")).lower()
    named = [entry for entry in found if isinstance(entry, str) and _REQUIREMENT.match(entry)]
    return [entry for entry in dict.fromkeys(named) if _REQUIREMENT.match(entry.lower())[1] != own]  # type: ignore[index] # matched above


def _installable(entry: str) -> str:
    """Return a requirement without its marker, "" when its marker or address says that it may not fit here."""
    plain, _, marker = entry.partition(";")
    bound = "@" in plain or any(word in marker for word in ("platform", "os_name", "extra"))
    return "" if bound else plain.strip()


def test_files(workspace: Workspace, parameters: Mapping[str, Json]) -> list[dict[str, Json]]:
    """Return characterisation tests to be written: ``path``, ``content`` and ``module`` of each."""
    return [dict(item) for item in characterise(workspace.root, str(parameters.get("target") or "")).files]


def test_notes(workspace: Workspace, parameters: Mapping[str, Json]) -> str:
    """Return which modules the characterisation tests leave out, and why."""
    return characterise(workspace.root, str(parameters.get("target") or "")).notes


def tests_need_packages(workspace: Workspace, parameters: Mapping[str, Json]) -> list[str]:
    """Return pytest and, without a requirements file, what pyproject.toml depends on."""
    if requirements(workspace, parameters):
        return ["pytest"]
    return [*dependencies(workspace, parameters), "pytest"]


def changed(workspace: Workspace, parameters: Mapping[str, Json]) -> list[str]:
    """Return the entries at the top of the workspace that a commit of everything covers.

    Raises PlanError when a commit is asked for and there are none.
    """
    entries = commit_paths(workspace.root)
    if parameters.get("commit") and not entries:
        raise PlanError(f"there is nothing to commit in {workspace.root}")
    return entries


FACTS: Mapping[str, Fact] = MappingProxyType(
    {
        "no_repository": no_repository,
        "requirements": requirements,
        "dependencies": dependencies,
        "dependencies_left_out": dependencies_left_out,
        "test_files": test_files,
        "test_notes": test_notes,
        "tests_need_packages": tests_need_packages,
        "changed": changed,
    }
)
