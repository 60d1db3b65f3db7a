"""The verbs, once, for all front ends: values in, a result value out."""
