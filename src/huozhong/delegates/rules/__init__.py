"""How seats are shared out, who is elected, who may sit: facts in, answer out."""
