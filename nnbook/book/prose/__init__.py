"""What stands between the fences: each numeral with its origin, each sentence about a run with its assertion."""
