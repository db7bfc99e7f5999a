"""Obsidian's bases as static HTML: a file of YAML says which notes, which of their properties, in which order."""
