"""The durable queue: plans, run step by step, stopping where a person is needed."""

from journeyman.queue.lease import Lease
from journeyman.queue.queue import Queue, Report, Stepped

__all__ = ["Lease", "Queue", "Report", "Stepped"]
