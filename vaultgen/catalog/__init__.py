"""Claims resolved into what is shown: figures, rounds, relations, derived figures and findings, as of any day."""
