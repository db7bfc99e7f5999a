"""`python -m vaultgen`."""

from vaultgen.cli.main import run

run()
