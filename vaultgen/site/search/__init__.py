"""What makes a site findable: an index in small scripts, previews, and pagefind over the finished pages."""
