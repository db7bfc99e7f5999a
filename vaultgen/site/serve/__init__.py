"""A site on this machine alone, brought up to date while its vault is written."""
