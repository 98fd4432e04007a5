"""Computing of the records floor: pure, no Django, no clock, no rows."""
