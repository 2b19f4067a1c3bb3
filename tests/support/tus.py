"""A browser's side of tus 1.0, as a test steers it: every part by hand."""

from __future__ import annotations

import base64
from typing import Any

from werkzeug.test import TestResponse

from tests.support.office import Person

PART = "application/offset+octet-stream"


class Tus:
    """Uploads of one person to one thing; ``path`` is the endpoint, with its slash at the end."""

    def __init__(self, person: Person, path: str) -> None:
        self._person, self.path = person, path

    def begin(self, size: int, name: str = "video.mp4", expect: int = 201, **facts: str) -> str:
        """Announce a file; returns where its parts go, or what was said where ``expect`` is a refusal."""
        meta = f"filename {base64.b64encode(name.encode()).decode()},filetype {base64.b64encode(b'video/mp4').decode()}"
        meta += "".join(f",{key} {base64.b64encode(value.encode()).decode()}" for key, value in facts.items())
        answer = self.send("POST", self.path, {"Upload-Length": str(size), "Upload-Metadata": meta})
        assert answer.status_code == expect, (answer.status_code, answer.headers)
        return answer.headers["Location"] if expect == 201 else answer.headers.get("X-Message", "")

    def part(self, place: str, data: bytes, offset: int = 0, **headers: str) -> TestResponse:
        """Send a part."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.send("PATCH", place, {"Upload-Offset": str(offset)} | named, data=data, content_type=PART)

    def offset(self, place: str) -> int:
        """How far the server says it is."""
        answer = self.send("HEAD", place)
        assert answer.status_code == 200, answer.status_code
        return int(answer.headers["Upload-Offset"])

    def whole(self, data: bytes, name: str = "video.mp4") -> str:
        """A finished upload; returns its id, as a form names it."""
        place = self.begin(len(data), name)
        answer = self.part(place, data)
        assert answer.status_code == 204, (answer.status_code, answer.headers)
        return place.rsplit("/", 1)[-1]

    def send(self, method: str, path: str, headers: dict[str, str] | None = None, **kwargs: Any) -> TestResponse:
        """Any request of the protocol."""
        client = self._person.client(path.split("/")[1])
        token = self._person._tokens[path.split("/")[1]]
        named = {"Tus-Resumable": "1.0.0", "X-CSRFToken": token} | (headers or {})
        return client.open(path, method=method, headers=named, **kwargs)
