"""The gates of a site: links that lead somewhere, and nothing that was not to be published."""

from vaultgen.site.check.gate import check, has_own_faults
from vaultgen.site.check.leaks import leaks
from vaultgen.site.finding import Finding, Level

__all__ = ["Finding", "Level", "check", "has_own_faults", "leaks"]
