"""Rules of ballots: facts in, answer out."""
