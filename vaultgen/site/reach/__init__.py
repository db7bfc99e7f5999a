"""What other machines read of a site: feeds, maps, data files, twins of pages, and what hosts are told."""
