"""Undo and redo: a content-addressed record of what each action changed."""

from journeyman.undo.blobs import Blobs
from journeyman.undo.checkpoints import Before, Checkpoints, Restored
from journeyman.undo.scan import Manifest, scan
from journeyman.undo.settings import UndoSettings

__all__ = ["Before", "Blobs", "Checkpoints", "Manifest", "Restored", "UndoSettings", "scan"]
