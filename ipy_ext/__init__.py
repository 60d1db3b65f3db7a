"""The IPython and Jupyter front end: ``%load_ext ipy_ext`` gives ``%agent`` and ``%%agent``."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell


def load_ipython_extension(ipython: InteractiveShell) -> None:
    """Add the magics and their completion to ``ipython``; loading twice changes nothing."""
    from ipy_ext.extension import attach

    attach(ipython)


def unload_ipython_extension(ipython: InteractiveShell) -> None:
    """Take everything back that loading and using the extension added."""
    from ipy_ext.extension import detach

    detach(ipython)
