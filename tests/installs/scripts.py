"""What the people at a desk do, as programs that run in the code of a release, outside of this one's."""

from __future__ import annotations

# Whoever is told that a page is not to be had for a moment (docs/operations/upgrade.md) presses again; whose session
# has ended with the release before (docs/decisions/0061) signs in again, and has the pages of the release that runs
# then: with a token of each service. Case after case, until this end is closed.
PLAYED = """
import re, sys, threading, time
import httpx
from deploy.demo import client, play, staff, stories

class Patient(httpx.HTTPTransport):
    def handle_request(self, request):
        for second in range(120):
            try:
                answer = super().handle_request(request)
            except httpx.ConnectError:
                answer = None
            if answer is not None and answer.status_code not in (502, 503, 504):
                print("waited", second) if second else None
                return answer
            time.sleep(1)
        raise AssertionError(f"{request.method} {request.url} is not answered")

def renewed(asked):
    def ask(self, *words, **kwargs):
        try:
            return asked(self, *words, **kwargs)
        except client.ApiError as refused:
            method, path, status = re.match(r"(\\w+) (\\S+): (\\d+)", str(refused)).groups()
            if path.endswith("/api/session") or status not in ("400", "401"):
                raise
        if status == "401":
            print("signed in again", path)
            self.sign_in()
        if method != "GET":
            token = self.get(f"/{path.split('/')[1]}/api/session")["csrf_token"]
            kwargs["headers"] = {"X-CSRFToken": token} | kwargs.get("headers", {})
        return asked(self, *words, **kwargs)
    return ask

for name in ("_json", "download"):
    setattr(client.Program, name, renewed(getattr(client.Program, name)))
over = threading.Event()
threading.Thread(target=lambda: (sys.stdin.read(), over.set()), daemon=True).start()
desk = staff.Staff(sys.argv[1], transport=Patient(), patience=900)
(story,) = (story for story in stories.STORIES if story.id == "K05")
print("played", play.play(desk, story), flush=True)
while not over.is_set():
    print("played", play.play(desk, story), flush=True)
"""
ARCHIVED = """
import sys
from deploy.demo.staff import Staff
clerk = Staff(sys.argv[1], patience=900).clerk
found = clerk.wait(f"/intake/api/complaints/{sys.argv[2]}", lambda case: case["archive_no"])
print("archived", found["archive_no"])
"""
SHOWN = """
import sys, httpx
answer = httpx.get(sys.argv[1] + sys.argv[2])
print(answer.status_code, answer.text)
"""
# What is typed is kept while it is typed, at all four parts, every 200 ms, until this end is closed; whose session has
# ended signs in again. The longest time that each of them kept nothing, in seconds.
TYPED = """
import json, sys, threading, time
import httpx
from deploy.demo.client import ApiError
from deploy.demo.staff import Staff
clerk, over, signing_in = Staff(sys.argv[1], patience=900).clerk, threading.Event(), threading.Lock()
desk, tokens, signed_in = clerk.http, {}, [0]

def token(service):
    answers = (desk.get(f"/{part}/api/session") for part in (service, "intake"))  # one for all in releases before 0.2
    return next(answer.json()["csrf_token"] for answer in answers if answer.is_success)

def again(since):
    with signing_in:
        if signed_in[0] == since:
            clerk.sign_in()
            tokens.clear()
            signed_in[0] += 1

def kept(service, count):
    since = signed_in[0]
    data = {"form": "ketikan apart", "values": json.dumps({"cerita": f"Kalimat ke-{count}"})}
    try:
        proof = {"X-CSRFToken": tokens.setdefault(service, "") or token(service)}
        tokens[service] = proof["X-CSRFToken"]
        answer = desk.post(f"/{service}/drafts", data=data, headers=proof)
        if answer.status_code in (302, 401):
            again(since)
    except (httpx.HTTPError, StopIteration, ValueError, KeyError, ApiError):
        return False
    if answer.status_code in (400, 403):
        tokens[service] = ""
    return answer.is_success

def type_at(service):
    count, longest, last = 0, 0, time.monotonic()
    while not over.wait(0.2):
        if kept(service, count):
            count, longest, last = count + 1, max(longest, time.monotonic() - last), time.monotonic()
    print("paused", service, round(max(longest, time.monotonic() - last), 2), count, flush=True)

parts = [threading.Thread(target=type_at, args=(name,)) for name in ("intake", "review", "letters", "registry")]
for part in parts:
    part.start()
sys.stdin.read()
over.set()
"""
