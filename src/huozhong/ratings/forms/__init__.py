"""What people type about stars."""
