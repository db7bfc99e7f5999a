"""Any Obsidian vault as a static site: read once, looked at as a whole, written page by page."""
