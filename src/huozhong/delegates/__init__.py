"""Workers' congresses, their constituencies and delegates."""
