"""Countries by their ISO 3166 alpha-2 code, with a first guess at zone and currency.

Names and zones come with pytz, which takes them from the IANA time zone database.
"""

import pytz

_CURRENCY_OF = {
    "EUR": "AT BE CY DE EE ES FI FR GR HR IE IT LT LU LV MC ME MT NL PT SI SK SM VA XK",
    "USD": "US EC SV PR PA GU VI AS",
    "GBP": "GB IM JE GG",
    "CHF": "CH LI",
    "DKK": "DK FO GL",
    "NOK": "NO SJ",
    "AUD": "AU KI NR TV",
    "NZD": "NZ CK NU",
    "XAF": "CM CF TD CG GA GQ",
    "XOF": "BJ BF CI GW ML NE SN TG",
    "MAD": "MA EH",
    "ILS": "IL PS",
}
_OWN_CURRENCY = (
    *("AED", "ARS", "BDT", "BGN", "BHD", "BRL", "CAD", "CLP", "CNY", "COP", "CRC", "CZK", "DOP"),
    *("EGP", "ETB", "GHS", "GTQ", "HKD", "HNL", "HUF", "IDR", "INR", "IQD", "ISK", "JOD", "JPY"),
    *("KES", "KRW", "KWD", "LKR", "MXN", "MYR", "NGN", "NIO", "NPR", "OMR", "PEN", "PHP", "PKR"),
    *("PLN", "PYG", "QAR", "RON", "RSD", "RWF", "SAR", "SEK", "SGD", "THB", "TND", "TRY", "TWD"),
    *("TZS", "UAH", "UGX", "UYU", "VND", "ZAR", "ZMW"),
)
# Most currencies begin with the code of their country.
_CURRENCIES: dict[str, str] = {code[:2]: code for code in _OWN_CURRENCY} | {
    country: currency
    for currency, countries in _CURRENCY_OF.items()
    for country in countries.split()
}

COUNTRY_NAMES: dict[str, str] = dict(
    sorted(pytz.country_names.items(), key=lambda pair: pair[1].casefold())
)


def zone_of_country(code: str) -> str:
    """Return the country's first time zone, "" where none is known: a guess to be corrected."""
    zones = pytz.country_timezones.get(code) or []
    known = [zone for zone in zones if zone in pytz.common_timezones_set]
    return known[0] if known else ""


def currency_of_country(code: str) -> str:
    """Return the country's currency, "" where none is known: a guess to be corrected."""
    return _CURRENCIES.get(code, "")
