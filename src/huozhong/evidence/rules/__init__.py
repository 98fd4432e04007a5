"""What the law and the house say of evidence."""
