"""Sandbox escapes, tried in each sandbox, as root and as an ordinary user, also where namespaces are denied."""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.measure import Section
from tests.sandbox.escapes.catalogue import COMBINATIONS, NOT_HELD, Combination, measure, reason_against

Row = dict[str, str]


def section(folder: Path) -> Section:
    """Return the part of the report on escapes: counts, what is not held, and every single one."""
    rows = measure(progress=lambda text: print(text, file=sys.stderr, flush=True))
    columns = list(dict.fromkeys(_column(row) for row in rows))
    head = f"| what | {' | '.join(columns)} |\n" + "|---" * (len(columns) + 1) + "|\n"
    names = {(row["category"], row["name"]) for row in rows}
    text = (
        f"## Sandbox escapes\n\n{len(names)} attempts, each for real against a canary. "
        f"Held, of those tried:\n\n{head}{_counts(rows, columns)}\n{_not_held(rows)}\n"
    )
    untried = [f"- {each}: {why}\n" for each in COMBINATIONS if (why := reason_against(each))]
    if untried:
        text += f"\nNot tried here:\n\n{''.join(untried)}"
    missed = sorted({f"escape {row['result']}: {row['name']} ({_column(row)})" for row in rows if not _expected(row)})
    return f"{text}\n### Every attempt\n\n{head}{_every(rows, columns)}", missed


def _column(row: Row) -> str:
    return f"{row['variant']}, {row['user']}" + (f", no {row['denied']}" if row["denied"] else "")


def _counts(rows: Sequence[Row], columns: Sequence[str]) -> str:
    tried = Counter((row["category"], _column(row)) for row in rows)
    held = Counter((row["category"], _column(row)) for row in rows if row["result"] == "held")
    lines = []
    for category in [*dict.fromkeys(row["category"] for row in rows)]:
        cells = [f"{held[category, column]} of {tried[category, column]}" for column in columns]
        lines.append(f"| {category} | {' | '.join(cells)} |\n")
    return "".join(lines)


def _not_held(rows: Sequence[Row]) -> str:
    found = defaultdict(list)
    for row in rows:
        if row["result"] != "held":
            why = "" if _expected(row) else f" ({row['why'][:120]!r})"
            found[row["name"]].append(f"{_column(row)}{why}")
    lines = [f"- `{name}`: {'; '.join(where)}\n" for name, where in sorted(found.items())]
    head = "Not held (what that means, and what the gate does about it: [the sandbox](../docs/sandbox.md)):"
    return f"{head}\n\n{''.join(lines)}" if lines else "All were held.\n"


def _every(rows: Sequence[Row], columns: Sequence[str]) -> str:
    results: dict[str, dict[str, str]] = defaultdict(dict)
    for row in rows:
        results[row["name"]][_column(row)] = row["result"]
    return "".join(
        f"| {name} | {' | '.join(found.get(column, '') for column in columns)} |\n"
        for name, found in sorted(results.items())
    )


def _expected(row: Row) -> bool:
    return row["result"] == ("escaped" if row["name"] in NOT_HELD[row["variant"]] else "held")


if __name__ == "__main__":
    chosen: tuple[Combination, ...] = tuple(each for each in COMBINATIONS if not sys.argv[1:] or str(each) in sys.argv)
    tried = measure(chosen)
    counts = Counter((_column(row), row["result"]) for row in tried)
    for (column, result), count in sorted(counts.items()):
        print(f"{column:40} {result:8} {count}")
    for each in tried:
        if each["result"] != "held":
            print(each["name"], _column(each), each["why"][:150])
