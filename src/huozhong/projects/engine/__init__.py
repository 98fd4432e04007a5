"""The computing of projects: pure, without rows or clock."""
