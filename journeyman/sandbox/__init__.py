"""Confine and start processes."""

from journeyman.sandbox.background import Background, PortInUse
from journeyman.sandbox.bubblewrap import BubblewrapSandbox
from journeyman.sandbox.environment import filter_env
from journeyman.sandbox.none import NoSandbox
from journeyman.sandbox.places import protected_paths
from journeyman.sandbox.probe import probe
from journeyman.sandbox.processes import Processes
from journeyman.sandbox.spec import Capability, Completed, Limits, OnOutput, ProcessSpec, Sandbox

__all__ = [
    "Background",
    "BubblewrapSandbox",
    "Capability",
    "Completed",
    "Limits",
    "NoSandbox",
    "OnOutput",
    "PortInUse",
    "ProcessSpec",
    "Processes",
    "Sandbox",
    "filter_env",
    "probe",
    "protected_paths",
]
