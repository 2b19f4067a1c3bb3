"""The office's services and processes by name: plain words, which also those need that load no library for them."""

from __future__ import annotations

SERVICES = ("intake", "review", "letters", "registry")  # each as its web process and its workers
SIGN_IN = "sign-in"  # the part that alone writes accounts and sessions; a web process, in front of all services
OFFICE = (*SERVICES, SIGN_IN)  # who has keys of personal data of its own
EVERY = (*SERVICES, "beat")  # who sends tasks, with a key of its own
CHECKER = "registry-checks"
USERS = (*EVERY, SIGN_IN, CHECKER)  # who has a user of its own at the broker
PAGES, WORKER, CHECKS, CLOCK = "pages", "worker", "checks", "clock"
KINDS = (PAGES, WORKER, CHECKS, CLOCK)
PROCESSES = {  # each with settings of its own: its name → whose it is, and of which kind
    SIGN_IN: (SIGN_IN, PAGES),
    **{name: (name, PAGES) for name in SERVICES},
    **{f"{name}-worker": (name, WORKER) for name in SERVICES},
    CHECKER: ("registry", CHECKS),
    "beat": ("beat", CLOCK),
}
SCHEMAS = {  # a schema of the database → the package of its tables
    "staff": "services.shared.staff",
    **{name: f"services.{name}" for name in SERVICES},
}
