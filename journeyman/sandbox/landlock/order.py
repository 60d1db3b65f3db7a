"""What the launcher of the Landlock variant is told."""

from __future__ import annotations

from typing import TypedDict


class Order(TypedDict):
    """What the launcher is told: paths as the kernel takes them, resolved."""

    read: list[bytes]
    write: list[bytes]
    """Left to Landlock: nothing inside is protected."""
    served: list[bytes]
    """Written through the broker alone."""
    protected: list[bytes]
    hidden: list[bytes]
    listed: list[bytes]
    devices: list[bytes]
    setenv: dict[bytes, bytes]
    temp: bytes
    network: bool
    ports: list[int]
    """Without network: what may be listened on, and connected to, on the loopback over TCP."""
    limits: dict[str, int | None]
    filter: bytes
    version: int
