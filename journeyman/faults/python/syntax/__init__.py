"""Why Python code cannot even be read."""
