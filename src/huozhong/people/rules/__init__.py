"""What a name, a document number, a phone and a membership may be."""
