"""``git.tag``: name a commit."""

from __future__ import annotations

from pathlib import Path

from journeyman.errors import KindError
from journeyman.kinds.arguments import TEXT, arguments
from journeyman.kinds.kind import Context, Result, RunContext, Schema
from journeyman.kinds.repository import NOTHING, find, opened
from journeyman.kinds.spawning import folder_of
from journeyman.values import Action, Effect, Outcome, Prediction
from journeyman.workspace import confine


class GitTag:
    """Creates a tag (annotated when it has a message); an existing one is never moved."""

    name = "git.tag"
    summary = "tag the current commit (annotated when a message is given); never moves a tag"
    confinement = "exact"
    schema: Schema = arguments(
        {"name": {"type": "string", "pattern": "^[A-Za-z0-9_][A-Za-z0-9._/+-]*$", "maxLength": 200}, "message": TEXT},
        required=["name"],
    )

    def predict(self, action: Action, context: Context) -> Prediction:
        """A contained write that its own inverse takes back; *floor* for a repository further up."""
        root = context.workspace.root
        cwd = confine(root, action.cwd)
        place = find(cwd) if cwd.is_dir() else None
        effects = [Effect("write", "contained", "workspace", "tag", f"creates the tag {action.args['name']}")]
        if place and not place.git_dir.is_relative_to(root):
            reason = f"the repository {place.git_dir} lies outside the workspace"
            effects.append(Effect("write", "floor", "outside", str(place.git_dir), reason))
        return Prediction(tuple(effects), subject="git tag")

    def run(self, action: Action, context: RunContext) -> Result:
        """Create the tag and check it. Raises KindError when it exists or there is no commit."""
        place = find(folder_of(action, context))
        if place is None:
            raise KindError(f"{action.cwd} is not in a git repository; make a commit with init: true first")
        name = action.args["name"]
        reference = f"refs/tags/{name}"
        with opened(place, action, context) as repo:
            if repo.attempt("check-ref-format", reference)[0] != 0:
                raise KindError(f"{name!r} is not a valid tag name")
            if repo.attempt("rev-parse", "-q", "--verify", reference)[0] == 0:
                raise KindError(f"the tag {name} exists already; choose another name")
            commit = repo.head()[1]
            if not commit:
                raise KindError("there is no commit to tag yet")
            if "message" in action.args:
                repo.git("tag", "-a", "--no-sign", "-m", action.args["message"], name, commit, env=repo.identity())
            else:
                repo.git("update-ref", reference, commit, NOTHING)
            made = repo.object("rev-parse", "--verify", reference)
        data = {"tag": name, "commit": commit, "object": made, "repository": str(place.top)}
        return Result("done", f"tagged {commit[:10]} as {name}", data=data)

    def invert(self, action: Action, outcome: Outcome, context: RunContext) -> Result:
        """Delete the tag if it is still the one we made."""
        data = outcome.data
        place = find(Path(data["repository"]))
        if place is None:
            return Result("failed", f"{data['repository']} is no repository any more")
        with opened(place, action, context) as repo:
            code, _ = repo.attempt("update-ref", "-d", f"refs/tags/{data['tag']}", data["object"])
        if code != 0:
            return Result("failed", f"the tag {data['tag']} is not the one we made any more; it stays")
        return Result("done", f"deleted the tag {data['tag']}")
