"""Shapes of what is typed about sessions of a congress."""
