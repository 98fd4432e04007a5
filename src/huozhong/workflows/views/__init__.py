"""Pages of the workflows room."""
