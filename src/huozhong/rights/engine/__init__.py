"""What the rights room computes: pure, no Django, no clock, no rows."""
