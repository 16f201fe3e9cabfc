"""Made-up people's names: given names and surnames of many languages, to be mixed by chance."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Naming:
    """How people of one language are called; `language` is a BCP 47 tag."""

    language: str
    women: tuple[str, ...]
    men: tuple[str, ...]
    surnames: tuple[str, ...]


ENGLISH = Naming(
    "en",
    ("Zoe", "Nora", "Iris", "Martha", "Grace", "Ellen", "Hannah", "Ivy", "Josephine", "Pearl"),
    ("Tom", "George", "Noah", "Walter", "Caleb", "Leo", "Dennis", "Marcus", "Theo", "Eli"),
    ("Adams", "Hill", "Quinn", "O’Connor", "Whitfield", "Barlow", "Greene", "Fairley", "Moss"),
)
SPANISH = Naming(
    "es",
    ("Sofía", "Lucía", "Inés", "Ximena", "Rocío", "Marisol", "Elena", "Paloma"),
    ("Mateo", "Andrés", "Íñigo", "Joaquín", "Rafael", "Emilio", "Óscar", "Julián"),
    ("Marín", "Peña Ruiz", "Castillo", "Ibáñez", "Vega", "Zamora", "Núñez", "Montoya"),
)
ARABIC = Naming(
    "ar",
    ("Amina", "Layla", "Salma", "Noor", "Rania", "Hiba", "Yasmin"),
    ("Karim", "Tariq", "Yusuf", "Bilal", "Samir", "Idris", "Hamza"),
    ("Yusuf", "Haddad", "Mansour", "al-Khatib", "Saleh", "Darwish", "Nasser"),
)
CHINESE = Naming(
    "zh",
    ("Mei", "Xiaoyan", "Lan", "Jing", "Yue", "Huifang"),
    ("Wei", "Jun", "Haoran", "Bo", "Zhiming", "Cheng"),
    ("Tan", "Liu", "Sun", "Guo", "He", "Xu", "Fang"),
)
HINDI = Naming(
    "hi",
    ("Priya", "Asha", "Kavita", "Meera", "Sunita", "Anjali"),
    ("Rohan", "Vikram", "Arjun", "Sanjay", "Dev", "Nikhil"),
    ("Nair", "Sharma", "Iyer", "Chatterjee", "Reddy", "Kulkarni", "Bose"),
)
YORUBA = Naming(
    "yo",
    ("Adaeze", "Folake", "Ngozi", "Abeni", "Yewande"),
    ("Chidi", "Tunde", "Emeka", "Kwame", "Sola"),
    ("Okoye", "Adebayo", "Mensah", "Okafor", "Balogun", "Eze"),
)
VIETNAMESE = Naming(
    "vi",
    ("Thị Lan", "Ngọc Anh", "Thu Hà", "Mai"),
    ("Văn Minh", "Quang", "Đức", "Hữu Phước"),
    ("Nguyễn", "Trần", "Phạm", "Lê", "Đặng"),
)
POLISH = Naming(
    "pl",
    ("Zofia", "Małgorzata", "Agnieszka", "Hanna"),
    ("Łukasz", "Paweł", "Wojciech", "Szymon"),
    ("Wójcik", "Lis", "Zieliński", "Mazur", "Dąbek"),
)
PORTUGUESE = Naming(
    "pt",
    ("Inês", "Conceição", "Beatriz", "Lívia"),
    ("João", "Duarte", "Thiago", "Estêvão"),
    ("Falcão", "Moreira", "Araújo", "Simões", "Teixeira"),
)
KOREAN = Naming(
    "ko",
    ("Ji-woo", "Soo-jin", "Hana", "Eun-ji"),
    ("Min-jun", "Dong-hyun", "Seo-jun", "Tae-yang"),
    ("Park", "Choi", "Jung", "Yoon", "Shin"),
)
UKRAINIAN = Naming(
    "uk",
    ("Mila", "Oksana", "Daryna", "Olena"),
    ("Taras", "Bohdan", "Andriy", "Maksym"),
    ("Petrenko", "Shevchuk", "Kovalenko", "Bondar"),
)
FRENCH = Naming(
    "fr",
    ("Léa", "Chloé", "Maëlle", "Noémie"),
    ("Étienne", "Loïc", "Benoît", "Rémi"),
    ("Moreau", "Lefèvre", "Garnier", "d’Arcy", "Chevalier"),
)
GERMAN = Naming(
    "de",
    ("Käthe", "Lieselotte", "Jana", "Annika", "Greta", "Sabine", "Ulrike", "Mareike"),
    ("Jürgen", "Jonas", "Karl", "Matthias", "Uwe", "Sören", "Björn", "Henning"),
    ("Weiß", "Müller", "Brandt", "Falk", "Größer", "Lindner", "Ackermann", "Voß", "Krämer"),
)
TURKISH = Naming(
    "tr",
    ("Ayşe", "Elif", "Gülay", "Zeynep", "Nesrin"),
    ("Çağlar", "Emre", "Mustafa", "İbrahim", "Ömer"),
    ("Yıldız", "Şahin", "Koç", "Öztürk", "Arslan"),
)

NEW_YORK = (
    *(ENGLISH, ENGLISH, ENGLISH, SPANISH, SPANISH, SPANISH, ARABIC, CHINESE, CHINESE, HINDI),
    *(YORUBA, VIETNAMESE, POLISH, PORTUGUESE, KOREAN, UKRAINIAN, FRENCH, GERMAN),
)
BERLIN = (
    *(GERMAN, GERMAN, GERMAN, GERMAN, GERMAN, TURKISH, TURKISH, POLISH, ARABIC),
    *(UKRAINIAN, VIETNAMESE, ENGLISH, SPANISH),
)
