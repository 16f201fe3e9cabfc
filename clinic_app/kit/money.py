"""Money as whole minor units (cents) and an ISO 4217 currency."""

from decimal import Decimal, InvalidOperation

from clinic_app.kit.errors import Invalid

# ISO 4217 currencies whose minor unit is not two digits.
_DIGITS = {
    **dict.fromkeys(("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG"), 0),
    **dict.fromkeys(("RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
}
CURRENCIES = (
    *("AED", "ARS", "AUD", "BDT", "BGN", "BHD", "BRL", "CAD", "CHF", "CLP", "CNY", "COP"),
    *("CRC", "CZK", "DKK", "DOP", "EGP", "ETB", "EUR", "GBP", "GHS", "GTQ", "HKD", "HNL"),
    *("HUF", "IDR", "ILS", "INR", "IQD", "ISK", "JOD", "JPY", "KES", "KRW", "KWD", "LKR"),
    *("MAD", "MXN", "MYR", "NGN", "NIO", "NOK", "NPR", "NZD", "OMR", "PEN", "PHP", "PKR"),
    *("PLN", "PYG", "QAR", "RON", "RSD", "RWF", "SAR", "SEK", "SGD", "THB", "TND", "TRY"),
    *("TWD", "TZS", "UAH", "UGX", "USD", "UYU", "VND", "XAF", "XOF", "ZAR", "ZMW"),
)


def digits_of(currency: str) -> int:
    """Return how many digits the currency's minor unit has (0, 2 or 3)."""
    return _DIGITS.get(currency, 2)


def parse_money(text: str, currency: str, *, field: str = "price") -> int | None:
    """Return typed money in minor units, or None when left empty. Raises Invalid."""
    typed = text.strip().replace(" ", "")
    if not typed:
        return None
    if "," in typed and "." not in typed:
        typed = typed.replace(",", ".")
    try:
        scaled = Decimal(typed).scaleb(digits_of(currency))
        if scaled < 0 or scaled != scaled.to_integral_value() or scaled > 10**11:
            raise Invalid(f"This is not an amount in {currency}.", field=field)
    except InvalidOperation:
        raise Invalid(f"This is not an amount in {currency}.", field=field) from None
    return int(scaled)


def show_money(minor: int, currency: str) -> str:
    """Return an amount for reading: 12050, "EUR" → “120.50 EUR”."""
    digits = digits_of(currency)
    return f"{Decimal(minor).scaleb(-digits):,.{digits}f} {currency}"
