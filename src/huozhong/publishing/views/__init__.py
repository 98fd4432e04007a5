"""Pages of publishing: the editors' desk, public notices, and the page without sign-in."""
