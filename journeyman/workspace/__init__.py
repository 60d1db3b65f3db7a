"""The folder that Journeyman works in, and the private folder that belongs to it."""

from journeyman.workspace.confine import confine, relative
from journeyman.workspace.workspace import Workspace, find_workspace, private_folder

__all__ = ["Workspace", "confine", "find_workspace", "private_folder", "relative"]
