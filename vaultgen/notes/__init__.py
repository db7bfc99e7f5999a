"""Notes as Markdown text: the pieces that every note is written with."""
