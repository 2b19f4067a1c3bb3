"""The bell and the pages of the notices, by HTTP."""

from __future__ import annotations

import re
import uuid

from sqlalchemy import update

from deploy.setup import DEMO_PASSWORD
from services.shared.notices import contacts
from services.shared.notices.posting import Via, person
from services.shared.staff.tables import account
from services.shared.unit_of_work import Service
from tests.support import notices
from tests.support.office import TestOffice
from tests.support.outside import Gateway


def ring(office: TestOffice, intake: Service, username: str) -> str:
    subject = notices.posted(intake, Via.BELL, recipient=person(username), link="/intake/book")
    office.send_notices("intake")
    return subject


def unread_in_the_head(office: TestOffice, username: str, path: str) -> int:
    found = re.search(r'aria-label="Pemberitahuan: (\d+) belum dibaca"', office.person(username).get(path).text)
    return int(found[1]) if found else 0


def test_the_bell_counts_in_every_service_until_it_is_read(office: TestOffice, intake: Service) -> None:
    somebody = office.person("auditor")
    somebody.post("/intake/notices/read-all")
    subject = ring(office, intake, "auditor")
    assert [unread_in_the_head(office, "auditor", f"/{s}/notices") for s in ("intake", "review", "registry")] == [1] * 3
    row = notices.bells(intake, "auditor", subject)[0]
    opened = somebody.post(f"/review/notices/{row.id}/open")
    assert (opened.status_code, opened.location) == (302, "/intake/book")
    assert unread_in_the_head(office, "auditor", "/intake/notices") == 0
    somebody.post(f"/intake/notices/{row.id}/unread")
    assert unread_in_the_head(office, "auditor", "/intake/notices") == 1
    somebody.post("/intake/notices/read-all")
    assert unread_in_the_head(office, "auditor", "/letters/notices") == 0


def test_another_persons_notice_is_not_there(office: TestOffice, intake: Service) -> None:
    row = notices.bells(intake, "kasi", ring(office, intake, "kasi"))[0]
    assert office.person("loket1").post(f"/intake/notices/{row.id}/read").status_code == 404
    assert office.person("loket1").do(f"/intake/api/notices/{uuid.uuid4()}/read", expect=404)
    assert office.person("kasi").do(f"/intake/api/notices/{row.id}/read")["read_at"]


def test_the_list_goes_on_page_by_page(office: TestOffice, intake: Service) -> None:
    subjects = [notices.posted(intake, Via.BELL, recipient=person("registrasi"), link="/registry/") for _ in range(30)]
    office.send_notices("intake")
    first = office.person("registrasi").ask("/registry/api/notices")
    second = office.person("registrasi").ask(f"/registry/api/notices?after={first['next']}")
    texts = [item["text"] for item in first["items"] + second["items"]]
    assert all(any(subject in text for text in texts) for subject in subjects)
    ours = [text for text in texts if "UJI-" in text]
    assert len(ours) == len(set(ours)) == 30
    assert office.person("registrasi").get("/registry/notices?after=x").status_code == 200


def test_the_daily_summary_is_ones_own_choice(office: TestOffice, intake: Service) -> None:
    clerk = office.person("loket2")
    refused = clerk.post("/intake/notices/contact", data={"email": "deasy", "digest": "true"})
    assert refused.status_code == 422
    assert "deasy" in refused.text
    assert clerk.post("/intake/notices/contact", data={"digest": "true"}).status_code == 422
    asked = {"email": "d@k.example", "digest": "true", "password": DEMO_PASSWORD}
    assert clerk.post("/intake/notices/contact", data=asked).status_code == 302
    assert clerk.post("/intake/notices/contact", data={"email": "d@k.example"}).status_code == 302  # the same address
    assert clerk.post("/intake/notices/contact", data=asked | {"password": ""}).status_code == 302
    with office.accounts.transaction() as session:
        chosen = contacts.of(session, "loket2")
        session.execute(update(account).filter_by(username="loket2").values(email=None, digest=False))
    assert chosen is not None
    assert (chosen.email, chosen.digest) == ("d@k.example", True)


def test_the_channels_are_for_admin_and_auditor_and_only_the_admin_tests(office: TestOffice) -> None:
    for name, status in (("admin", 200), ("auditor", 200), ("loket1", 403), ("camat", 403)):
        assert office.person(name).get("/intake/notices/channels").status_code == status
    assert office.person("auditor").post("/intake/notices/channels/test", data={}).status_code == 403
    page = office.person("admin").get("/intake/notices/channels").text
    assert page.count("Belum disetel") == 3
    assert office.person("admin").get("/registry/notices/channels/panel").status_code == 200


def test_a_test_message_goes_the_same_way_as_all(office: TestOffice, intake: Service, phone: Gateway) -> None:
    admin = office.person("admin")
    wrong = admin.post("/intake/notices/channels/test", data={"via": "sms", "to": "bukan nomor"})
    assert wrong.status_code == 422
    assert admin.post("/intake/notices/channels/test", data={"via": "sms", "to": "+6281200000001"}).status_code == 302
    assert office.send_notices("intake", **phone.settings) == 1
    assert b"Pesan uji dari Sigap" in phone.posts[0].body
    row = [row for row in notices.of(intake, "pesan uji") if row.channel == "sms"][-1]
    assert "81200000001" not in str(row._mapping)
