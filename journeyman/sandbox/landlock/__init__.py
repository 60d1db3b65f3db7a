"""Confinement by Landlock, a system-call filter and a broker.

In the core: :mod:`sandbox` (the seam), :mod:`rules`, :mod:`seccomp`, :mod:`order`. In the launcher, a program of its
own that is started for each command: the others.
"""

from journeyman.sandbox.landlock.sandbox import LandlockSandbox

__all__ = ["LandlockSandbox"]
