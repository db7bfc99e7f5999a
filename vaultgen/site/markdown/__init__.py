"""Notes as HTML: Obsidian's Markdown with its links, embeds and callouts, safe to show."""

from vaultgen.site.markdown.library import Library
from vaultgen.site.markdown.press import Body, Press, tag_page

__all__ = ["Body", "Library", "Press", "tag_page"]
