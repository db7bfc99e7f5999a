"""`python -m vaultgen`."""

from vaultgen.cli.main import main

main()
