"""``env.install``: install packages into the project's virtual environment."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from journeyman.errors import KindError
from journeyman.kinds import places
from journeyman.kinds.arguments import PATH, SECONDS, arguments
from journeyman.kinds.env_create import ENVIRONMENT, environment_path
from journeyman.kinds.interpreters import venv_python
from journeyman.kinds.kind import Context, Result, RunContext, Schema
from journeyman.kinds.requirements import package_name, read_requirements
from journeyman.kinds.spawning import environment_effects, execute, report, specify
from journeyman.values import Action, Effect, Prediction
from journeyman.workspace import confine, relative

_PACKAGE = r"^[A-Za-z0-9][A-Za-z0-9._-]*(\[[A-Za-z0-9._, -]+\])?\s*([<>=!~][=<>!~0-9A-Za-z.*+, -]*)?$"
_PIP = ("-m", "pip", "--disable-pip-version-check", "--no-input")


class EnvInstall:
    """Runs pip of the environment. An install runs code of others, so it counts as external; the list is recorded."""

    name = "env.install"
    summary = "install packages (names with versions, or a requirements file) into the virtual environment"
    confinement = "sandbox"
    schema: Schema = arguments(
        {
            "packages": {"type": "array", "items": {"type": "string", "pattern": _PACKAGE}, "minItems": 1},
            "requirements": PATH,
            "path": ENVIRONMENT,
            "timeout": SECONDS,
        },
        anyOf=[{"required": ["packages"]}, {"required": ["requirements"]}],
    )

    def predict(self, action: Action, context: Context) -> Prediction:
        """An install that needs the network; a requirements file is bound to its digest."""
        path = environment_path(action, context.workspace.root, context)
        names = sorted({package_name(package) for package in action.args.get("packages", ())})
        shown = ", ".join([*names, *filter(None, [action.args.get("requirements")])])
        effects = (
            Effect("install", "external", "workspace", shown, f"installs {shown}, which runs code of others"),
            Effect("network-in", "external", "none", "package index", "downloads from the package index"),
            places.touch(context.workspace, path, "write"),
            *environment_effects(action, context),
        )
        digests = {}
        packages = {f"pypi:{name}" for name in names}
        if "requirements" in action.args:
            from journeyman.gate.analysis.digests import digest_file

            root = context.workspace.root
            named, files = read_requirements(_requirements(action, root), root, context.overlay)
            packages |= named
            digests = {str(file): digest_file(file, context.overlay) for file in sorted(files)}
        return Prediction(
            effects,
            subject="pip install " + " ".join(names or ["requirements"]),
            digests=digests,
            paths=(str(path),),
            network=True,
            packages=tuple(sorted(packages)),
        )

    def run(self, action: Action, context: RunContext) -> Result:
        """Install and record what is there now. Raises KindError without an environment."""
        path = environment_path(action, context.workspace.root, context)
        name = relative(context.workspace.root, path)
        python = venv_python(path)
        if python is None:
            raise KindError(f"{name} is no virtual environment; create it with env.create first")
        before = _freeze(action, context, python)
        wanted = [str(package) for package in action.args.get("packages", ())]
        if "requirements" in action.args:
            wanted += ["-r", str(_requirements(action, context.workspace.root))]
        spec = specify(action, context, (str(python), *_PIP, "install", *wanted))
        result = report(self.name, "pip install", execute(action, context, spec), spec)
        after = _freeze(action, context, python)
        data = {"path": name, "freeze": after, "added": [line for line in after if line not in before]}
        if result.status != "done":
            return replace(result, data=data)
        lost = [package for package in action.args.get("packages", ()) if not _has(package, after)]
        if lost:
            raise KindError(f"pip reported success, but {', '.join(lost)} is not in {name}")
        added = ", ".join(data["added"]) or "nothing new"
        return Result("done", f"installed into {name}: {added}", result.exit_code, result.output, data)


def _freeze(action: Action, context: RunContext, python: Path) -> list[str]:
    """Return the installed distributions as ``name==version`` lines, sorted."""
    quiet = replace(
        context,
        output_file=str(context.output_path.with_suffix(".freeze")),
        emit=lambda text: None,
        settings={"output": {"bytes": 1_000_000}},
        network=False,
    )
    done = execute(action, quiet, specify(action, quiet, (str(python), *_PIP, "list", "--format=freeze")))
    quiet.output_path.unlink(missing_ok=True)
    if done.exit_code != 0:
        return []
    return sorted(line.strip() for line in done.output.splitlines() if "==" in line)


def _requirements(action: Action, root: Path) -> Path:
    return confine(root, action.args["requirements"], action.cwd)


def _has(package: str, freeze: list[str]) -> bool:
    return any(package_name(line.split("==")[0]) == package_name(package) for line in freeze)
