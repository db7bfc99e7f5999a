"""A person's edits of claims, put back into the text of record files with every other byte left alone."""
