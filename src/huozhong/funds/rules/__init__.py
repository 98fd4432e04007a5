"""The sums and sentences of union money: facts in, answer out."""
