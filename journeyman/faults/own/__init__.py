"""Failures that a user described: ``configs/errors/*.yaml``."""

from journeyman.faults.own.load import Loaded, load_own, own_folders

__all__ = ["Loaded", "load_own", "own_folders"]
