"""Proposals of delegates, from filing to the report."""
