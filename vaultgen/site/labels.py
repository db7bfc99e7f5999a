"""How a person reads the names of properties, forwards and backwards."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

__all__ = ["inverse_label", "label"]

# The name as it is, and what stands on the page that it points at.
_KNOWN: Final[dict[str, tuple[str, str]]] = {
    "": ("Mentions", "Mentioned in"),
    "acquired": ("Acquired", "Acquired by"),
    "acquired_by": ("Acquired by", "Acquired"),
    "acquirer": ("Acquirer", "Acquired"),
    "acquisitions": ("Acquisitions", "Acquired by"),
    "author": ("Author", "Author of"),
    "authors": ("Authors", "Author of"),
    "backed": ("Backed", "Backed by"),
    "backers": ("Backers", "Backs"),
    "board": ("Board", "On the board of"),
    "board_members": ("Board members", "On the board of"),
    "ceo": ("CEO", "Chief executive of"),
    "cfo": ("CFO", "Chief financial officer of"),
    "chair": ("Chair", "Chairs"),
    "company": ("Company", "About this company"),
    "competitors": ("Competitors", "Competes with"),
    "coo": ("COO", "Chief operating officer of"),
    "country": ("Country", "Based here"),
    "cto": ("CTO", "Chief technology officer of"),
    "customers": ("Customers", "Customer of"),
    "employer": ("Employer", "People"),
    "employees": ("Employees", "Works at"),
    "founded": ("Founded", "Founded by"),
    "founders": ("Founders", "Founder of"),
    "groups": ("Groups", "Members"),
    "hq": ("Headquarters", "Based here"),
    "investments": ("Investments", "Backed by"),
    "investors": ("Investors", "Invested in"),
    "lead": ("Lead", "Led"),
    "lead_investor": ("Lead investor", "Led rounds of"),
    "lead_investors": ("Lead investors", "Led rounds of"),
    "leads": ("Leads", "Led"),
    "made_by": ("Made by", "Makes"),
    "maker": ("Maker", "Makes"),
    "markets": ("Markets", "Active in this market"),
    "member_of": ("Member of", "Members"),
    "members": ("Members", "Member of"),
    "models": ("Models", "Used by"),
    "owner": ("Owner", "Owns"),
    "owners": ("Owners", "Owns"),
    "parent": ("Parent", "Subsidiaries"),
    "part_of": ("Part of", "Parts"),
    "participants": ("Participants", "Took part in"),
    "partners": ("Partners", "Partner of"),
    "people": ("People", "Connected with"),
    "portfolio": ("Portfolio", "Backed by"),
    "predecessor": ("Predecessor", "Followed by"),
    "products": ("Products", "Made by"),
    "publisher": ("Publisher", "Published"),
    "related": ("Related", "Related"),
    "rounds": ("Rounds", "Round of"),
    "sector": ("Sector", "In this sector"),
    "sectors": ("Sectors", "In this sector"),
    "see_also": ("See also", "See also"),
    "source": ("Source", "Source for"),
    "sources": ("Sources", "Source for"),
    "subsidiaries": ("Subsidiaries", "Parent"),
    "successor": ("Successor", "Follows"),
    "suppliers": ("Suppliers", "Supplies"),
    "topics": ("Topics", "On this topic"),
    "up": ("Up", "Below"),
    "used_by": ("Used by", "Uses"),
    "uses": ("Uses", "Used by"),
}
_PLURALS: Final = {
    "competitor": "competitors", "customer": "customers", "founder": "founders", "investor": "investors",
    "market": "markets", "member": "members", "partner": "partners", "product": "products",
    "supplier": "suppliers", "group": "groups", "model": "models", "topic": "topics", "backer": "backers",
}  # fmt: skip
_WORDS: Final = {
    "ai": "AI", "api": "API", "arr": "ARR", "ceo": "CEO", "cfo": "CFO", "cik": "CIK", "coo": "COO", "cto": "CTO",
    "ebitda": "EBITDA", "gpu": "GPU", "gpus": "GPUs", "hq": "HQ", "id": "ID", "ipo": "IPO", "isin": "ISIN",
    "lei": "LEI", "llm": "LLM", "mrr": "MRR", "ntm": "NTM", "pe": "P/E", "uk": "UK", "url": "URL", "us": "US",
    "usa": "USA", "vc": "VC",
}  # fmt: skip
_CURRENCIES: Final = frozenset({"usd", "eur", "gbp", "chf", "jpy", "cny", "inr", "cad", "aud", "brl", "sgd"})
_HUMP: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@lru_cache(maxsize=4096)
def label(name: str) -> str:
    """The name of a property as a person reads it: `total_raised_usd` is “Total raised”."""
    key = _key(name)
    if key in _KNOWN:
        return _KNOWN[key][0]
    return _spoken(name)


@lru_cache(maxsize=4096)
def inverse_label(name: str) -> str:
    """What the property of another note means for the note it points at: for `investors` “Invested in”."""
    key = _key(name)
    key = _PLURALS.get(key, key)
    if key in _KNOWN:
        return _KNOWN[key][1]
    return f"{_spoken(name)} of"


def _key(name: str) -> str:
    return re.sub(r"[\s_-]+", "_", name.strip()).lower()


def _spoken(name: str) -> str:
    words = re.split(r"[\s_-]+", _HUMP.sub(" ", name.strip()))
    if len(words) > 1 and words[-1].lower() in _CURRENCIES:
        words = words[:-1]
    shown = [_WORDS.get(word.lower(), word if word.isupper() else word.lower()) for word in words if word]
    text = " ".join(shown)
    return text[:1].upper() + text[1:]
