"""What the constitution of the tree allows: kinds, levels, who may stand below whom, and credit codes."""
