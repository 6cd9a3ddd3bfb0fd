"""Words that names, firms and titles are drawn from."""

from __future__ import annotations

FIRST_NAMES = (
    *("Aaliyah", "Adaeze", "Agnieszka", "Akira", "Alejandro", "Amara", "Anneliese", "Arjun"),
    *("Astrid", "Beatriz", "Benedikt", "Bogdan", "Camille", "Catarina", "Chidi", "Constantin"),
    *("Daria", "Dimitri", "Dolores", "Edmund", "Eleni", "Emeka", "Esperanza", "Farouk"),
    *("Federico", "Fatoumata", "Giovanna", "Guillaume", "Gunnhild", "Hadiza", "Haruto", "Hedvig"),
    *("Hugo", "Ibrahim", "Ingeborg", "Isidora", "Ivana", "Jacinta", "Jeroen", "Johanna"),
    *("Kalinda", "Katarzyna", "Kofi", "Kwabena", "Laurent", "Leocadia", "Lakshmi", "Ludvik"),
    *("Magnus", "Mahalia", "Margarethe", "Matteo", "Meilin", "Mustafa", "Nadezhda", "Natsuki"),
    *("Nkechi", "Octavia", "Oluwaseun", "Olympia", "Pauline", "Philippa", "Priyanka", "Quentin"),
    *("Rafael", "Rasmus", "Rosalind", "Ruslan", "Salvatore", "Sanjay", "Seraphina", "Siobhan"),
    *("Sunniva", "Svetlana", "Tadeusz", "Takeshi", "Thandiwe", "Theodora", "Tomas", "Ulrika"),
    *("Valentina", "Vikram", "Wilhelmina", "Winnifred", "Xavier", "Yasmin", "Yevgenia", "Yusuf"),
    *("Zbigniew", "Zeynep", "Zsofia", "Aurelio", "Brunhilde", "Cornelius", "Devendra"),
)

LAST_NAMES = (
    *("Abdullahi", "Achterberg", "Adeyemi", "Agarwal", "Almeida", "Andersson", "Antonopoulos"),
    *("Arslan", "Balogun", "Bancroft", "Baranowski", "Beaumont", "Bergström", "Bhattacharya"),
    *("Bianchi", "Blomqvist", "Bouchard", "Brandstätter", "Calderón", "Castellano", "Chukwu"),
    *("Colombo", "Cvetković", "Dąbrowski", "Delacroix", "Demirci", "Dimitrov", "Donoghue"),
    *("Dvořák", "Eichendorff", "Eriksen", "Espinoza", "Falkenberg", "Fernandes", "Fitzgerald"),
    *("Fontaine", "Friedrichsen", "Fujimoto", "Gallagher", "Garavaglia", "Georgiou", "Grünwald"),
    *("Guerrero", "Gustafsson", "Haakonsen", "Halvorsen", "Hashimoto", "Henriksen", "Hofstadter"),
    *("Horváth", "Iglesias", "Ivanović", "Jankowski", "Jørgensen", "Kaczmarek", "Kapoor"),
    *("Karlsson", "Kawasaki", "Khumalo", "Kirchner", "Kobayashi", "Kowalczyk", "Krishnan"),
    *("Lachapelle", "Lindqvist", "Lombardi", "Ludwigsen", "MacGregor", "Maldonado", "Mancini"),
    *("Marchetti", "Mbeki", "McAllister", "Mendoza", "Middleton", "Mitsotakis", "Montgomery"),
    *("Moreau", "Mukherjee", "Müller-Brandt", "Nakamura", "Ndiaye", "Nikolaidis", "Nordström"),
    *("Nwachukwu", "O'Sullivan", "Okonkwo", "Oliveira", "Ostrowski", "Ouédraogo", "Papadakis"),
    *("Pellegrini", "Petrovski", "Pfeiffer", "Quintanilla", "Radhakrishnan", "Ramaswamy"),
    *("Reinhardt", "Rodrigues", "Rosenkrantz", "Rousseau", "Saavedra", "Sakamoto", "Santoro"),
    *(
        "Schimmelpfennig",
        "Şahin",
        "Shevchenko",
        "Sigurdsson",
        "Silveira",
        "Sörensen",
        "Stavropoulos",
    ),
    *("Stojanović", "Subramaniam", "Szabó", "Takahashi", "Thorvaldsen", "Tremblay", "Tshabalala"),
    *("Ungureanu", "Vandenberghe", "Vasquez", "Villanueva", "Vukašinović", "Wachowski"),
    *("Wainwright", "Watanabe", "Weissmann", "Wickremasinghe", "Wojciechowski", "Yamamoto"),
    *("Yılmaz", "Zaragoza", "Zielinski", "Zimmermann", "Zubkov", "Østergaard", "Åkerblom"),
)

COINED_STARTS = (
    *("Alber", "Bramo", "Calve", "Dorin", "Elkas", "Fenro", "Galto", "Helvi", "Istra", "Jurov"),
    *("Kester", "Lumar", "Mondo", "Nexal", "Orvia", "Pental", "Quilo", "Rodvi", "Selka", "Tarmo"),
    *("Ulveni", "Vanto", "Wexfor", "Xandri", "Yorlan", "Zemito", "Brisko", "Cadmor", "Drevno"),
    *("Eastol", "Fjordi", "Grunva", "Hartmo", "Ilmaro", "Kvaern", "Lothri", "Mirava", "Nostru"),
    *("Oakrim", "Polsta", "Querci", "Rimova", "Sybaro", "Thulem", "Umbrax", "Volkan", "Whitsu"),
    *("Yttria", "Zinker", "Abruza", "Bolide", "Corvum", "Duneva", "Espero", "Fulmin", "Gypsum"),
    *("Hexago", "Indigo", "Jasper", "Kelpen", "Ligura", "Marmot", "Nimbus", "Ondula", "Pyxide"),
)

COINED_ENDS = (
    *("bankia", "dane", "feller", "gardo", "haven", "jorda", "kampex", "lundeq", "novix"),
    *("plex", "quist", "rundum", "thorpe", "wick", "zellum", "tria", "luxor", "medano"),
)

TRADES = (
    *("Logistics", "Turbines", "Foundry", "Textiles", "Ceramics", "Instruments", "Shipping"),
    *("Packaging", "Pumps", "Optics", "Bakeries", "Robotics", "Fisheries", "Timber", "Glassworks"),
    *("Publishing", "Vineyards", "Breweries", "Plastics", "Elevators", "Carpets", "Diagnostics"),
)

TITLES = (
    *("Head of Purchasing", "Operations Director", "Plant Manager", "Chief Financial Officer"),
    *("Procurement Lead", "Managing Director", "Maintenance Engineer", "Project Manager"),
    *("Quality Manager", "Marketing Director", "Office Manager", "Production Planner"),
)

# Country: dialling code and cities.
CITIES: dict[str, tuple[str, tuple[str, ...]]] = {
    "Austria": ("+43", ("Vienna", "Graz", "Linz")),
    "Canada": ("+1", ("Toronto", "Calgary", "Halifax")),
    "France": ("+33", ("Lyon", "Nantes", "Lille")),
    "Germany": ("+49", ("Hamburg", "Leipzig", "Stuttgart")),
    "Italy": ("+39", ("Turin", "Bologna", "Bari")),
    "Netherlands": ("+31", ("Utrecht", "Groningen", "Breda")),
    "Norway": ("+47", ("Bergen", "Trondheim", "Stavanger")),
    "Poland": ("+48", ("Gdynia", "Poznan", "Lublin")),
    "Spain": ("+34", ("Bilbao", "Valencia", "Seville")),
    "United Kingdom": ("+44", ("Leeds", "Bristol", "Cardiff")),
    "United States": ("+1", ("Cleveland", "Portland", "Tulsa")),
}
