"""The planner of the product: recipes first, then the model that is configured, if any."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import partial

from journeyman.llm import ModelClient, OpenAICompatible, find_endpoint
from journeyman.llm.client import TIMEOUT
from journeyman.plan.model import ModelPlanner
from journeyman.plan.planner import ChainPlanner
from journeyman.plan.prompt import KindLike
from journeyman.plan.recipe import load_recipes
from journeyman.plan.recipes import RecipePlanner
from journeyman.values import Json
from journeyman.workspace import Workspace

_NOT_FOR_MODELS = frozenset({"noop", "cell.run", "oi.code", "checkpoint.restore", "action.revert"})
"""Kinds that a model does not plan with: they belong to a live session, or to undo."""


def default_planner(
    settings: Mapping[str, Json],
    kinds: Mapping[str, KindLike],
    *,
    env: Mapping[str, str] | None = None,
    workspace: Workspace | None = None,
    trusted: bool = False,
) -> ChainPlanner:
    """Return the planner for merged ``settings``; ``kinds`` (composites too) are what a model may use.

    ``env`` defaults to the process's. Recipes of ``workspace`` itself take part only when it is ``trusted``. Nothing is
    read or asked before the first goal.
    """
    variables = os.environ if env is None else env
    offered = {name: kind for name, kind in kinds.items() if name not in _NOT_FOR_MODELS}
    timeout = float((settings.get("model") or {}).get("timeout") or TIMEOUT)
    model = ModelPlanner(partial(_find_model, settings, variables), offered, timeout=timeout)
    return ChainPlanner([RecipePlanner(partial(load_recipes, workspace, trusted)), model])


def _find_model(settings: Mapping[str, Json], env: Mapping[str, str]) -> ModelClient | None:
    endpoint = find_endpoint(settings, env)
    return OpenAICompatible(endpoint.base_url, endpoint.key, endpoint.model) if endpoint else None
