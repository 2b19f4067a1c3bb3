"""Which kinds of files are cleaned, and as what they come back; known without loading what cleans them."""

from __future__ import annotations

from services.shared.files.kinds import TEXT

# What is drawn anew, and as what: kinds that few programs write, or show.
DRAWN = {
    **dict.fromkeys(("image/heic", "image/avif", "image/jp2", "image/bmp"), "image/jpeg"),
    "image/tiff": "application/pdf",
}
OFFICE = (
    *(
        f"application/vnd.openxmlformats-officedocument.{kind}"
        for kind in ("wordprocessingml.document", "spreadsheetml.sheet", "presentationml.presentation")
    ),
    *(f"application/vnd.oasis.opendocument.{kind}" for kind in ("text", "spreadsheet", "presentation")),
)
# Films and sounds: the container that is written anew.
FORMATS = {
    "video/mp4": "mp4", "video/quicktime": "mov", "video/3gpp": "3gp", "video/webm": "webm",
    "video/x-matroska": "matroska", "audio/mpeg": "mp3", "audio/mp4": "mp4", "audio/ogg": "ogg", "audio/webm": "webm",
    "audio/wav": "wav", "audio/aac": "adts", "audio/flac": "flac", "audio/amr": "amr", "audio/3gpp": "3gp",
    "audio/x-caf": "caf", "audio/x-ms-wma": "asf", "video/x-msvideo": "avi", "video/x-ms-wmv": "asf",
    "video/mpeg": "mpeg", "video/mp2t": "mpegts", "video/ogg": "ogg", "audio/x-matroska": "matroska",
}  # fmt: skip
PICTURES = ("image/jpeg", "image/png", "image/webp", "image/gif")
CLEANED = frozenset({*PICTURES, *DRAWN, "application/pdf", *OFFICE, *FORMATS})
HARMLESS = frozenset({TEXT})  # has no metadata
