"""A PDF that does something when it is opened is refused by its content, by every way in; a form with scripts is not.

Each was taken before (the mend taken out: all of ACTS come in with 200), and the browser's viewer, or a program on the
desk, got it as it was.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from urllib.parse import unquote

import pikepdf
import pytest
from pikepdf import Name

from services.shared.files.media.papers import open_paper
from services.shared.files.sniffing.pdf import CARRIED, MEDIA, PROGRAM, SCRIPT, SENDING, acts
from tests.real_input.files import photo
from tests.support.intake import Desk, person
from tests.support.office import TestOffice
from tests.support.tus import Tus


def entry(**entries: object) -> dict[str, object]:
    """A dictionary of PDF, not yet of any document."""
    return {f"/{name}": value for name, value in entries.items()}


JS = entry(S=Name.JavaScript, JS="app.alert('halo')")
LAUNCH = entry(S=Name.Launch, F="calc.exe")
Change = Callable[[pikepdf.Pdf], None]


def made(change: Change | None = None) -> bytes:
    target = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(300, 400))
        if change:
            change(pdf)
        pdf.save(target)
    return target.getvalue()


def carrying(data: bytes, name: str) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, data, filename=name)

    return change


def root(**entries: object) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        for name, value in entries.items():
            pdf.Root[f"/{name}"] = pdf.make_indirect(pikepdf.Dictionary(value)) if isinstance(value, dict) else value

    return change


def page(**entries: object) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        for name, value in entries.items():
            pdf.pages[0].obj[f"/{name}"] = value

    return change


def xfa(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm = pikepdf.Dictionary(XFA=pdf.make_stream(b"<xdp><script>xfa.host.messageBox(1)</script></xdp>"))


def annotation(**entries: object) -> dict[str, object]:
    return entry(Type=Name.Annot, Rect=([0, 0, 10, 10]), **entries)


ACTS: dict[str, tuple[Change, str]] = {
    "script at opening": (root(OpenAction=JS), SCRIPT),
    "script behind a harmless action": (root(OpenAction=entry(S=Name.Named, N=Name.NextPage, Next=JS)), SCRIPT),
    "script at closing": (root(AA=entry(WC=JS)), SCRIPT),
    "script of the document": (root(Names=entry(JavaScript=entry(Names=(["a", JS])))), SCRIPT),
    "script of a page": (page(AA=entry(O=JS)), SCRIPT),
    "script of a form of another kind": (xfa, SCRIPT),
    "program at opening": (root(OpenAction=LAUNCH), PROGRAM),
    "program behind a link": (page(Annots=([annotation(Subtype=Name.Link, A=LAUNCH)])), PROGRAM),
    "data sent at opening": (root(OpenAction=entry(S=Name.SubmitForm, F="https://x.example")), SENDING),
    "a player of programs": (page(Annots=([annotation(Subtype=Name.RichMedia)])), MEDIA),
    "a program within": (carrying(b"MZ" + bytes(200), "surat.txt"), CARRIED),
    "a page with a script within": (carrying(b"<html><script>1</script></html>", "a.pdf"), CARRIED),
}
HARMLESS: dict[str, Change | None] = {
    "nothing": None,
    "opens at a page": lambda pdf: pdf.Root.__setitem__("/OpenAction", pikepdf.Array([pdf.pages[0].obj, Name.Fit])),
    "a link": page(Annots=([annotation(Subtype=Name.Link, A=entry(S=Name.URI, URI="https://x.example"))])),
    "a form that checks its numbers": root(AcroForm=entry(Fields=([entry(FT=Name.Tx, T="a", AA=entry(K=JS, F=JS))]))),
    "a photograph within": carrying(photo("JPEG"), "foto.jpg"),
    "an invoice's data within": carrying(b'<?xml version="1.0"?><faktur/>', "faktur.xml"),
}


@pytest.fixture
def file(tmp_path: object) -> Callable[[bytes], str]:
    def write(data: bytes) -> str:
        path = f"{tmp_path}/a.pdf"
        with open(path, "wb") as target:
            target.write(data)
        return path

    return write


@pytest.mark.parametrize("name", ACTS)
def test_what_acts_is_found(file: Callable[[bytes], str], name: str) -> None:
    change, said = ACTS[name]
    path = file(made(change))
    assert acts(path) == said
    assert open_paper(path)[1]["trouble"] == "acting"  # should the first look have had no time for it


@pytest.mark.parametrize("name", HARMLESS)
def test_what_does_not_is_kept(file: Callable[[bytes], str], name: str) -> None:
    assert acts(file(made(HARMLESS[name]))) == ""


def test_it_is_refused_at_the_desk_by_either_way_in_with_the_way_out(office: TestOffice) -> None:
    desk, active = Desk(office), made(root(OpenAction=JS))
    clerk = person(office, "loket1")
    refused = desk.upload(active, "surat.pdf", expect=415)
    assert "skrip" in str(refused)
    assert "cetak sebagai PDF" in str(refused)
    tus = Tus(clerk, f"/intake/complaints/{desk.case_no}/uploads/")
    answer = tus.part(tus.begin(len(active), "surat.pdf"), active)
    assert answer.status_code == 415, answer.headers
    assert "JavaScript" in unquote(answer.headers["X-Message"])
    desk.upload(made(HARMLESS["a form that checks its numbers"]), "formulir.pdf")
