"""Notices on real PostgreSQL and real servers: once, again after a failure, and failed where people see it."""

from __future__ import annotations

import dataclasses
import json
import multiprocessing
import os
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest

from services.shared.calendar import clock
from services.shared.errors import RuleBroken
from services.shared.notices.posting import Via, person, post, role
from services.shared.notices.rows import MAX_TRIES
from services.shared.notices.sending import Sender
from services.shared.rights.people import SYSTEM, Role
from services.shared.staff.appointments import Appointments
from services.shared.unit_of_work import Service
from tests.support import notices
from tests.support.office import TestOffice
from tests.support.outside import Gateway, MailServer, Post


def test_a_mail_goes_out_once_with_number_and_link_only(office: TestOffice, intake: Service, mail: MailServer) -> None:
    subject = notices.posted(intake)
    assert office.send_notices("intake", **mail.settings) == 1
    assert office.send_notices("intake", **mail.settings) == 0
    (sent,) = mail.mails
    assert sent["To"] == "olga@kecamatan.example"
    assert sent["From"] == "Kecamatan Kumelembuai <sigap@kecamatan.example>"
    assert (
        sent.get_content().replace("\r\n", "\n") == f"Ada kabar tentang {subject}\nhttp://localhost:8000/intake/track\n"
    )
    row = notices.one(intake, subject)
    assert sent["Message-ID"] == f"<{row.id}@kecamatan.example>"
    assert (row.sent_at is not None, row.attempts) == (True, 1)


def test_the_same_occasion_is_told_once(intake: Service) -> None:
    subject = notices.posted(intake)
    notices.posted(intake, subject=subject, text="lain")
    notices.posted(intake, subject=subject, occasion="2")
    assert [row.occasion for row in notices.of(intake, subject)] == ["1", "2"]


def test_an_action_that_fails_posts_no_notice(intake: Service) -> None:
    with pytest.raises(RuleBroken), intake.work(SYSTEM) as work:
        post(work, kind="trial", subject="UJI-batal", recipient=role(Role.ADMIN), occasion="1", text="batal")
        raise RuleBroken("tidak jadi")
    assert notices.of(intake, "UJI-batal") == []


def test_two_workers_at_once_send_once(intake: Service, phone: Gateway) -> None:
    subjects = [notices.posted(intake, Via.SMS, "+6281234567890") for _ in range(12)]
    settings = intake.settings.model_copy(update=phone.settings)
    workers = [Sender(dataclasses.replace(intake, settings=settings)) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(lambda worker: worker.run(), workers)) == len(subjects)
    assert sorted(post.headers["Idempotency-Key"] for post in phone.posts) == sorted(
        str(notices.one(intake, subject).id) for subject in subjects
    )


def _send_and_die(environment: Any, settings: dict[str, Any]) -> None:
    """A worker that is killed by the gateway's answer, before it can write that the message went out."""
    service = environment
    service.database.dispose()
    service.staff.dispose()
    Sender(dataclasses.replace(service, settings=service.settings.model_copy(update=settings))).run()


def test_killed_between_send_and_commit_gives_one_duplicate_with_the_same_key(
    office: TestOffice, intake: Service, phone: Gateway
) -> None:
    subject = notices.posted(intake, Via.SMS, "+6281234567890")
    child = multiprocessing.get_context("fork").Process(target=_send_and_die, args=(intake, phone.settings))
    dead = threading.Event()

    def kill(_: Post) -> None:
        phone.behave = lambda post: None
        os.kill(child.pid or 0, signal.SIGKILL)
        child.join()  # here alone: of two threads that wait for one child, one is never told how it ended
        dead.set()

    phone.behave = kill
    child.start()
    assert dead.wait(20)
    assert child.exitcode == -signal.SIGKILL
    assert notices.one(intake, subject).sent_at is None
    now = clock.now()
    assert office.send_notices("intake", now, **phone.settings) == 0  # claimed: not at once
    later = now + timedelta(minutes=3)
    assert office.send_notices("intake", later, **phone.settings) == 1
    assert office.send_notices("intake", later + timedelta(hours=2), **phone.settings) == 0
    keys = [post.headers["Idempotency-Key"] for post in phone.posts]
    assert keys == [str(notices.one(intake, subject).id)] * 2


@pytest.mark.parametrize("trouble", ["refused", "hangs", "busy", "nobody"])
def test_a_mail_server_in_trouble_is_tried_again_and_said(
    office: TestOffice, intake: Service, mail: MailServer, trouble: str
) -> None:
    subject, settings = notices.posted(intake), dict(mail.settings)
    if trouble == "nobody":
        settings["smtp_port"] = 1
    mail.hangs = trouble == "hangs"
    mail.answer = "451 coba lagi nanti" if trouble == "busy" else mail.answer
    mail.to = "450 kotak penuh" if trouble == "refused" else mail.to
    now = clock.now()
    assert office.send_notices("intake", now, **settings) == 0
    row = notices.one(intake, subject)
    said = {
        "refused": "Alamat ditolak server e-mail (450: kotak penuh)",
        "hangs": "Server e-mail tidak menjawab dalam batas waktu",
        "busy": "Server e-mail menolak kiriman (451: coba lagi nanti)",
        "nobody": "Server e-mail tidak dapat dihubungi (ConnectionRefusedError)",
    }
    assert (row.error, row.failed_at, row.attempts) == (said[trouble], None, 1)
    mail.hangs, mail.answer, mail.to = False, "250 OK", "250 OK"
    assert office.send_notices("intake", now + timedelta(minutes=1), **mail.settings) == 0
    assert office.send_notices("intake", now + timedelta(minutes=3), **mail.settings) == 1
    assert notices.one(intake, subject).error == ""


def test_after_the_last_try_it_has_failed_staff_are_told_and_send_it_again(
    office: TestOffice, intake: Service, phone: Gateway
) -> None:
    subject = notices.posted(intake, Via.WHATSAPP, "+6281234567890")
    phone.status, phone.body = 500, b'{"error": "kuota habis untuk +6281234567890"}'
    now = clock.now()
    for tries in range(MAX_TRIES):
        assert notices.one(intake, subject).attempts == tries
        now += timedelta(hours=2)
        office.send_notices("intake", now, **phone.settings)
    row = notices.one(intake, subject)
    assert row.failed_at == now
    assert row.error == "Gerbang pesan menjawab HTTP 500: kuota habis untuk •••"
    office.send_notices("intake", now + timedelta(hours=2), **phone.settings)
    assert len(phone.posts) == MAX_TRIES
    assert notices.bells(intake, "admin", subject)[0].link == "/intake/notices/channels"
    page = office.person("admin").get("/intake/notices/channels").text
    assert subject in page
    assert "kuota habis" in page
    assert "81234567890" not in page
    phone.status = 200
    assert office.person("admin").post(f"/intake/notices/{row.id}/send-again").status_code == 302
    assert office.person("admin").post(f"/intake/notices/{row.id}/send-again").status_code == 409
    assert office.send_notices("intake", **phone.settings) == 1
    assert phone.posts[-1].headers["Idempotency-Key"] == str(row.id)


def test_what_the_other_side_refuses_for_good_is_not_tried_again(
    office: TestOffice, intake: Service, mail: MailServer, phone: Gateway
) -> None:
    mail.to, phone.status = "550 tidak dikenal", 422
    mailed, texted = notices.posted(intake), notices.posted(intake, Via.SMS, "+6281234567890")
    office.send_notices("intake", **mail.settings | phone.settings)
    assert [notices.one(intake, subject).failed_at is not None for subject in (mailed, texted)] == [True, True]


def test_a_channel_that_is_down_is_left_alone_and_the_others_wait_without_losing_a_try(
    intake: Service, mail: MailServer, phone: Gateway
) -> None:
    mail.hangs = True
    mailed = [notices.posted(intake) for _ in range(3)]
    texted = notices.posted(intake, Via.SMS, "+6281234567890")
    settings = intake.settings.model_copy(update=mail.settings | phone.settings)
    sender, now = Sender(dataclasses.replace(intake, settings=settings)), clock.now()
    assert sender.run(now) == 1
    assert sender.run(now + timedelta(seconds=5)) == 0
    assert sorted(notices.one(intake, subject).attempts for subject in mailed) == [0, 0, 1]
    assert notices.one(intake, texted).sent_at is not None


def test_a_gateway_that_had_it_before_counts_as_sent(office: TestOffice, intake: Service, phone: Gateway) -> None:
    subject = notices.posted(intake, Via.SMS, "+6281234567890")
    phone.status = 409
    assert office.send_notices("intake", **phone.settings) == 1
    assert notices.one(intake, subject).sent_at is not None


@pytest.mark.parametrize("trouble", ["slow", "500", "429", "404", "gone", "elsewhere"])
def test_a_gateway_in_trouble_is_tried_again_with_the_same_key(
    office: TestOffice, intake: Service, phone: Gateway, trouble: str
) -> None:
    subject, settings, answered = notices.posted(intake, Via.SMS, "+6281234567890"), phone.settings, threading.Event()
    if trouble == "slow":
        phone.behave = lambda post: answered.wait(5) and None
    elif trouble == "gone":
        settings = settings | {"webhook_url": "http://127.0.0.1:1/"}
    else:
        phone.status = 302 if trouble == "elsewhere" else int(trouble)
    now = clock.now()
    assert office.send_notices("intake", now, **settings) == 0
    answered.set()
    row = notices.one(intake, subject)
    said = {
        "slow": "Gerbang pesan tidak menjawab dalam batas waktu",
        "gone": "Gerbang pesan tidak dapat dihubungi (ConnectError)",
        "elsewhere": "Gerbang pesan menjawab HTTP 302",
    }
    assert (row.error, row.failed_at) == (said.get(trouble, f"Gerbang pesan menjawab HTTP {trouble}"), None)
    phone.status, phone.behave = 200, lambda post: None
    assert office.send_notices("intake", now + timedelta(minutes=3), **phone.settings) == 1
    assert {post.headers["Idempotency-Key"] for post in phone.posts} == {str(row.id)}


def test_the_gateway_gets_signed_json(office: TestOffice, intake: Service, phone: Gateway) -> None:
    subject = notices.posted(intake, Via.WHATSAPP, "+6281234567890")
    office.send_notices("intake", **phone.settings)
    (got,) = phone.posts
    assert json.loads(got.body) == {
        "id": str(notices.one(intake, subject).id),
        "channel": "whatsapp",
        "to": "+6281234567890",
        "text": f"Ada kabar tentang {subject}\nhttp://localhost:8000/intake/track",
    }


def test_a_bell_rings_for_everybody_with_the_role_but_those_left_out_and_once(
    office: TestOffice, intake: Service
) -> None:
    subject = notices.posted(intake, Via.BELL, recipient=role(Role.TEAM), not_for=["tim2"])
    office.send_notices("intake")
    names = [name for name in ("tim1", "tim2", "tim3", "loket1") if notices.bells(intake, name, subject)]
    assert names == ["tim1", "tim3"]
    office.send_notices("intake", clock.now() + timedelta(hours=1))
    assert len(notices.bells(intake, "tim1", subject)) == 1


def test_who_acts_in_an_office_hears_its_bell_in_those_days_only(office: TestOffice, intake: Service) -> None:
    appointments, admin = Appointments(office.accounts), SYSTEM
    first, last = date(2031, 3, 3), date(2031, 3, 7)
    facts = {"role": Role.CAMAT, "kind": "plh", "position": "Sekretaris Camat", "rank": "Penata", "nip": "1" * 18}
    period = {"decree": "800/1", "decree_on": first, "starts_on": first, "ends_on": last}
    appointed = appointments.appoint(admin, clock.now(), {"username": "tim3"} | facts | period)
    try:
        during = notices.posted(intake, Via.BELL, recipient=role(Role.CAMAT), now=notices.at("2031-03-07", "23:59"))
        office.send_notices("intake", notices.at("2031-03-07", "23:59"))
        after = notices.posted(intake, Via.BELL, recipient=role(Role.CAMAT), now=notices.at("2031-03-08", "00:01"))
        office.send_notices("intake", notices.at("2031-03-08", "00:01"))
    finally:
        appointments.end(admin, clock.now(), appointed)
    assert [len(notices.bells(intake, "tim3", subject)) for subject in (during, after)] == [1, 0]
    assert [len(notices.bells(intake, "camat", subject)) for subject in (during, after)] == [1, 1]


def test_a_bell_that_nobody_hears_has_failed(office: TestOffice, intake: Service) -> None:
    subject = notices.posted(intake, Via.BELL, recipient=person("sudah-keluar"))
    office.send_notices("intake")
    assert notices.one(intake, subject).error == "Tidak ada akun aktif yang menerimanya"
