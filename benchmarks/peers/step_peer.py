"""Times one step of a LangGraph graph that commits each step to SQLite before the next (``durability="sync"``)."""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TypedDict

from langgraph.checkpoint.sqlite import SqliteSaver  # type: ignore[import-not-found] # in the peers' own environment
from langgraph.graph import END, START, StateGraph  # type: ignore[import-not-found] # likewise

STEPS = 20
RUNS = 30


class State(TypedDict):
    """The smallest state that a step changes."""

    count: int


def _step(state: State) -> State:
    return {"count": state["count"] + 1}


def _more(state: State) -> str:
    return "step" if state["count"] % STEPS else END


graph = StateGraph(State)
graph.add_node("step", _step)
graph.add_edge(START, "step")
graph.add_conditional_edges("step", _more)

with tempfile.TemporaryDirectory() as folder, SqliteSaver.from_conn_string(str(Path(folder) / "peer.sqlite3")) as saver:
    app = graph.compile(checkpointer=saver)
    taken = []
    for run in range(RUNS + 3):
        config = {"configurable": {"thread_id": str(run)}, "recursion_limit": STEPS * 2}
        start = time.perf_counter()
        result = app.invoke({"count": 0}, config, durability="sync")
        taken.append((time.perf_counter() - start) * 1000 / STEPS)
        if result["count"] != STEPS:
            sys.exit(f"the graph made {result['count']} steps, not {STEPS}")
    print("took", statistics.median(taken[3:]))
