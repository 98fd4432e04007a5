"""Stars by published schemes."""
