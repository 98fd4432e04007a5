"""Sessions of a workers' congress: before, in the meeting, after."""
