"""Why Python code fails when it runs: one file for each family of exceptions."""
