"""What the project rules say: pure functions over frozen facts; every number comes from outside."""
