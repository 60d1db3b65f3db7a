"""Plans: from a goal to steps, and from steps to notebooks. Heavy libraries are loaded when they are needed."""

from journeyman.plan.default import default_planner
from journeyman.plan.expand import expand_plan
from journeyman.plan.goal import check_goal
from journeyman.plan.lessons import TrustChange, lessons
from journeyman.plan.model import ModelPlanner
from journeyman.plan.notebooks import write_plan_notebook, write_reflection_notebook
from journeyman.plan.planner import ChainPlanner, Planner
from journeyman.plan.recipe import Recipe, load_recipes
from journeyman.plan.recipes import RecipePlanner
from journeyman.plan.render import render_app
from journeyman.plan.slug import slug

__all__ = [
    "ChainPlanner",
    "ModelPlanner",
    "Planner",
    "Recipe",
    "RecipePlanner",
    "TrustChange",
    "check_goal",
    "default_planner",
    "expand_plan",
    "lessons",
    "load_recipes",
    "render_app",
    "slug",
    "write_plan_notebook",
    "write_reflection_notebook",
]
