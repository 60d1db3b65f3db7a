"""The journal and where its events go."""

from journeyman.journal.journal import Journal, Sink, printable

__all__ = ["Journal", "Sink", "printable"]
