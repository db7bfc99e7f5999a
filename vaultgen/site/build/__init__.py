"""The building of a site: what there is to make, what of it is still good, and the swap that shows it at once."""
