"""Pages of the house itself: home, account, notices, trail; every room has its own."""
