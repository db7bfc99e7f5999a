"""Text as people write it, read into exact values that show themselves in a form which reads back."""
