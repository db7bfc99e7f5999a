"""The first pass over a vault: what each file is, and what any other page needs to know of it."""

from vaultgen.site.survey.seen import Seen, decode, encode
from vaultgen.site.survey.sheets import read_sheet, survey_file
from vaultgen.site.survey.walk import strict_line_breaks, survey

__all__ = ["Seen", "decode", "encode", "read_sheet", "strict_line_breaks", "survey", "survey_file"]
