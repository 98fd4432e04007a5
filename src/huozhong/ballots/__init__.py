"""Secret ballots that nobody can open and anybody can check."""
