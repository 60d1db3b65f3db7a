"""Journeyman's profile for Open Interpreter: `interpreter --profile <this file>`.

Open Interpreter executes this file with only `interpreter` in scope, so it finds everything else by import.
"""

import sys

from journeyman.shipped import shipped

# Appended, never put first: this very file would otherwise answer to `import journeyman`.
sys.path.append(str(shipped("profile")))

import journeyman_profile

journeyman_profile.install(interpreter)  # noqa: F821 - Open Interpreter puts it in scope
