"""Variables of the environment: reading a secret one, and setting one that changes what programs do."""

from __future__ import annotations

import ast

from journeyman.gate.analysis.environment import judge_variable
from journeyman.gate.analysis.names import names
from journeyman.gate.analysis.python_context import Context
from journeyman.gate.analysis.words import HOLE
from journeyman.redact import is_secret_name

ENVIRONMENT = "the whole environment"


def read_variable(context: Context, node: ast.expr | None) -> None:
    """Judge reading one variable of the environment."""
    wanted = context.values.constant(node)
    if wanted is None:
        context.floor(
            ENVIRONMENT, "reads a variable of the environment that is not known before it runs", "secret-read"
        )
    elif is_secret_name(wanted):
        context.floor(f"the variable {wanted}", f"reads the secret variable {wanted}", "secret-read")


def set_variable(context: Context, key: ast.expr | None, value: ast.expr | None) -> None:
    """Judge setting one variable of the environment."""
    wanted = context.values.constant(key)
    if wanted is None:
        context.unsafe("os.environ", "sets a variable of the environment that is not known before it runs")
        return
    if wanted.startswith(HARMLESS_VARIABLES):
        return
    before = len(context.record.effects)
    judge_variable(wanted, context.values.constant(value) or HOLE, context.record)
    if len(context.record.effects) > before or is_secret_name(wanted):
        context.unsafe(f"{wanted}=", f"sets the variable {wanted}")


HARMLESS_VARIABLES = (
    *sorted(
        names(
            """
    CUDA_ TF_ OMP_ MKL_ NUMBA_ NUMEXPR_ OPENBLAS_ TOKENIZERS_ PYTORCH_ KMP_ MPLBACKEND KERAS_BACKEND JAX_ XLA_ LOKY_
    WANDB_DISABLED WANDB_MODE WANDB_SILENT HF_HUB_OFFLINE TRANSFORMERS_ VECLIB_ PYTHONHASHSEED PYTHONWARNINGS BLIS_
    POLARS_ SDL_ GRPC_VERBOSITY AUTOGRAPH_ DJANGO_ALLOW_ASYNC_UNSAFE OPENCV_ USE_PYGEOS OUTDATED_
    """
        )
    ),
)
"""Beginnings of variables that only tune numerical libraries."""
