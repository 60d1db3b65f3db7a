"""Files that steer what a command does outside: its credit, and an approval, hold for their content as it was.

What can be changed in the workspace unasked (a manifest, a script of a package, a hook) must not change what runs
unasked with the network.
"""

from __future__ import annotations

import itertools
import os
import re
from collections.abc import Sequence

from journeyman.gate.analysis.digests import digest_file, digest_text, digest_tree, without_waiting
from journeyman.gate.analysis.names import names
from journeyman.gate.analysis.record import Record
from journeyman.gate.analysis.words import Word

_CARRIERS = names("scp sftp rsync grsync rclone gsutil twine pscp unison s3cmd s5cmd b2 mc azcopy git")
"""Programs whose operands are data to send, whatever they hold; others are told by a file what to do."""
_CARRYING = (("aws", "s3"), ("aws", "s3api"), ("gcloud", "storage"), ("gh", "release"), ("glab", "release"))
_CODE = (
    *("*.py", "*.toml", "*.cfg", "*.js", "*.cjs", "*.mjs", "*.ts", "*.sh", "*.rb", "*.php", "*.go", "*.rs", "*.json"),
    *("Makefile", "*.mk", "*.gradle", "*.kts", "*.gemspec", "Gemfile", "*.yml", "*.yaml", "*.tf", "*.tfvars", "*.hcl"),
)
_PUSHED = names(
    """
    .husky .githooks hooks git-hooks .pre-commit-config.yaml lefthook.yml lefthook.yaml .lefthook.yml .lefthook.yaml
    .github/workflows .github/actions .gitea .forgejo .gitlab .gitlab-ci.yml .circleci .travis.yml .buildkite
    .woodpecker .woodpecker.yml .drone.yml Jenkinsfile azure-pipelines.yml bitbucket-pipelines.yml
    """
)
"""What runs when commits are sent: hooks here, and what the build server is told."""
_MANIFESTS = names(
    """
    package.json .npmrc .yarnrc .yarnrc.yml bunfig.toml pnpm-workspace.yaml .pnpmfile.cjs pyproject.toml
    uv.toml poetry.toml setup.py setup.cfg Pipfile environment.yml pixi.toml Gemfile .bundle/config
    composer.json Cargo.toml .cargo/config.toml .cargo/config build.rs go.mod deno.json
    .pre-commit-config.yaml .condarc .pypirc .releaserc .releaserc.json
    """
)
_INSTALLERS = names(
    """
    npm pnpm yarn yarnpkg bun npx pnpx bunx composer bundle bundler gem poetry pdm uv uvx pipenv rye hatch
    cargo go deno conda mamba micromamba pixi pre-commit pip pip2 pip3 flit twine
    """
)
_LIFECYCLE = re.compile(
    r'"(pre|post)?(install|prepare|publish|pack|version|publishOnly|update|autoload-dump)(-cmd)?"\s*:|"scripts"\s*:[^}]*"(pre|post)-'
)
"""Scripts of a package that installing or publishing runs."""
_DEPLOYERS = names(
    """
    terraform tofu terragrunt pulumi cdk cdktf sam serverless sls ansible-playbook ansible vercel netlify
    wrangler firebase flyctl fly heroku eb chalice zappa copilot amplify helmfile skaffold tilt okteto
    docker-compose fab cap kamal dokku railway render mvn gradle make just task rake ant sbt goreleaser lerna
    nx turbo changeset semantic-release act
    """
)
_DEPLOYS = names("compose deploy up stack bake source-repos publish release")
_SOMETIMES = names("docker podman nerdctl gcloud az aws kubectl oc helm npm pnpm yarn bun npx cargo poetry hatch gem")
"""Programs that run what the workspace describes with one of the verbs above."""
_GIT_SECTIONS = re.compile(r"(remote|url|include|includeif|core|credential|http|lfs|push|alias|filter)\b", re.I)
_JOINTS = re.compile(r"://|[=,:@]")
"""What may stand between a file and the rest of a word (``-v src:/w``, ``source=src,target=/w``, ``@file``)."""
_MOST_INPUTS = 50
_MOST_HOOKS = 500


def bind_steering(program: str, words: Sequence[Word], record: Record) -> None:
    """Record the digests of what steers ``program`` beside its words."""
    texts = [word.text for word in words]
    if program.startswith("git"):
        _bind_repository(texts, record)
    if program not in _CARRIERS and (program, *texts[:1]) not in _CARRYING:
        for word in words:
            _bind_operand(word, record)
    whole = program in _DEPLOYERS or (program in _SOMETIMES and bool(_DEPLOYS.intersection(texts[:3])))
    if program in _INSTALLERS:
        whole = _bind_manifests(record) or whole
    if whole:
        bind_code(record)


def _bind_manifests(record: Record) -> bool:
    """Bind the files that say what installing does; return whether they name code that it runs."""
    runs = False
    for folder in dict.fromkeys([*record.cwds, str(record.workspace.root)]):
        for name in _MANIFESTS:
            path = os.path.join(folder, name)
            if path not in record.overlay and not os.path.isfile(path):
                continue
            record.digests[path] = digest_file(path, record.overlay)
            if name in {"package.json", "composer.json"}:
                runs = runs or bool(_LIFECYCLE.search(record.overlay.get(path) or _text(path)))
    return runs


def bind_code(record: Record) -> None:
    """Record the digest of the workspace's code: with the network, or without a sandbox, nothing else holds it."""
    record.digests["tree:code"] = digest_tree(record.workspace, _CODE, record.overlay)


def bind_input(record: Record) -> None:
    """Record the digests of the workspace files that may be what the command is sent on its standard input."""
    paths = [each.target for each in record.effects if each.operation == "read" and each.zone == "workspace"]
    for path in paths[:_MOST_INPUTS]:
        record.digests[path] = digest_file(path, record.overlay)
    if record.stdin.file is not None:
        _bind_operand(record.stdin.file, record)


def _bind_operand(word: Word, record: Record) -> None:
    """Bind a file or folder of the workspace that a word, or the value in it, names."""
    if not word.known:
        return
    texts = {word.text, word.text.partition("=")[2], *_JOINTS.split(word.text)}
    root = str(record.workspace.root)
    for text in texts - {"", "-"}:
        for cwd in record.cwds:
            named = os.path.normpath(os.path.join(cwd, os.path.expanduser(text)))
            planned = any(path.startswith(named + "/") for path in record.overlay)
            if named not in record.overlay and not planned and not os.path.lexists(named):
                continue
            path = os.path.realpath(named)
            if path != root and not path.startswith(root + "/"):
                continue
            if path in record.overlay or os.path.isfile(path):
                record.digests[path] = digest_file(path, record.overlay)
            elif planned or os.path.isdir(path):
                below = os.path.relpath(path, root)
                patterns = ("*",) if below == "." else (f"{below}/*",)
                record.digests[f"tree:{path}"] = digest_tree(record.workspace, patterns, record.overlay)


def _bind_repository(words: Sequence[str], record: Record) -> None:
    """Bind where git's remotes lead, and the hooks that run before it sends."""
    chosen = [value for name, value in itertools.pairwise(words) if name == "-C"]
    for cwd in [os.path.normpath(os.path.join(cwd, *chosen)) for cwd in record.cwds]:
        folder = _git_folder(cwd, str(record.workspace.root))
        if folder:
            record.digests[f"remotes:{folder}"] = digest_text(_settings(os.path.join(folder, "config")))
            record.digests[f"hooks:{folder}"] = digest_text(_below(os.path.join(folder, "hooks")))
    root = str(record.workspace.root)
    for name in sorted(_PUSHED):
        path = os.path.join(root, name)
        if path in record.overlay or os.path.isfile(path):
            record.digests[path] = digest_file(path, record.overlay)
        elif os.path.isdir(path):
            record.digests[f"tree:{path}"] = digest_text(_below(path))


def _git_folder(cwd: str, root: str) -> str:
    folder = cwd
    while folder == root or folder.startswith(root + "/"):
        found = os.path.join(folder, ".git")
        if os.path.isdir(found):
            return found
        if os.path.isfile(found):
            named = _text(found).removeprefix("gitdir:").strip()
            own = os.path.normpath(os.path.join(folder, named))
            common = _text(os.path.join(own, "commondir")).strip()
            return os.path.normpath(os.path.join(own, common)) if common else own
        folder = os.path.dirname(folder)
    return ""


def _settings(path: str) -> str:
    """Return the sections of a git configuration that say where git sends, and what it runs meanwhile."""
    kept, keep = [], False
    for line in _text(path).splitlines():
        head = re.match(r"\s*\[\s*([\w.-]+)", line)
        keep = bool(_GIT_SECTIONS.match(head[1])) if head else keep
        if keep:
            kept.append(line.strip())
    return "\n".join(kept)


def _below(folder: str) -> str:
    """Return the names and digests of all files below ``folder``, but the samples that git puts there."""
    found = [os.path.join(where, name) for where, _, files in os.walk(folder) for name in files]
    kept = sorted(path for path in found if not path.endswith(".sample"))[:_MOST_HOOKS]
    return "\n".join(f"{path} {digest_file(path)}" for path in kept)


def _text(path: str) -> str:
    try:
        with open(path, encoding="utf-8", errors="replace", opener=without_waiting) as file:
            return file.read(200_000)
    except OSError:
        return ""
