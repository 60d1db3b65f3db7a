"""``file.modify``: change a text file by exact replacement or by a unified diff."""

from __future__ import annotations

import hashlib

from journeyman.errors import KindError
from journeyman.kinds import places
from journeyman.kinds.arguments import PATH, TEXT, arguments
from journeyman.kinds.kind import Context, Result, RunContext, Schema
from journeyman.kinds.patch import apply_diff
from journeyman.kinds.text_file import TextFile, read_text_file
from journeyman.values import Action, Prediction
from journeyman.workspace import relative


class FileModify:
    """Changes a text file; encoding, line endings and mode stay as they are."""

    name = "file.modify"
    summary = "change a text file: replace old by new (old must be found exactly count times), or apply a unified diff"
    confinement = "exact"
    schema: Schema = arguments(
        {
            "path": PATH,
            "old": TEXT,
            "new": {"type": "string"},
            "count": {"type": "integer", "minimum": 1},
            "diff": TEXT,
        },
        required=["path"],
        oneOf=[
            {"required": ["old", "new"], "not": {"required": ["diff"]}},
            {"required": ["diff"], "properties": {"old": False, "new": False, "count": False}},
        ],
    )

    def predict(self, action: Action, context: Context) -> Prediction:
        """One contained write of one file."""
        path = places.target(action, context.workspace)
        effects = (places.touch(context.workspace, path, "write"), *places.reading(context.workspace, path))
        return places.prediction("file", effects, path)

    def run(self, action: Action, context: RunContext) -> Result:
        """Change the file and check it. Raises KindError when the old text is not there as often as it must be."""
        path = places.target(action, context.workspace)
        name = relative(context.workspace.root, path)
        file = read_text_file(path, name)
        text, what = _changed(file, name, action)
        if text == file.text:
            raise KindError(f"{name} would not change: old and new are the same")
        data = file.encode(text, name)
        before = hashlib.sha256(file.encode(file.text, name)).hexdigest()
        places.replace_file(path, data)
        digest = places.check_written(path, data)
        return Result("done", f"changed {name} ({what})", data={"path": name, "sha256": digest, "before": before})


def _changed(file: TextFile, name: str, action: Action) -> tuple[str, str]:
    """Return the new text and what was done to get it."""
    if "diff" in action.args:
        text, hunks = apply_diff(file.text, file.adapt(action.args["diff"]))
        return text, f"{hunks} hunk{'' if hunks == 1 else 's'}"
    old, new = action.args["old"], file.adapt(action.args["new"])
    wanted = action.args.get("count", 1)
    if file.text.count(old) == 0:
        old = file.adapt(old)
    found = file.text.count(old)
    if found == 0:
        raise KindError(f"the old text is not in {name}{_nearly(file.text, old)}")
    if found != wanted:
        lines = ", ".join(map(str, _lines_of(file.text, old)[:5]))
        raise KindError(
            f"the old text is in {name} {found} times (lines {lines}), not {wanted}; give more of it, or count: {found}"
        )
    return file.text.replace(old, new), f"{found} replacement{'' if found == 1 else 's'}"


def _lines_of(text: str, part: str) -> list[int]:
    lines, at = [], text.find(part)
    while at >= 0:
        lines.append(text.count("\n", 0, at) + 1)
        at = text.find(part, at + len(part))
    return lines


def _nearly(text: str, old: str) -> str:
    """Say where the text stands with other white space, which is the usual mistake."""
    wanted = [" ".join(line.split()) for line in old.strip().splitlines()]
    lines = [" ".join(line.split()) for line in text.splitlines()]
    for number in range(len(lines) - len(wanted) + 1):
        if wanted and lines[number : number + len(wanted)] == wanted:
            return f"; line {number + 1} differs from it in white space only"
    return "; read the file again"
