"""Shapes of what is typed into a form, and of a form that is being written."""
