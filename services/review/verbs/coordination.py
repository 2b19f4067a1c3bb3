"""Step 10: what the team does."""

from __future__ import annotations

from services.review.actions import coordination, fieldwork
from services.review.schemas import coordination as schemas
from services.review.verbs.attachments import SEVERAL, attachments
from services.shared.verbs import Ask, Verb
from services.shared.web.names import chosen

COORDINATION = (
    Verb(
        "close_coordination",
        "Menutup koordinasi",
        schema=schemas.CloseCoordinationSchema,
        action=coordination.close_coordination,
        said="Koordinasi ditutup.",
        ask=Ask("Simpan hasil", "Catat hasil koordinasi…", at="team"),
    ),
    Verb(
        "coordinate",
        "Mencatat koordinasi",
        "people",
        schema=schemas.CoordinateSchema,
        action=coordination.coordinate,
        said="Koordinasi dicatat.",
        ask=Ask("Simpan koordinasi", "10. Catat koordinasi…", at="team"),
        file=attachments("coordination", "Lampiran koordinasi", SEVERAL),
    ),
    Verb(
        "note_visit",
        "Mencatat tinjauan lokasi",
        schema=schemas.NoteVisitSchema,
        action=fieldwork.note_visit,
        said="Tinjauan lokasi dicatat.",
        ask=Ask("Simpan tinjauan", "10. Catat tinjauan lokasi…", at="team"),
        file=attachments("visit", "Foto", "Boleh beberapa sekaligus.", accept=chosen("image", "video")),
    ),
    Verb(
        "assign_task",
        "Membagi tugas anggota",
        schema=schemas.AssignTaskSchema,
        action=fieldwork.assign_task,
        said="Tugas dibagikan.",
        ask=Ask("Simpan tugas", "Bagi tugas…", at="team"),
    ),
    Verb(
        "finish_task",
        "Menyelesaikan tugas",
        schema=schemas.FinishTaskSchema,
        action=fieldwork.finish_task,
        said="Tugas diselesaikan.",
        ask=Ask("Simpan hasil tugas", "Selesaikan tugas…", at="team"),
    ),
)
