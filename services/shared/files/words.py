"""What stands in the trails about files, whatever service keeps them; who may open one is that service's to say."""

from __future__ import annotations

from services.shared.rights.rights import Rights
from services.shared.verbs import Line, Verbs

FILES = Verbs(
    Rights(()),
    (
        Line("see_file", "Membuka berkas"),
        Line("download_file", "Mengunduh berkas"),
        Line("quarantine_file", "Mengarantina berkas"),
        Line("recheck_file", "Memeriksa keutuhan berkas"),
    ),
    "Berkas",
)
