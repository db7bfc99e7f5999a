"""The gates of a site: links that lead somewhere, and nothing that was not to be published."""
