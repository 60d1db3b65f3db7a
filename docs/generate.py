"""Writes the reference pages that follow from the code: ``python docs/generate.py``.

What stands between ``<!-- generated: NAME -->`` and ``<!-- end -->`` in ``docs/reference/*.md`` is replaced; a test
fails when it is not what this would write.
"""

from __future__ import annotations

import ast
import re
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
REFERENCE = ROOT / "docs" / "reference"
_SECTION = re.compile(r"(<!-- generated: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def verbs() -> str:
    """Return one section for each verb: its call, what it does, and its arguments."""
    from journeyman.commands.registry import VERBS

    parts = []
    for verb in VERBS.values():
        call = " ".join([verb.name, *(_call(arg.name, arg.options, rest=arg.rest) for arg in verb.args)])
        parts.append(f"### `{call}`\n\n{_sentence(verb.summary)}{' Shell only.' if verb.shell_only else ''}\n")
        rows = [f"| `{arg.name}` | {_choices(arg.options)}{arg.help} |" for arg in verb.args]
        if rows:
            parts.append("\n".join(["| argument | |", "|---|---|", *rows]) + "\n")
    return "\n".join(parts)


def _call(name: str, options: Mapping[str, Any], *, rest: bool) -> str:
    if name.startswith("--"):
        return f"[{name}]" if "action" in options else f"[{name} {name[2:].upper()}]"
    optional = options.get("nargs") == "?" or "default" in options
    return f"[{name.upper()}]" if optional else f"{name.upper()}{'...' if rest else ''}"


def _choices(options: Mapping[str, Any]) -> str:
    return " / ".join(f"`{choice}`" for choice in options.get("choices", ())) + (": " if "choices" in options else "")


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


def kinds() -> str:
    """Return one section for each kind: what it is, and its arguments from its schema."""
    from docs.argument_meanings import meaning
    from journeyman.kinds.kind import Composite, Kind
    from journeyman.services import open_services

    with tempfile.TemporaryDirectory() as folder:
        services = open_services(folder)
        found: dict[str, Kind | Composite] = {**services.kinds, **services.composites}
        composites = set(services.composites)
        services.close()
    parts = []
    for name, kind in sorted(found.items()):
        stands = " Stands for other actions, which are shown and judged one by one." if name in composites else ""
        parts.append(f"### `{name}`\n\n{_sentence(kind.summary.rstrip('.'))}{stands}\n")
        required = kind.schema.get("required", ())
        rows = [
            f"| `{key}` | {_type(schema)} | {'yes' if key in required else ''} | {meaning(name, key)} |"
            for key, schema in kind.schema.get("properties", {}).items()
        ]
        if rows:
            parts.append("\n".join(["| argument | type | required | |", "|---|---|---|---|", *rows]) + "\n")
    return "\n".join(parts)


def _type(schema: Mapping[str, Any]) -> str:
    if "enum" in schema:
        return " / ".join(f"`{value}`" for value in schema["enum"])
    named = schema.get("type", "any")
    text = " or ".join(named) if isinstance(named, list) else str(named)
    return f"list of {_type(schema['items'])}" if text == "array" and "items" in schema else text


def policy() -> str:
    """Return the shipped policy as it is, comments and all."""
    return f"```yaml\n{(ROOT / 'configs' / 'policy.yaml').read_text('utf-8')}```\n"


def settings() -> str:
    """Return the shipped settings as they are, comments and all."""
    return f"```yaml\n{(ROOT / 'configs' / 'settings.yaml').read_text('utf-8')}```\n"


def diagnosis() -> str:
    """Return every code that the source gives to a failure, with its sentence and severity."""
    found: dict[str, tuple[str, str]] = {}
    for path in sorted((ROOT / "journeyman" / "faults").rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _GIVES_A_CODE:
                code, *rest = [_words(_meant(argument, tree)) for argument in node.args]
                if "." in code:
                    severity = next((word for word in rest if word in {"minor", "moderate", "critical"}), "")
                    keyword = next((_words(k.value) for k in node.keywords if k.arg == "severity"), "")
                    said = rest[_GIVES_A_CODE[node.func.id] - 1].replace("|", "\\|")
                    old = found.get(code, ("", ""))
                    found[code] = (max(said, old[0], key=len), severity or keyword or old[1])
    rows = [
        f"| `{code}` | {said or code.partition('.')[2].replace('_', ' ')} | {severity or 'moderate'} |"
        for code, (said, severity) in sorted(found.items())
    ]
    return "\n".join(["| code | what happened | severity |", "|---|---|---|", *rows]) + "\n"


def _meant(argument: ast.expr, tree: ast.Module) -> ast.expr:
    """Return what was last assigned to a variable above its use; anything else as it is."""
    if not isinstance(argument, ast.Name):
        return argument
    assigned = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        and node.lineno < argument.lineno
        and any(isinstance(target, ast.Name) and target.id == argument.id for target in node.targets)
    ]
    return max(assigned, key=lambda node: node.lineno).value if assigned else argument


_GIVES_A_CODE = {"Rule": 3, "Diagnosis": 1, "Cause": 3, "Known": 2}  # where the summary stands


def _words(node: ast.expr) -> str:
    """Return a string literal's text, with an ellipsis for what is filled in; "" for anything else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return re.sub(r"{[^}]*}", "…", node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(_words(part) or "…" for part in node.values)
    return ""


SECTIONS = {"verbs": verbs, "kinds": kinds, "policy": policy, "settings": settings, "diagnosis": diagnosis}


def render(text: str) -> str:
    """Return ``text`` with every generated section written anew."""

    def section(match: re.Match[str]) -> str:
        return f"{match[1]}\n{SECTIONS[match[2]]()}\n{match[3]}"

    return _SECTION.sub(section, text)


def main() -> None:
    """Rewrite the pages."""
    for page in sorted(REFERENCE.glob("*.md")):
        text = page.read_text("utf-8")
        new = render(text)
        if new != text:
            page.write_text(new, "utf-8")
            print(f"wrote {page.relative_to(ROOT)}", file=sys.stderr)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
