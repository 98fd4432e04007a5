"""Shapes of what people type about programmes and projects."""
