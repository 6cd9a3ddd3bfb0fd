"""Words that the package Faker does not have, written by hand for this generator."""

from __future__ import annotations


def _list(text: str, between: str | None = None) -> tuple[str, ...]:
    return tuple(text.split(between))


# Parts of composed last names, for the long tail of rare names.
STEMS = _list(
    "Ash Alder Bram Black Birch Brock Brad Bux Carl Chat Clay Cold Crom Cul Dal Dray Dun East Eg "
    "Ell Fair Farn Fen Gar Glen Gold Grim Had Hal Ham Har Hather Hazel Hol Horn Hurl Ing Ken Kirk "
    "Lang Led Lin Lock Mar Mel Mid Mor Nether Nor Oak Old Pem Pen Quar Rad Red Rook Rush Sal Sand "
    "Shel Sher Silver Stan Stav Stock Sut Thorn Til Under Wal Wake War Wel Whit Win Wood Wor Yar"
)
MIDDLES = ("", "er", "en", "ing", "el", "in", "is", "ar")
ENDS = _list(
    "acre bank beck berry bourne bridge brook burn bury by church cliffe combe cote croft dale den "
    "don er fold ford gate grave grove ham hill holm hurst ing ington ings land leigh ley ling low "
    "man mark mere moor more mouth ner nell over rick ridge row sett shaw ski son stead sted stone "
    "stow thorpe ton tree wald ward water way well wick wood worth yard ez ini ova"
)
CITY_ENDS = _list("ville field ton burg mouth ford haven port bridge stadt ")
FIRM_WORDS = _list(
    "Summit Harbor Northstar Vertex Quantum Cedar Granite Beacon Atlas Orchid Pioneer Falcon Delta "
    "Ember Cobalt Lumen Aspen Ridge Meridian Nimbus Onyx Polar Raven Sierra Tidal Umbra Vista "
    "Willow Zenith Apex Bright Crest Dynamo Echo Forge Helix Ionic Juniper Keystone Lattice Mosaic "
    "Nova Orbit Prism Quarry Relay Spectra Terra Union Vector Wave Axon Borealis Canyon Drift"
)
TRADES = _list(
    "Software Logistics Consulting Systems Technologies Industries Foods Partners Manufacturing "
    "Engineering Energy Analytics Media Health Insurance Packaging Robotics Travel Security "
    "Printing Textiles Motors Instruments Chemicals Solutions Services Group International"
)
SHORT_TRADES = {
    "Technologies": "Tech", "International": "Intl", "Manufacturing": "Mfg", "Systems": "Sys",
    "Engineering": "Eng.", "Industries": "Ind.", "Services": "Svcs", "Consulting": "Consultants",
}  # fmt: skip
FRANCHISES = ("Printo Express", "Blue Key Realty", "Mathcorner Tutors", "Fit & Fast Gym")
JOBS = _list(
    "Head of Marketing|CFO|Sales Manager|IT Director|Buyer|Operations Manager|CEO|Controller|"
    "Marketing Manager|Software Engineer|HR Manager|Account Executive|Plant Manager|Consultant",
    "|",
)
STREETS = _list("Main Oak Park Mill Station Church High Lake Hill Market River School Garden")
FREE_MAIL = ("gmail.com", "outlook.com", "yahoo.com", "icloud.com", "gmx.net", "hotmail.com")
SHARED_DESKS = ("info", "office", "contact", "hello", "sales")
TITLES = ("Dr.", "Prof.", "Mr.", "Ms.", "Dr", "Ing.")
POST_NOMINALS = ("PhD", "MBA", "CPA", "MSc", "P.E.", "M.D.")
FILLERS = (".", "-", "n/a", "Unknown", "N/A", "xxx", "[not provided]", "?")
PLACEHOLDERS = ("none@none.com", "noemail@noemail.com", "n/a", "test@test.com")
PLACEHOLDERS_AT_WORK = ("noemail", "none", "unknown", "na")
TRANSLITERATED = str.maketrans({
    "ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss", "ø": "oe",
    "å": "aa", "æ": "ae", "Ø": "Oe", "Å": "Aa", "Æ": "Ae",
})  # fmt: skip
# Short forms in use; the first name comes first.
NICKNAMES = {
    line.split()[0]: tuple(line.split()[1:])
    for line in """
Alexander Alex Sasha Xander
Alexandra Alex Sandra Lexi
Andrew Andy Drew
Andreas Andi
Angela Angie
Anthony Tony
Antonio Toni
Barbara Barb Babs
Benjamin Ben Benny
Brian Bri
Catherine Cathy Kate
Charles Charlie Chuck
Christina Tina Chris
Christine Chris Tina
Christopher Chris Kit
Cynthia Cindy
Daniel Dan Danny
David Dave
Deborah Debbie Deb
Donald Don
Dorothy Dot
Douglas Doug
Edward Ed Eddie Ted
Elizabeth Liz Beth Betty
Francesco Franco
Francisco Paco
Frederick Fred
Gabriel Gabe
Gerhard Gerd
Gregory Greg
Guillaume Guil
Hans-Peter Hape
Heather Heath
Jacob Jake
Jacqueline Jackie
James Jim Jimmy Jamie
Jeffrey Jeff
Jennifer Jen Jenny
Jessica Jess
Johannes Hannes Jo
John Jack Johnny
Jonathan Jon
Joseph Joe
José Pepe
Joshua Josh
Karl-Heinz Kalle
Katharina Kathi Katja
Katherine Kathy Kate
Kenneth Ken
Kimberly Kim
Lawrence Larry
Manuel Manu
Margaret Maggie Peggy
Matthew Matt
Matthias Matze
Maximilian Max
Melissa Mel
Michael Mike Mick
Michelle Shelly
Nicholas Nick
Nicolas Nico
Pamela Pam
Patricia Pat Patty Trish
Patrick Pat
Peter Pete
Philip Phil
Rebecca Becky
Richard Rick Dick Rich
Robert Bob Rob Bobby
Ronald Ron
Samantha Sam
Samuel Sam
Sandra Sandy
Sebastian Basti Seb
Stephanie Steph
Stephen Steve
Steven Steve
Susan Sue Susie
Theodore Ted Theo
Thomas Tom Tommy
Timothy Tim
Victoria Vicky
William Bill Will Billy
Wilhelm Willi
Wolfgang Wolf
Zachary Zach
Giuseppe Beppe Peppe
Giovanni Gianni
Roberto Berto
Federico Fede
Alessandro Sandro Ale
Margareta Greta
Kristina Stina
Magdalena Magda Lena
""".strip().splitlines()
}
