"""Times ``%load_ext EXTENSION`` inside a fresh IPython: ``python load_peer.py EXTENSION``."""

from __future__ import annotations

import sys
import time

from IPython.terminal.interactiveshell import TerminalInteractiveShell

shell = TerminalInteractiveShell.instance()
start = time.perf_counter()
shell.run_line_magic("load_ext", sys.argv[1])
print("took", (time.perf_counter() - start) * 1000)
