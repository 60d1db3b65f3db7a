"""Lockdown: everything above reading is denied until the user lifts it. It is set by the user, or trips by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journeyman.journal import Journal
from journeyman.store import Store

if TYPE_CHECKING:
    from journeyman.sandbox.spec import Capability

_STATE, _LIFTED, _HELD = "lockdown", "lockdown.lifted", "sandbox.held"


def state(store: Store) -> str:
    """Return why everything is stopped ("" when nothing is)."""
    return str(store.get(_STATE, ""))


def lock(store: Store, journal: Journal) -> None:
    """Stop everything at the user's word."""
    store.put(_STATE, "set by the user")
    journal.record("lockdown.on", "lockdown set by the user", level="warning")


def lift(store: Store, journal: Journal) -> str:
    """End the lockdown at the user's word and return why it was on; the same trouble does not set it again."""
    reason = state(store)
    store.put(_LIFTED, reason)
    store.put(_STATE, "")
    store.put(_HELD, "")
    journal.record("lockdown.off", f"lockdown lifted by the user (it was on: {reason or 'no'})", level="warning")
    return reason


def trip(store: Store, journal: Journal, reason: str) -> bool:
    """Set lockdown because of ``reason``, unless the user has lifted it for that very reason; return whether it is on.

    A lockdown that is on keeps its first reason.
    """
    if state(store):
        return True
    if store.get(_LIFTED, "") == reason:
        return False
    store.put(_STATE, reason)
    journal.record("lockdown.on", f"lockdown: {reason}", level="error")
    return True


def check_journal(store: Store, journal: Journal, newest: int = 0) -> int:
    """Verify the chain of the journal; return 0, or the event where it breaks, in which case lockdown trips.

    With ``newest`` only that many events at its end are looked at.
    """
    broken = store.verify_chain(newest)
    if broken:
        trip(store, journal, f"the journal's chain is broken at event {broken}")
    return broken


def check_sandbox(store: Store, journal: Journal, capability: Capability) -> None:
    """Trip lockdown when a sandbox that held in this workspace before holds no longer.

    Where none ever held there is nothing to lose: the gate asks about everything then.
    """
    held = str(store.get(_HELD, ""))
    if capability.confines:
        if held != capability.name:
            store.put(_HELD, capability.name)
    elif held:
        trip(store, journal, f"the self-test of the sandbox failed ({held} held before): {capability.detail}")
