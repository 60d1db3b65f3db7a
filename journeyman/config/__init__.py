"""Configuration in three layers: shipped defaults, the user's folder, the workspace. YAML is loaded on first use."""

from journeyman.config.layers import layer_path, user_folder, workspace_hash
from journeyman.config.load_policy import load_policy
from journeyman.config.load_settings import load_settings
from journeyman.config.policy import Autonomy, Network, PackageLists, Policy, QuietHours, Rule, TrustNumbers

__all__ = [
    "Autonomy",
    "Network",
    "PackageLists",
    "Policy",
    "QuietHours",
    "Rule",
    "TrustNumbers",
    "layer_path",
    "load_policy",
    "load_settings",
    "user_folder",
    "workspace_hash",
]
