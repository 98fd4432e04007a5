"""Rule packs and the table of rest days, as data."""
