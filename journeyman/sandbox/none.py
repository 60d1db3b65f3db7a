"""The twin that confines nothing: used where no sandbox works, and for work that a person lets out."""

from __future__ import annotations

from dataclasses import dataclass, replace

from journeyman.sandbox import egress
from journeyman.sandbox.limits import limited
from journeyman.sandbox.spec import Capability, ProcessSpec


@dataclass(frozen=True, slots=True)
class NoSandbox:
    """Runs a process as it is, with its limits. ``detail`` says why nothing better is in force."""

    detail: str = "no sandbox was asked for"

    @property
    def capability(self) -> Capability:
        """Nothing is held."""
        return Capability("none", detail=self.detail)

    def command(self, spec: ProcessSpec) -> list[str]:
        """Return the plain argv of ``spec`` with its limits, except that on processes.

        Raises SandboxError when only certain hosts may be reached: that cannot be held here.
        """
        egress.needed(spec, self.capability)
        # Outside a namespace the kernel counts all processes of the user, so this limit would hit the innocent.
        return limited(spec.argv, replace(spec.limits, processes=None))
