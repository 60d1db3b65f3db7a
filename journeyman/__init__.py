"""Journeyman: a coding agent that earns its autonomy. Importing this package does nothing but name its version."""

__version__ = "0.1.0"
