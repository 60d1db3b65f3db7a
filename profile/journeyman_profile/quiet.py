"""Keep Open Interpreter off the network: only the model that the user chose is called."""

from __future__ import annotations

import os
from typing import Any

from journeyman.interpreter_launch import SWITCHES, tokenizer_folder


def quiet(interpreter: Any) -> None:
    """Switch off its update check, telemetry, downloads and the question to a model after a silence of 15 s.

    What must be set before it is imported is set by ``journeyman interpreter``; here it still helps child processes.
    """
    os.environ.update(SWITCHES)
    tokenizers = tokenizer_folder()
    if tokenizers:
        os.environ.setdefault("TIKTOKEN_CACHE_DIR", str(tokenizers))
    interpreter.offline = True
    interpreter.disable_telemetry = True
    interpreter.contribute_conversation = False
    # It would download a vision model as soon as a plot is made.
    interpreter.llm.vision_renderer = None
