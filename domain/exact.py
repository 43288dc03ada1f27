"""Exact arithmetic of decimals: amounts have at most 40 digits, and nothing that is made of them here is rounded."""

from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal

EXACT = Context(prec=1000, Emax=MAX_EMAX, Emin=MIN_EMIN)
_QUOTIENT = Context(prec=200, Emax=MAX_EMAX, Emin=MIN_EMIN)  # of two amounts, wherever it ends at all


def exact_quotient(above: Decimal, below: Decimal) -> Decimal | None:
    """*above* divided by *below*; None where the decimals never end, or *below* is 0."""
    if not below:
        return None
    quotient = _QUOTIENT.divide(above, below)
    return quotient if EXACT.multiply(quotient, below) == above else None
