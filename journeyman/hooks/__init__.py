"""The gate for other agents: judge without running, line by line or as the hook of an agent's tool calls."""
