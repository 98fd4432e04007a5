"""Pages of the cadre's own year and of the team."""
