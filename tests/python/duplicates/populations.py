"""The three populations: their countries, rates of defects and rates of hard negatives.

A rate of a defect is the share of the records, or of the records that can have it. The rates of A
were chosen so that the causes of missed pairs have about the shares that were measured elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class Country:
    """How people, phones and companies look in one country."""

    name: str
    code: str
    locale: str
    dial: str
    digits: int
    legal_forms: tuple[tuple[str, ...], ...]
    top_level: str
    # Share of last names outside the list of the package, composed from two word parts.
    tail: float = 0.0
    # Exponent of the frequencies of a list without weights: 0 is even, 1 is steep.
    skew: float = 0.7
    particles: tuple[str, ...] = ()


INC = (("Inc.", "Inc", "Incorporated"), ("LLC", "L.L.C."), ("Corp.", "Corp", "Corporation"))
LTD = (("Ltd", "Limited", "Ltd."), ("PLC", "plc"), ("LLP",))
GMBH = (("GmbH", "Gesellschaft mbH", "G.m.b.H."), ("AG",), ("GmbH & Co. KG", "GmbH & Co KG"))
SARL = (("SARL", "S.A.R.L."), ("SAS", "S.A.S."), ("SA", "S.A."))
SL = (("SL", "S.L."), ("SA", "S.A."))
BV = (("BV", "B.V."), ("NV", "N.V."))
PVT = (("Pvt Ltd", "Private Limited", "Pvt. Ltd."), ("Ltd", "Limited"))
SRL = (("Srl", "S.r.l."), ("SpA", "S.p.A."))

US = Country("United States", "US", "en_US", "1", 10, INC, "com", tail=0.6)
GB = Country("United Kingdom", "GB", "en_GB", "44", 10, LTD, "co.uk", tail=0.5)
DE = Country("Germany", "DE", "de_DE", "49", 10, GMBH, "de", particles=("von", "von der", "zu"))
AT = Country("Austria", "AT", "de_AT", "43", 10, GMBH, "at", particles=("von",))
FR = Country("France", "FR", "fr_FR", "33", 9, SARL, "fr", particles=("de", "de la", "du"))
ES = Country("Spain", "ES", "es_ES", "34", 9, SL, "es", skew=0.9, particles=("de la", "del"))
NL = Country("Netherlands", "NL", "nl_NL", "31", 9, BV, "nl", particles=("van", "van der", "de"))
IN = Country("India", "IN", "en_IN", "91", 10, PVT, "in", skew=0.9)
IT = Country("Italy", "IT", "it_IT", "39", 10, SRL, "it", particles=("di", "de", "della"))
SE = Country("Sweden", "SE", "sv_SE", "46", 9, (("AB",), ("HB",)), "se", particles=("af", "von"))
BE = Country("Belgium", "BE", "nl_BE", "32", 9, BV, "be", particles=("van", "van den", "de"))
DK = Country("Denmark", "DK", "da_DK", "45", 8, (("ApS",), ("A/S", "AS")), "dk")


@dataclass(frozen=True)
class Rates:
    """Shares of defects. Names: see `defects.py`; addresses and phones: see `records.py`."""

    # The first that applies to a record is its name defect.
    last_filler: float = 0.067
    first_missing: float = 0.058
    nickname: float = 0.17
    typo: float = 0.034
    swapped: float = 0.040
    titled: float = 0.030
    initial: float = 0.014
    hyphen: float = 0.11
    particle: float = 0.25
    maiden: float = 0.007
    accents: float = 0.30
    case: float = 0.05
    # Which address a record has: the rest has the main work address.
    no_address: float = 0.08
    private: float = 0.095
    second_domain: float = 0.05
    alias: float = 0.05
    wrapped: float = 0.025
    placeholder: float = 0.015
    job_changers: float = 0.16
    # Phones.
    phone: float = 0.52
    mobile: float = 0.16
    other_notation: float = 0.40
    other_number: float = 0.28
    switchboard: float = 0.18
    mobile_as_phone: float = 0.12
    # Places and companies.
    no_city: float = 0.28
    # Share of people who do not live where their company is.
    lives_elsewhere: float = 0.6
    other_city: float = 0.06
    no_country: float = 0.25
    no_company: float = 0.06
    company_spelling: float = 0.25
    company_typo: float = 0.025
    no_website: float = 0.45
    company_second_domain: float = 0.08
    tax_id: float = 0.15


# Groups per 1,000 identities.
HARD = {
    "father_son": 3.3,
    "family_mailbox": 4.0,
    "successor": 7.0,
    "reassigned": 3.5,
    "assistant": 4.0,
    "shared_inbox": 6.0,
    "namesake_company": 3.6,
    "namesake_city": 4.2,
}
# Groups per 1,000 companies.
HARD_COMPANIES = {"subsidiary": 9.0, "same_name": 9.0, "franchise": 3.0}


@dataclass(frozen=True)
class Population:
    """What is drawn: shares of countries, rates of defects, sizes of clusters."""

    name: str
    countries: tuple[tuple[Country, float], ...]
    rates: Rates = Rates()
    # Shares of identities with 1, 2, 3 … records.
    sizes: tuple[float, ...] = (0.30, 0.25, 0.20, 0.12, 0.07, 0.04, 0.02)
    double_names: float = 0.04
    hard: dict[str, float] = field(default_factory=lambda: HARD)
    hard_companies: dict[str, float] = field(default_factory=lambda: HARD_COMPANIES)
    # Share of the records that were merged into another one, and of wrong ones among all records.
    merged: float = 0.037
    merged_wrongly: float = 0.0014


A = Population("A", ((US, 0.8), (GB, 0.2)))
B = Population(
    "B",
    ((DE, 0.30), (AT, 0.08), (FR, 0.20), (ES, 0.15), (NL, 0.12), (IN, 0.15)),
    replace(Rates(), nickname=0.14, swapped=0.045, accents=0.35, other_notation=0.5, titled=0.045),
    double_names=0.09,
)
# For final figures only: drawn after the weights of the audit are frozen.
C = Population(
    "C",
    ((GB, 0.35), (IT, 0.25), (SE, 0.15), (BE, 0.15), (DK, 0.10)),
    Rates(
        last_filler=0.055, first_missing=0.070, nickname=0.10, typo=0.042, swapped=0.028,
        titled=0.036, initial=0.020, hyphen=0.22, maiden=0.013, accents=0.40, no_address=0.10,
        private=0.13, second_domain=0.05, alias=0.04, wrapped=0.035, job_changers=0.17,
        phone=0.52, mobile=0.20,
        other_notation=0.45, no_city=0.36, no_country=0.20, no_company=0.17, company_spelling=0.35,
        tax_id=0.20,
    ),
    sizes=(0.33, 0.25, 0.17, 0.12, 0.07, 0.04, 0.02),
    double_names=0.06,
)  # fmt: skip
POPULATIONS = {population.name: population for population in (A, B, C)}
