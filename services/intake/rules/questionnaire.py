"""The questionnaire of PermenPANRB 14/2017 (office-rules.md 2): nine elements by code, and who answers."""

from __future__ import annotations

from dataclasses import dataclass

from services.shared.phrases import phrase


@dataclass(frozen=True)
class Element:
    """One of the nine elements: its name in the report, the question, and the words for the answers 1 to 4."""

    code: str
    label: str
    question: str
    answers: tuple[str, str, str, str]

    @property
    def options(self) -> list[tuple[str, str]]:
        """The answers as a form offers them: (value, words), worst first."""
        return [(str(value), words) for value, words in enumerate(self.answers, 1)]


ELEMENTS = (
    Element(
        "persyaratan",
        "Persyaratan",
        phrase("Apakah persyaratan yang diminta sesuai dengan pelayanannya?"),
        ("Tidak sesuai", "Kurang sesuai", "Sesuai", "Sangat sesuai"),
    ),
    Element(
        "prosedur",
        "Sistem, mekanisme, dan prosedur",
        phrase("Apakah prosedur pelayanan di kantor ini mudah diikuti?"),
        ("Tidak mudah", "Kurang mudah", "Mudah", "Sangat mudah"),
    ),
    Element(
        "waktu",
        "Waktu penyelesaian",
        phrase("Apakah pelayanan diselesaikan dengan cepat?"),
        ("Tidak cepat", "Kurang cepat", "Cepat", "Sangat cepat"),
    ),
    Element(
        "biaya",
        "Biaya/tarif",
        phrase("Bagaimana biaya pelayanan ini?"),
        ("Sangat mahal", "Cukup mahal", "Murah", "Gratis"),
    ),
    Element(
        "produk",
        "Produk spesifikasi jenis pelayanan",
        phrase("Apakah hasil pelayanan sesuai dengan yang dijanjikan?"),
        ("Tidak sesuai", "Kurang sesuai", "Sesuai", "Sangat sesuai"),
    ),
    Element(
        "kompetensi",
        "Kompetensi pelaksana",
        phrase("Apakah petugas mampu dan menguasai tugasnya?"),
        ("Tidak kompeten", "Kurang kompeten", "Kompeten", "Sangat kompeten"),
    ),
    Element(
        "perilaku",
        "Perilaku pelaksana",
        phrase("Apakah petugas melayani dengan sopan dan ramah?"),
        ("Tidak sopan dan ramah", "Kurang sopan dan ramah", "Sopan dan ramah", "Sangat sopan dan ramah"),
    ),
    Element(
        "sarana",
        "Sarana dan prasarana",
        phrase("Bagaimana keadaan ruang pelayanan dan perlengkapannya?"),
        ("Buruk", "Cukup", "Baik", "Sangat baik"),
    ),
    Element(
        "pengaduan",
        "Penanganan pengaduan, saran, dan masukan",
        phrase("Bagaimana kantor ini mengurus keluhan dan saran tentang pelayanannya?"),
        ("Tidak ada", "Ada tetapi tidak berfungsi", "Berfungsi kurang maksimal", "Dikelola dengan baik"),
    ),
)
CODES = tuple(element.code for element in ELEMENTS)
BY_CODE = {element.code: element for element in ELEMENTS}

AGE_GROUPS = {
    "under_20": "Di bawah 20 tahun",
    "20_29": "20–29 tahun",
    "30_39": "30–39 tahun",
    "40_49": "40–49 tahun",
    "50_59": "50–59 tahun",
    "60_up": "60 tahun ke atas",
}
GENDERS = {"female": "Perempuan", "male": "Laki-laki"}
EDUCATIONS = {
    "sd": "SD ke bawah",
    "smp": "SMP",
    "sma": "SMA/SMK",
    "diploma": "Diploma",
    "s1": "Sarjana (S1)",
    "s2": "Pascasarjana (S2/S3)",
}
OCCUPATIONS = {
    "farmer": "Petani/nelayan",
    "employee": "Pegawai swasta",
    "self_employed": "Wirausaha/pedagang",
    "civil_servant": "PNS/PPPK",
    "armed_forces": "TNI",
    "police": "Polri",
    "household": "Mengurus rumah tangga",
    "student": "Pelajar/mahasiswa",
    "retired": "Pensiunan",
    "other": "Lainnya",
}
PARTS_OF_DAY = {"morning": "Pagi (sebelum pukul 12.00)", "afternoon": "Siang (pukul 12.00 ke atas)"}

RESPONDENT = (
    ("age_group", "Umur", AGE_GROUPS),
    ("gender", "Jenis kelamin", GENDERS),
    ("education", "Pendidikan terakhir", EDUCATIONS),
    ("occupation", "Pekerjaan utama", OCCUPATIONS),
)
PROFILE = (*RESPONDENT, ("part_of_day", "Waktu mengisi", PARTS_OF_DAY))
