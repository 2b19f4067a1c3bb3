"""The channels for those who run the office: what is set, what works, what failed; *send again*; a test message."""

from __future__ import annotations

from flask import Blueprint, render_template

from services.shared.calendar import clock
from services.shared.notices import status
from services.shared.notices.channels import channels
from services.shared.notices.verbs import ADMINISTRATORS, RIGHTS, TEST
from services.shared.unit_of_work import Service
from services.shared.web.access import allow
from services.shared.web.forms import Forms
from services.shared.web.verbs import add_pages

FIRST = "intake"  # the service whose notices go to the outside


def add_to(pages: Blueprint, service: Service, services: tuple[str, ...]) -> None:
    """Add the page of the channels to the blueprint of a service."""

    @pages.get("/notices/channels")
    @allow(*RIGHTS.roles("see_channels"))
    def channels_page() -> str:
        return page(Forms())

    def page(forms: Forms) -> str:
        return render_template(
            "notices/channels.html",
            forms=forms,
            test=TEST if service.name == FIRST else None,
            services=services,
            own=service.name,
            status=status.read(service, clock.now()),
            choices={
                "channels": [(str(via), status.LABELS[via]) for via in channels(service.settings, service.office.name)]
            },
        )

    @pages.get("/notices/channels/panel")
    @allow(*RIGHTS.roles("see_channels"))
    def channels_panel() -> str:
        return render_template("notices/channels_panel.html", status=status.read(service, clock.now()))

    add_pages(pages, "/notices", page, ADMINISTRATORS, RIGHTS, then=".channels_page")
