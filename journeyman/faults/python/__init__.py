"""How Python code fails."""
