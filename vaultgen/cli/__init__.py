"""A person's words turned into calls, reports and exit codes; the only room that prints."""
