"""Configuration in three layers: shipped defaults, the user's folder, the workspace. YAML is loaded on first use."""

from journeyman.config.layers import user_folder, workspace_hash
from journeyman.config.load_policy import load_policy
from journeyman.config.load_settings import load_settings
from journeyman.config.policy import Autonomy, Policy, Rule, TrustNumbers

__all__ = [
    "Autonomy",
    "Policy",
    "Rule",
    "TrustNumbers",
    "load_policy",
    "load_settings",
    "user_folder",
    "workspace_hash",
]
