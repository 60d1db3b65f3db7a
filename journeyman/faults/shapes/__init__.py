"""What only a failing run prints, by families of tools: a literal that must occur, and the pattern of the line."""
