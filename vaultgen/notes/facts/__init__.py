"""Facts: which record and which field each property and each cell of a note shows."""
