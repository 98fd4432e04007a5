"""What stars rest on: the scheme, what is wrong with it, and what a sheet of values comes to. Pure."""
