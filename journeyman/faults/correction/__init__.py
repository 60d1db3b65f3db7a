"""Put the word that was meant in the place of the one that was typed, and nothing else."""
