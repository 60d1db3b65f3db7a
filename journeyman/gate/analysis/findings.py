"""What one analysis has found: effects, what trust is kept for, digests, hosts; and the prediction made of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from journeyman.values import Effect, Level, Operation, Prediction, content_hash, rank

_SUBJECT_LENGTH = 120


@dataclass(slots=True)
class Findings:
    """Collects effects. ``subjects`` name what trust is kept for; ``quiet_subjects`` those that only read.

    ``acts`` are the commands that act outside of the sandbox, in their own words; ``outward`` counts what does, and
    ``claimed`` how much of it a command in ``acts`` stands for. ``vague``: the words do not say all of it.
    ``open_environment``: secrets were not taken out of the environment, so that listing it shows them.
    """

    effects: list[Effect] = field(default_factory=list)
    subjects: list[str] = field(default_factory=list)
    quiet_subjects: list[str] = field(default_factory=list)
    digests: dict[str, str] = field(default_factory=dict)
    network: bool = False
    unresolved_read: bool = False
    secret_words: bool = False
    hosts: set[str] = field(default_factory=set)
    any_host: bool = False
    credentials: set[str] = field(default_factory=set)
    packages: set[str] = field(default_factory=set)
    open_environment: bool = False
    acts: list[str] = field(default_factory=list)
    outward: int = 0
    claimed: int = 0
    vague: bool = False
    _seen: set[Effect] = field(default_factory=set)

    def add(self, effect: Effect) -> None:
        """Record an effect."""
        # the set saves looking through the list; others may take effects out of the list again
        if effect not in self._seen or effect not in self.effects:
            self._seen.add(effect)
            self.effects.append(effect)
        named = effect.operation == "network-in" and ("." in effect.target or ":" in effect.target)
        if effect.level == "external" and not named:
            self.outward += 1
        if effect.operation in {"network-in", "network-out", "install"} and effect.level != "contained":
            self.network = True

    def note(self, operation: Operation, level: Level, reason: str, target: str = "") -> None:
        """Record an effect without a place."""
        self.add(Effect(operation, level, "none", target, reason))

    def unknown(self, reason: str) -> None:
        """Record that something is not known but stays inside the sandbox."""
        self.note("unknown", "contained", reason)

    def refuse(self, reason: str) -> None:
        """Record that the text cannot be read with certainty: asked every time."""
        self.note("unknown", "floor", f"it cannot be read with certainty: {reason}")
        self.subject("unreadable", "floor")

    def adopt(self, other: Findings, level: Level) -> None:
        """Take over the effects of ``other`` that are at least as bad as ``level``."""
        for effect in other.effects:
            if rank(effect.level) >= rank(level):
                self.add(effect)

    def contact(self, *hosts: str) -> None:
        """Record which hosts the network is used for (names or globs); none when they are not known."""
        self.hosts.update(hosts)
        self.any_host = self.any_host or not hosts

    @property
    def level(self) -> Level:
        """The worst level so far."""
        return max((effect.level for effect in self.effects), key=rank, default="read")

    @property
    def runs_code(self) -> bool:
        """Whether code of the workspace runs in it."""
        return any(effect.operation == "execute" and effect.level == "contained" for effect in self.effects)

    def subject(self, text: str, level: Level) -> None:
        """Name what trust is kept for; readers count only when nothing else is there."""
        names = self.quiet_subjects if level == "read" else self.subjects
        if text not in names:
            names.append(text)

    def name_whole(self, text: str, *, always: bool = False) -> None:
        """Tell this text from others where its words alone do not say what it does outside of the sandbox."""
        if always or self.outward > self.claimed or (self.outward and self.vague):
            self.acts.append(f"#{content_hash(text)[:16]}")

    def finish(self) -> None:
        """Add what only the whole text shows."""
        if self.unresolved_read and self.secret_words:
            self.note("secret-read", "floor", "names a secret, and reads a file that is not known before it runs")
        changes = [effect.operation for effect in self.effects if effect.level == "contained"]
        if self.network and changes:
            before = self.outward
            self.note("network-out", "external", "changes or runs something while it can reach the network")
            if {"write", "delete"}.issuperset(changes) and self.hosts and not self.any_host:
                self.outward = before  # what is kept of named hosts is told by them
        listed = any(effect.target == "environment" for effect in self.effects)
        if listed and self.open_environment:
            self.note("secret-read", "floor", "shows the environment, from which secrets were not taken out")
        secret = any(effect.operation == "secret-read" for effect in self.effects)
        leaks = secret or listed
        sends = any(effect.operation == "network-out" for effect in self.effects)
        fetches = any(effect.operation == "network-in" for effect in self.effects)
        if (leaks and sends) or (secret and fetches):
            self.note("network-out", "catastrophic", "sends secrets over the network")

    def prediction(self) -> Prediction:
        """Return the prediction for the whole text."""
        level = self.level
        names = [*self.subjects, *self.acts]
        if all(name.startswith("#") for name in names):
            names = [*self.quiet_subjects, *names]
        text = " + ".join(names)
        if len(text) > _SUBJECT_LENGTH:
            text = f"{text[: _SUBJECT_LENGTH - 20].rstrip()}… {content_hash(names)[:16]}"
        return Prediction(
            effects=tuple(self.effects),
            subject=text,
            digests=dict(self.digests),
            paths=() if level == "read" else None,
            network=self.network,
            hosts=None if self.any_host or not self.hosts else tuple(sorted(self.hosts)),
            credentials=tuple(sorted(self.credentials)),
            packages=tuple(sorted(self.packages)),
        )
