"""Word lists of the demo company: invented companies, names of many languages."""

from __future__ import annotations


def _words(text: str, separator: str | None = None) -> tuple[str, ...]:
    return tuple(text.split(separator))


def _names(text: str) -> tuple[tuple[str, str], ...]:
    pairs = (word.partition("|") for word in _words(text))
    return tuple(
        (name.replace("_", " "), (plain or name).replace("_", "").replace("'", ""))
        for name, _, plain in pairs
    )


# (name, ASCII form used in addresses)
FIRST_NAMES: tuple[tuple[str, str], ...] = _names(
    "Ada Grace Emma Olivia Noah Liam James Mary Linda Robert Susan Karen Daniel Peter Anna "
    "Laura Simon Mark Julia Paul Sarah Thomas Nina Oscar Hugo Clara Felix Ingrid Astrid Erik "
    "Jürgen|Juergen Björn|Bjoern Günther|Guenther Käthe|Kaethe Jörg|Joerg Zoë|Zoe "
    "André|Andre René|Rene Chloé|Chloe François|Francois Hélène|Helene Benoît|Benoit "
    "José|Jose Íñigo|Inigo Sofía|Sofia Núria|Nuria João|Joao Conceição|Conceicao "
    "Søren|Soren Åse|Ase Łukasz|Lukasz Żaneta|Zaneta Jiří|Jiri Šárka|Sarka "
    "Çağla|Cagla Ömer|Omer Gülşen|Gulsen Ayşe|Ayse Emre Deniz Kerem "
    "Xiaoming Meiling Haruto Yuki Sakura Kenji Jian Weiwei Minjun Seo-yeon|Seoyeon "
    "Priyanka Arjun Kavita Rahul Fatima Omar Layla Kofi Amara Chidi Thandiwe Aroha "
    "D'Arcy|Darcy Siobhan Niamh Padraig Rhys Eilidh Callum Matteo Giulia Lorenzo "
    "Charlotte Amelia Mason Lucas Ethan Harper Logan Aiden Carmen Diego"
)
LAST_NAMES: tuple[tuple[str, str], ...] = _names(
    "Smith Johnson Brown Taylor Anderson Walker Harris Clark Lewis Young King Wright Hill "
    "Baker Carter Mitchell Turner Parker Collins Edwards Stewart Morris Rogers Reed Cook "
    "Müller|Mueller Schäfer|Schaefer Köhler|Koehler Weiß|Weiss Größe|Groesse "
    "Schröder|Schroeder Vogel Brandt Fischer Lehmann Krüger|Krueger "
    "O'Brien|OBrien O'Neill|ONeill D'Angelo|DAngelo N'Diaye|NDiaye L'Écuyer|LEcuyer "
    "Lefèvre|Lefevre Béranger|Beranger Dubois Moreau Garnier Rousseau "
    "García|Garcia Núñez|Nunez Peña|Pena Muñoz|Munoz Gutiérrez|Gutierrez "
    "Åkesson|Akesson Öberg|Oberg Lindström|Lindstrom Bergström|Bergstrom Nyström|Nystrom "
    "Sørensen|Sorensen Ødegård|Odegard Kovač|Kovac Dvořák|Dvorak Wójcik|Wojcik "
    "Yılmaz|Yilmaz Şahin|Sahin Çelik|Celik Öztürk|Ozturk Aydın|Aydin Demir "
    "Tanaka Suzuki Watanabe Yamamoto Kobayashi Chen Wang Zhang Liu Huang Nguyen Tran Lim Tan "
    "Kim Park Sharma Patel Iyer Banerjee Singh Khan Hassan Okafor Mensah Ndlovu van_der_Berg "
    "de_la_Cruz Silva Santos Costa Almeida Rossi Bianchi Ferrari Romano Novak Horvath Popescu "
    "Ivanova Petrov Sokolov MacLeod Fraser Campbell Ngata Wilson Murphy Kelly Byrne Doyle"
)
COMPANY_STARTS: tuple[str, ...] = _words(
    "Alder Amber Arbor Argo Ash Aster Auro Basalt Bay Birch Bold Brae Bram Briar Bright Calder "
    "Cedar Cinder Clear Clover Cobalt Copper Coral Crest Crow Dale Dawn Delta Drift Dune Eagle "
    "East Elder Elm Ember Fair Falcon Fern Field Finch Flint Fox Frost Gale Glen Gold Gran Gray "
    "Grove Gull Halden Harbor Hart Haven Hazel Heath Heron High Holm Iron Ivory Jade Juniper Kel "
    "Kestrel Lake Lark Laurel Linden Lumen Lynx Maple Marl Mead Mill Mira Moor Moss North Nova "
    "Oak Onyx Opal Orchid Osprey Pearl Pine Quarry Quartz Raven Ridge River Rowan Sable Sage"
)
COMPANY_ENDS: tuple[str, ...] = _words(
    "acre ard bank beam berg bight bluff bourne bridge brook burn bury by cairn chester cliff "
    "combe cove craft croft dale den ditch dorf down edge fall fell fen field firth flow ford "
    "forge gate gill grange green grove hall ham haven hill holt hurst keep kirk land ley light "
    "line loch low mark marsh mere mont moor mount ness nook park peak point port quay reach "
    "ridge rise rock run scar shaw shore stead stone strand thorpe ton tree vale view ward"
)
COMPANY_TRADES: tuple[str, ...] = _words(
    "Labs Systems Logistics Foods Energy Robotics Textiles Optics Marine Aviation Plastics Steel "
    "Paper Ceramics Pharma Diagnostics Insurance Capital Media Games Travel Hotels Motors Tools "
    "Timber Glass Chemicals Networks Analytics Software Security Telecom Retail Apparel Farms "
    "Instruments Packaging Printing Shipping Studios"
)
TITLES: tuple[str, ...] = (
    "Marketing Manager",
    "Head of Marketing",
    "VP Sales",
    "Sales Operations Manager",
    "Revenue Operations Lead",
    "Chief Marketing Officer",
    "Demand Generation Manager",
    "CRM Administrator",
    "Director of Business Systems",
    "Finance Director",
    "Data Analyst",
    "Chief Revenue Officer",
    "IT Manager",
    "Product Manager",
    "Managing Director",
    "Customer Success Manager",
    "Procurement Officer",
    "Growth Lead",
)
CAMPAIGNS: tuple[str, ...] = (
    "spring-launch",
    "brand-search-us",
    "brand-search-emea",
    "webinar-attribution",
    "ebook-routing",
    "retargeting-q1",
    "partner-newsletter",
    "linkedin-cmo",
    "review-site",
    "podcast-revops",
    "event-follow-up",
    "pricing-page-test",
)
PRODUCTS: tuple[str, ...] = (
    "Analytics",
    "Routing",
    "Attribution",
    "Analytics;Routing",
    "Routing;Attribution",
    "Analytics;Attribution",
    "Analytics;Routing;Attribution",
)
# value, weight
INDUSTRIES: tuple[tuple[str, int], ...] = (
    ("Software", 24),
    ("Manufacturing", 16),
    ("Healthcare", 10),
    ("Financial Services", 12),
    ("Retail", 10),
    ("Logistics", 8),
    ("Energy", 4),
    ("Government", 4),
    ("Education", 5),
    ("Media", 7),
)
LEAD_SOURCES: tuple[tuple[str, int], ...] = (
    ("Web Form", 48),
    ("Paid Search", 18),
    ("Webinar", 12),
    ("Content", 10),
    ("Partner", 7),
    ("Trade Show", 5),
)
# name, weight, dialling code, prefixes of the number, states, first part of the postal code
COUNTRIES: tuple[tuple[str, int, str, str, str, str], ...] = (
    ("United States", 42, "1", "212 415 512 617 206 303 312", "NY CA TX MA WA CO IL", "0"),
    ("Canada", 6, "1", "416 604 514", "ON BC QC", "K1A"),
    ("United Kingdom", 12, "44", "20 161 131", "", "EC"),
    ("Germany", 10, "49", "30 89 40", "BE BY HH", "0"),
    ("France", 6, "33", "1 4 5", "", "7"),
    ("Sweden", 4, "46", "8 31", "", "1"),
    ("Turkey", 3, "90", "212 312", "", "3"),
    ("Japan", 6, "81", "3 6", "", "1"),
    ("Singapore", 4, "65", "6", "", "0"),
    ("Australia", 7, "61", "2 3 7", "NSW VIC QLD", "2"),
    # No routing rule names this country, so only planted leads have it.
    ("Brazil", 0, "55", "11 21", "", "0"),
)
FREE_MAIL: tuple[str, ...] = ("gmail.com", "outlook.com", "web.de", "yahoo.com")
