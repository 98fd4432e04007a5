"""What paper asks for: numbers, layouts, days, codes."""
