"""Signing in: password, phone code, second step, passkey, a federation's own identity provider; sessions; lock-out."""
