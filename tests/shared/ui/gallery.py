"""A bare Flask app that shows the page shell with sample data: for the browser tests and for looking at.

``python -m tests.shared.ui.gallery`` serves it at http://127.0.0.1:8899/.
"""

from __future__ import annotations

import base64
import threading
import uuid
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from flask import Blueprint, Flask, current_app, flash, redirect, render_template, request
from flask_babel import Babel
from jinja2 import ChoiceLoader, FileSystemLoader

from services.shared.calendar import clock
from services.shared.config import zone
from services.shared.fields import field_at
from services.shared.web.forms import Form, Forms, field_id
from services.shared.web.names import CHOSEN, PRINTED
from services.shared.web.navigation import Entry
from services.shared.web.sign_in_verbs import SIGN_IN
from tests.shared.ui.samples import CASE, ERRORS, LABELS, NAVIGATION, QUEUE, VALUES, VILLAGES

HERE = Path(__file__).parent
SHARED = HERE.parents[2] / "services" / "shared"
TOKEN = "gallery-token"
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; media-src 'self' blob:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
OFFICE = SimpleNamespace(
    name="Kecamatan Kumelembuai",
    government="Pemerintah Kabupaten Minahasa Selatan",
    office=SimpleNamespace(address="Jalan Trans Kumelembuai, Minahasa Selatan 95355", phone="0431-000000"),
)
CLERK = SimpleNamespace(name="Rina Wulandari", role_label="Petugas Layanan")

pages = Blueprint("pages", __name__)


def create_gallery() -> Flask:
    """The gallery; ``app.extensions['tus']`` holds what was uploaded, ``['posts']`` what forms sent."""
    app = Flask(__name__, static_folder=str(SHARED / "static"), template_folder=str(HERE / "templates"))
    app.secret_key = "gallery"
    app.jinja_loader = ChoiceLoader(
        [FileSystemLoader(HERE / "templates"), FileSystemLoader(SHARED / "templates")],
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True  # as the factory of the services does
    Babel(app, default_locale="id")
    app.jinja_env.globals.update(asset=lambda path: f"/static/{path}?v=1", csrf_token=lambda: TOKEN)
    app.jinja_env.globals.update(field_id=field_id, field_at=field_at, chosen_files=CHOSEN, printed_files=PRINTED)
    app.jinja_env.globals.update(zone=zone.of_office(), zone_name=zone.name())
    app.jinja_env.filters.update(date_time=clock.date_time, long_date=clock.long_date, translated=lambda text: text)
    app.extensions.update(tus=Tus(), posts=[])
    app.register_blueprint(pages)
    app.context_processor(
        lambda: {"office": OFFICE, "me": CLERK, "navigation": navigation(), "demo": False, "handoffs_late": 0},
    )
    app.after_request(lambda answer: answer.headers.set("Content-Security-Policy", CSP) or answer)
    return app


def navigation() -> list[Entry]:
    """The menu, with the page being shown marked, and a group."""
    pages = [Entry(label, url, request.path == url) for label, url in NAVIGATION]
    below = (Entry("Arsip", "/arsip", False), Entry("Retensi arsip", "/retensi", False))
    return [*pages, Entry("Buku dan arsip", "", False, below)]


def complaint_form(**changes: Any) -> str:
    """The intake form, as four engineers would write it."""
    blank: dict[str, Any] = {"values": {}, "errors": {}}
    context = {
        "form": blank,
        "labels": LABELS,
        "villages": VILLAGES,
        "finished": [],
        "endpoint": "/tus/",
        "max_size": 2 * 1024**3,
    }
    return render_template("intake.html", **context | changes)


@pages.get("/")
def index() -> str:
    """Where everything is."""
    return render_template("index.html")


@pages.get("/terima")
def intake_form() -> str:
    """An empty form; ``?max=`` sets the largest size of a file."""
    return complaint_form(max_size=int(request.args.get("max", 2 * 1024**3)))


@pages.get("/terima-polos")
def plain_form() -> str:
    """The form without a tus endpoint."""
    return complaint_form(endpoint="")


@pages.get("/terima-salah")
def wrong_form() -> str:
    """The form with nine errors, values and finished uploads kept."""
    finished = [{"id": "a1", "name": "foto-kuitansi.jpg", "size": 1_812_000, "thumb_url": "/contoh/foto.svg"}]
    return complaint_form(form={"values": VALUES, "errors": ERRORS}, finished=finished)


@pages.post("/terima")
def receive_form() -> tuple[str, int]:
    """Remember what came."""
    files = [f"{name}:{file.filename}" for name, file in request.files.items(multi=True) if file.filename]
    current_app.extensions["posts"].append(request.form.to_dict(flat=False) | {"files": files})
    return render_template("index.html"), 200


@pages.post("/simpan-konsep")
def autosave() -> Any:
    """Remember what was saved by itself."""
    if request.headers.get("X-CSRFToken") != TOKEN:
        return "", 403
    current_app.extensions["posts"].append(request.form.to_dict(flat=False))
    return {"fields": {"version": len(current_app.extensions["posts"]) + 1}}


@pages.get("/antrean")
def queue() -> Any:
    """The work queue; ``q`` filters it, and plays an ended session."""
    wanted = request.args.get("q", "").lower()
    if wanted == "sesi habis":
        return redirect("/masuk")
    rows = [row for row in QUEUE if wanted in row["applicant"].lower() or wanted in row["number"].lower()]
    return render_template(
        "queue.html", rows=rows, form={"values": request.args, "errors": {}}, handoffs_late=2, demo=True
    )


@pages.get("/antrean-kosong")
def empty_queue() -> str:
    """Nothing waits."""
    return render_template("queue.html", rows=[], form={"values": {}, "errors": {}})


@pages.get("/kasus")
def one_case() -> str:
    """The whole story of a case."""
    flash("Disposisi tersimpan dan dikirim ke Tim Pengaduan.", "success")
    return render_template("case.html", case_=CASE, form={"values": {}, "errors": {}})


@pages.get("/formulir-lain")
def other_fields() -> str:
    """Every field macro once, plain and wrong."""
    flash("Sesi Anda berakhir pukul 16.30 WITA.", "info")
    flash("Nomor surat 337/012 sudah dipakai.", "error")
    wrong = {
        name: ["Wajib diisi."] for name in ("kind", "members", "agree", "at", "copies", "scan", "signature", "secret")
    }
    return render_template("fields.html", good={"values": {"on": date(2026, 11, 24)}, "errors": {}},
                           form={"values": {"members": ["b"]}, "errors": wrong})  # fmt: skip


@pages.get("/masuk")
def sign_in() -> str:
    """Signing in failed."""
    form = Form({"username": "rina"}, {"": ["Nama pengguna atau kata sandi salah."]}, SIGN_IN.name)
    forms = Forms(SIGN_IN.name, form)
    return render_template("sign_in.html", forms=forms, sign_in=SIGN_IN, me=None, demo=True)


@pages.get("/pesan")
def message() -> str:
    """A conflict, for someone signed in."""
    return render_template(
        "message.html", status=409, title="Pengaduan ini sudah diubah orang lain", reference="9f2c-41d0",
        text="Sejak halaman dibuka, Ferdinand Karundeng sudah menyimpan keputusan. "
        "Muat ulang untuk melihatnya; tidak ada yang ditimpa.",
        way_out=("Muat ulang pengaduan", "/kasus"),
    )  # fmt: skip


@pages.get("/pesan-polos")
def bare_message() -> str:
    """A failure so early that the context processor gave nothing."""
    nothing = dict.fromkeys(("office", "me", "navigation", "demo", "handoffs_late"))
    return render_template("message.html", **nothing, status=503, title="Layanan sedang tidak dapat dipakai",
                           text="Coba lagi beberapa saat lagi.")  # fmt: skip


@pages.get("/lacak")
def tracking() -> str:
    """A citizen looks up a complaint."""
    return render_template("tracking.html", case_=CASE, form={"values": {"code": "KMB-7Q4F-2M"}, "errors": {}})


@pages.get("/contoh/foto.svg")
def picture() -> tuple[str, dict[str, str]]:
    """A stand-in for a thumbnail."""
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 56 56"><rect width="56" height="56" fill="#9cc3e0"/>'
        '<path d="M0 40 18 22l12 12 8-7 18 15v14H0z" fill="#3d7a4e"/><circle cx="42" cy="14" r="6" fill="#fd6"/></svg>'
    )
    return svg, {"Content-Type": "image/svg+xml"}


class Tus:
    """A tus 1.0 endpoint in memory. ``fail_next`` answers 503 to that many PATCH requests; ``hold`` stops them."""

    def __init__(self) -> None:
        self.parts: dict[str, bytearray] = {}
        self.sizes: dict[str, int] = {}
        self.metadata: dict[str, dict[str, str]] = {}
        self.fail_next = 0
        self.hold = threading.Event()
        self.hold.set()


def tus_answer(action: Callable[[Tus], Any]) -> Any:
    """Run a tus verb with the checks and headers they share."""
    if request.headers.get("X-CSRFToken") != TOKEN:
        return "", 403
    body, status, headers = action(current_app.extensions["tus"])
    return body, status, {"Tus-Resumable": "1.0.0", "Cache-Control": "no-store", **headers}


@pages.post("/tus/")
def tus_create() -> Any:
    """Begin an upload."""

    def create(tus: Tus) -> Any:
        key = uuid.uuid4().hex
        tus.parts[key], tus.sizes[key] = bytearray(), int(request.headers["Upload-Length"])
        pairs = (pair.split(" ") for pair in request.headers["Upload-Metadata"].split(","))
        tus.metadata[key] = {name: base64.b64decode(value).decode() for name, value in pairs}
        return "", 201, {"Location": f"/tus/{key}"}

    return tus_answer(create)


@pages.route("/tus/<key>", methods=["HEAD", "PATCH", "DELETE"])
def tus_part(key: str) -> Any:
    """Say how far it is, take more, or forget it."""

    def part(tus: Tus) -> Any:
        if key not in tus.parts:
            return "", 404, {}
        if request.method == "DELETE":
            tus.parts.pop(key)
            return "", 204, {}
        if request.method == "PATCH":
            tus.hold.wait(20)
            if tus.fail_next:
                tus.fail_next -= 1
                return "", 503, {}
            if int(request.headers["Upload-Offset"]) != len(tus.parts[key]):
                return "", 409, {}
            tus.parts[key] += request.get_data()
        offset = str(len(tus.parts[key]))
        return (
            "",
            204 if request.method == "PATCH" else 200,
            {"Upload-Offset": offset, "Upload-Length": str(tus.sizes[key])},
        )

    return tus_answer(part)


if __name__ == "__main__":
    create_gallery().run(port=8899)
