"""The currencies that amounts are written in: ISO 4217 codes, their signs and their names."""

from __future__ import annotations

import re

__all__ = ["CODES", "SIGNS", "SIGN_OF", "WORDS", "currency_of", "is_currency"]

CODES = frozenset(
    re.findall(
        "[A-Z]{3}",
        "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL "
        "BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP "
        "ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS "
        "INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD "
        "LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK "
        "NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK "
        "SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH "
        "UGX USD UYU UZS VED VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG ",
    )
)
"""The codes of money that is in use."""

SIGNS = {
    "US$": "USD",
    "HK$": "HKD",
    "NZ$": "NZD",
    "NT$": "TWD",
    "MX$": "MXN",
    "CA$": "CAD",
    "AU$": "AUD",
    "CN¥": "CNY",
    "A$": "AUD",
    "C$": "CAD",
    "R$": "BRL",
    "S$": "SGD",
    "$": "USD",
    "€": "EUR",
    "£": "GBP",
    "¥": "JPY",
    "₹": "INR",
    "₩": "KRW",
    "₪": "ILS",
}
"""What a sign in front of an amount means; longer signs come first."""

SIGN_OF = {
    "USD": "$",
    "EUR": "€",
    "GBP": "£",
    "JPY": "¥",
    "INR": "₹",
    "AUD": "A$",
    "CAD": "C$",
    "BRL": "R$",
    "HKD": "HK$",
}
"""The sign that an amount is shown with; every other currency is shown by its code."""

WORDS = {
    "dollar": "USD",
    "dollars": "USD",
    "euro": "EUR",
    "euros": "EUR",
    "pounds": "GBP",
    "sterling": "GBP",
    "yen": "JPY",
    "yuan": "CNY",
    "renminbi": "CNY",
    "rmb": "CNY",
    "rupee": "INR",
    "rupees": "INR",
    "rs": "INR",
    "rs.": "INR",
    "won": "KRW",
    "usd": "USD",
    "eur": "EUR",
    "gbp": "GBP",
    "jpy": "JPY",
    "inr": "INR",
    "chf": "CHF",
    "cny": "CNY",
    "aud": "AUD",
    "hkd": "HKD",
    "sgd": "SGD",
    "sek": "SEK",
    "nok": "NOK",
    "dkk": "DKK",
}
"""Names and lower-case codes; codes that are also English words (`all`, `top`, `try`) must be upper-case."""


def is_currency(unit: str) -> bool:
    """Whether a unit is money."""
    return unit in CODES


def currency_of(word: str) -> str:
    """Give the currency that a word names, or `""`."""
    return word if word in CODES else WORDS.get(word.lower(), "")
