"""Countries as tags and properties name them."""

from __future__ import annotations

from typing import Final

__all__ = ["country_of"]

_NAMES: Final = {
    "Argentina": "ar argentina",
    "Australia": "au australia",
    "Austria": "at austria",
    "Belgium": "be belgium",
    "Brazil": "br brazil",
    "Canada": "ca canada",
    "Chile": "cl chile",
    "China": "cn china prc",
    "Colombia": "co colombia",
    "Czechia": "cz czechia czech-republic",
    "Denmark": "dk denmark",
    "Egypt": "eg egypt",
    "Estonia": "ee estonia",
    "Finland": "fi finland",
    "France": "fr france",
    "Germany": "de germany deutschland",
    "Greece": "gr greece",
    "Hong Kong": "hk hong-kong hongkong",
    "Hungary": "hu hungary",
    "Iceland": "is iceland",
    "India": "in india",
    "Indonesia": "id indonesia",
    "Ireland": "ie ireland",
    "Israel": "il israel",
    "Italy": "it italy",
    "Japan": "jp japan",
    "Kenya": "ke kenya",
    "Latvia": "lv latvia",
    "Lithuania": "lt lithuania",
    "Luxembourg": "lu luxembourg",
    "Malaysia": "my malaysia",
    "Mexico": "mx mexico",
    "Netherlands": "nl netherlands the-netherlands",
    "New Zealand": "nz new-zealand",
    "Nigeria": "ng nigeria",
    "Norway": "no norway",
    "Philippines": "ph philippines",
    "Poland": "pl poland",
    "Portugal": "pt portugal",
    "Qatar": "qa qatar",
    "Romania": "ro romania",
    "Saudi Arabia": "sa saudi-arabia ksa",
    "Singapore": "sg singapore",
    "Slovakia": "sk slovakia",
    "Slovenia": "si slovenia",
    "South Africa": "za south-africa",
    "South Korea": "kr south-korea korea",
    "Spain": "es spain",
    "Sweden": "se sweden",
    "Switzerland": "ch switzerland",
    "Taiwan": "tw taiwan",
    "Thailand": "th thailand",
    "Turkey": "tr turkey türkiye",
    "Ukraine": "ua ukraine",
    "United Arab Emirates": "ae uae united-arab-emirates",
    "United Kingdom": "gb uk united-kingdom great-britain england",
    "United States": "us usa united-states united-states-of-america",
    "Vietnam": "vn vietnam",
}
_BY_NAME: Final = {word: country for country, words in _NAMES.items() for word in words.split()}


def country_of(text: str) -> str:
    """The country that a tag or a property names, or `""`; two letters must be capitals, but for `uk` and `us`.

    A nested tag counts by its last part: `country/france`.
    """
    word = text.strip().rpartition("/")[2].replace(" ", "-")
    if len(word) == 2 and not word.isupper() and word not in ("uk", "us"):
        return ""
    return _BY_NAME.get(word.lower(), "")
