"""The pages of a site: what each shows, worked out beforehand, and the templates that show it."""
