"""``session_state.json``: what is going on, for people and other models; rebuilt from the store at any time."""

from journeyman.state.file import StateFile, load_state
from journeyman.state.project import SCHEMA_VERSION, empty, project

__all__ = ["SCHEMA_VERSION", "StateFile", "empty", "load_state", "project"]
