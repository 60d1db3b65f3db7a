"""A profile like the shipped one, but with the in-memory door: its gate is the words of OI_TEST_POLICY.

`deny:WORD,allow:WORD,ask` judges by the first entry whose WORD stands in the block; what happened is appended to
OI_TEST_RECORD as JSON lines.
"""

import json
import os
import sys

from journeyman.shipped import shipped

sys.path.append(str(shipped("profile")))

from journeyman_profile.install import install
from journeyman_profile.memory_door import MemoryDoor


class RecordedDoor(MemoryDoor):
    def _note(self, outcome):
        with open(os.environ["OI_TEST_RECORD"], "a") as file:
            file.write(json.dumps(outcome.to_dict()) + "\n")
        return super()._note(outcome)


def policy(action):
    block = json.dumps(dict(action.args))
    for entry in os.environ["OI_TEST_POLICY"].split(","):
        verdict, _, word = entry.partition(":")
        if word in block:
            return verdict
    return "ask"


install(
    interpreter,  # noqa: F821 - Open Interpreter puts it in scope
    lambda workspace, executors, session: RecordedDoor(policy, executors, secret="s3cr3t"),
)
