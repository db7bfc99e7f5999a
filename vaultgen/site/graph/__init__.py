"""Pictures of how notes are linked: the neighbourhood of each note, and the vault as a whole."""
