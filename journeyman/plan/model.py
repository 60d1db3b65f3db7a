"""Plans from a language model: asked once, repaired once, and checked as if a stranger had written them."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from journeyman.errors import PlanError
from journeyman.llm import Message, ModelClient, ModelError
from journeyman.llm.client import TIMEOUT
from journeyman.plan.goal import check_goal
from journeyman.plan.planner import HOW_TO_CONFIGURE
from journeyman.plan.prompt import KindLike, answer_schema, first_messages
from journeyman.plan.proposal import Proposal, Unfit, read_proposal
from journeyman.redact import redact
from journeyman.values import Action, Origin, Plan, Step, new_id
from journeyman.workspace import Workspace

Client = ModelClient | Callable[[], ModelClient | None]
"""A model, or a way to find one (asked at the first goal; None: there is none)."""


class ModelPlanner:
    """Asks a model for steps of the given kinds. Without a model no goal is its matter."""

    def __init__(
        self,
        client: Client,
        kinds: Mapping[str, KindLike],
        *,
        timeout: float = TIMEOUT,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._client = client
        self._kinds = kinds
        self._timeout = timeout
        self._clock = clock

    def plan(self, goal: str, *, workspace: Workspace, origin: Origin) -> Plan | None:
        """Return the model's plan, None without a model.

        Raises PlanError when the model cannot be reached, declines, or gives an unusable answer twice; ConfigError when
        it is configured wrongly.
        """
        goal = check_goal(goal)
        client = self._client() if callable(self._client) else self._client
        if client is None:
            return None
        proposal = self._propose(client, first_messages(goal, workspace, self._kinds), workspace)
        proposer = f"model:{client.model}"
        plan_id, author = new_id("p"), replace(origin, proposer=proposer)
        steps = tuple(
            Step(title, Action(kind, args, origin=author, plan_id=plan_id)) for title, kind, args in proposal.steps
        )
        return Plan(goal, steps, proposer, self._clock(), plan_id, proposal.notes)

    def offers(self, goal: str) -> Sequence[str]:
        """Say how a model is configured."""
        return ["no model is configured or running", HOW_TO_CONFIGURE]

    def _propose(self, client: ModelClient, messages: list[Message], workspace: Workspace) -> Proposal:
        schema = answer_schema(self._kinds)
        answer = self._ask(client, messages, schema)
        try:
            return read_proposal(answer, self._kinds, workspace)
        except Unfit as error:
            first = str(error)
        repair = (
            f"Your answer cannot be used: {first}. Answer again, with the whole corrected JSON object and nothing else."
        )
        again = self._ask(client, [*messages, Message("assistant", answer), Message("user", repair)], schema)
        try:
            return read_proposal(again, self._kinds, workspace)
        except Unfit as error:
            raise PlanError(
                f"the model {client.model} gave no usable plan, also when asked again: {redact(str(error))}"
            ) from None

    def _ask(self, client: ModelClient, messages: Sequence[Message], schema: Mapping[str, object]) -> str:
        try:
            return client.complete(messages, schema, self._timeout)
        except ModelError as error:
            raise PlanError(f"no plan was made: {error}") from None
