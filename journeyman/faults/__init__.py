"""Tell whether something failed, and why; remember it."""
