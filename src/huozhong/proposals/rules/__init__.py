"""Rules of proposals: pure, without rows and without a clock."""
