"""A canvas of Obsidian as a picture with links in it, and as a list for whoever cannot see the picture."""
