"""A Python failure, as the explainers see it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from journeyman.faults.case import Case, Surroundings
from journeyman.faults.python.frames import innermost_own
from journeyman.faults.python.raised import Frame, Raised
from journeyman.values import Fix
from journeyman.values.fault import edit

_ASSIGNED = re.compile(
    r"^[ \t]*(?:async )?(?:def|class) +(\w+)|^[ \t]*(?:global |for )?(\w+)(?:, *\w+)*(?: *: *[\w\[\], .|\"']{1,80})? *(?:=(?!=)| in )"
    r"|\bas (\w+)|^[ \t]*import +(\w+)|\bimport +\(?((?:\w+ *, *)*\w+)|^[ \t]*(?:async )?def \w+\(([^)]{0,400})",
    re.MULTILINE,
)
_WORD = re.compile(r"[A-Za-z_]\w*")


@dataclass(frozen=True)
class Failure:
    """One exception with what led to it (``chain``, the first cause first, itself last), and the case around it."""

    case: Case
    raised: Raised
    chain: tuple[Raised, ...] = ()

    @property
    def message(self) -> str:
        """The message, all lines."""
        return self.raised.full_message

    @property
    def around(self) -> Surroundings:
        """What the front end knows."""
        return self.case.around

    @cached_property
    def place(self) -> Frame | None:
        """The user's own frame nearest to the failure."""
        return innermost_own(self.raised.frames)

    @cached_property
    def source(self) -> str:
        """The line of source that failed, or ""."""
        place = self.place
        if place is None:
            lines = self.case.code.strip("\n").split("\n") if self.case.code else []
            return lines[0].strip() if len(lines) == 1 else ""
        if place.source.strip():
            return place.source.strip()
        lines = self.case.code.split("\n") if place.in_cell else []
        return lines[place.line - 1].strip() if 0 < place.line <= len(lines) else ""

    @property
    def path(self) -> str:
        """The file of the place; "" for a cell."""
        return "" if self.place is None or self.place.in_cell else self.place.path

    @cached_property
    def where(self) -> str:
        """The place in words."""
        place = self.place
        if place is None:
            return ""
        name = (place.path if place.path.startswith("Cell ") else "the cell") if place.in_cell else place.path
        within = f" in {place.function}" if place.function not in {"", "<module>"} else ""
        return f"{name}:{place.line}{within}" if place.line else name + within

    @cached_property
    def packages(self) -> frozenset[str]:
        """The top-level packages whose code is on the way to the failure, and the exception's own."""
        found = {match[1] for frame in self.raised.frames if (match := re.search(r"-packages/(\w+)", frame.path))}
        return frozenset({*found, self.raised.module.partition(".")[0]})

    @cached_property
    def defined(self) -> frozenset[str]:
        """The names that the code, the shown source, and the scope define."""
        text = self.case.code[:200_000] or "\n".join(frame.source for frame in self.raised.frames[-30:])
        found = {word for groups in _ASSIGNED.findall(text) for group in groups for word in _WORD.findall(group)}
        return frozenset(found | set(self.around.names))

    @cached_property
    def words(self) -> frozenset[str]:
        """All the words of the code and of the shown source."""
        shown = "\n".join(frame.source for frame in self.raised.frames[-30:])
        return frozenset(_WORD.findall(self.case.code[:200_000] + "\n" + shown))

    def replace(self, old: str, new: str, advice: str = "") -> tuple[Fix, ...]:
        """Return the fix that puts ``new`` for the whole word ``old`` on the failing line; none when it is not there."""
        place, source = self.place, self.source
        if not source or place is None or not place.line or not old:
            return ()
        before = r"(?<!\w)" if old[0].isalnum() or old[0] == "_" else ""
        after = r"(?!\w)" if old[-1].isalnum() or old[-1] == "_" else ""
        changed = re.sub(before + re.escape(old) + after, lambda _: new, source)
        return (edit(self.path, place.line, source, changed, advice),) if changed != source else ()
