"""Failures of the user's own cells, shell lines, threads and tasks: seen, explained below the traceback, remembered."""

from ipy_ext.faults.watch import FaultWatch

__all__ = ["FaultWatch"]
