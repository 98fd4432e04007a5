"""The law of juries: who stands back, who is asked, how cards are counted. Pure."""
