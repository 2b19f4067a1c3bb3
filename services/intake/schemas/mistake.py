"""What taking back an opening takes."""

from __future__ import annotations

from services.shared.fields import Versioned, text


class MistakeSchema(Versioned):
    """Why the complaint was opened by mistake: it stands in the book beside the number."""

    reason = text(
        "Mengapa salah buka", 300, 5, hint="Tanpa nama orang, misalnya: hanya bertanya, atau terbuka dua kali"
    )
