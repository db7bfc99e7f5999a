"""The gates of a site: links that lead somewhere, and nothing that was not to be published (`check.leaks`)."""

from vaultgen.site.check.gate import check, check_again
from vaultgen.site.finding import Finding, Level

__all__ = ["Finding", "Level", "check", "check_again"]
