"""Pages of the ratings room."""
