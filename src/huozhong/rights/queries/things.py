"""The names under which the trail and the rooms below know what is kept here."""

KIND = "rights.dossier"
