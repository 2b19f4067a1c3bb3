"""Makes routes of verbs: for pages and for the API, with the rights, throttles and words of their rows.

Nothing else makes a route that changes something (a test looks): what is not shaped like a verb on a thing, such as
the steps of signing in, is marked by ``guarded``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any, TypeVar, cast

from flask import Blueprint, Response, flash, g, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_smorest import Blueprint as ApiBlueprint
from marshmallow import Schema, fields

from services.shared.data.reading import only_reading
from services.shared.errors import Refused, RuleBroken, Stale, Unavailable
from services.shared.rights.people import CITIZEN, Actor
from services.shared.rights.rights import Rights
from services.shared.verbs import Verb, openers
from services.shared.web.access import allow, public
from services.shared.web.bodies import WHOLE, takes
from services.shared.web.documented import answers_file, file_body
from services.shared.web.files import GivenFile, given_file
from services.shared.web.forms import Form, Forms, submit, typed
from services.shared.web.limits import limited, takes_files
from services.shared.web.service import current_service
from services.shared.web.typed import is_sent

View = TypeVar("View", bound=Callable[..., Any])
Page = Callable[..., str]
Way = Callable[..., ResponseReturnValue]
Before = Callable[..., dict[str, list[str]]]
JSON_TYPES = {fields.Integer: "integer", fields.Boolean: "boolean"}


@dataclass(frozen=True)
class Answer:
    """What the API answers to one verb where it is not the thing itself: ``shown(result, **key)``.

    Without a schema it is a file (``in_parts``: a Range may ask for a part of it), or nothing where the status says so.
    """

    schema: type[Schema] | None
    shown: Callable[..., Any]
    status: int = 200
    in_parts: bool = False


def guarded(verb: Verb, rights: Rights, view: View) -> View:
    """The route of a verb: for those who may, throttled as its row says, and known as its route."""
    roles = openers(rights, verb)
    marked = public(view) if roles is None else allow(*roles)(view)
    marked.verb, marked.rights = verb.name, rights  # type: ignore[attr-defined]
    for rule in verb.limits:
        marked = limited(*(rule,) if isinstance(rule, str) else rule)(marked)
    files = WHOLE if verb.brings_files else verb.file.largest if verb.file else 0
    marked = takes(files, verb.fields.values())(marked)
    return takes_files(marked) if verb.taken or verb.brings_files else marked


def asks(view: View) -> View:
    """Declare a route that takes a body but changes nothing: a search, a preview, a question. Writing fails in it."""

    @wraps(view)
    def asked(*args: Any, **kwargs: Any) -> Any:
        with only_reading():
            return view(*args, **kwargs)

    asked.asks = True  # type: ignore[attr-defined]
    return cast(View, asked)


def add_pages(
    pages: Blueprint,
    path: str,
    page: Page | None,
    verbs: Iterable[Verb],
    rights: Rights,
    *,
    then: str = ".show",
    ways: Mapping[str, Way] | None = None,
    before: Mapping[str, Before] | None = None,
) -> None:
    """A POST route for each verb of the thing at ``path``.

    A refusal is shown by ``page(*key, forms)`` with everything that was typed; where the thing has no page it is an
    error's page. On success the row's words are said and the way leads to ``then``, or to what
    ``ways[verb](result, **key)`` answers. A verb's own address may name a part of the thing; the page is the thing's.
    ``before[verb](**key)`` keeps what came along by itself (files, so that a mistake elsewhere loses none) and says
    what it refused, by field; the verb is not done then.
    """
    for verb in verbs:
        way = (ways or {}).get(verb.name) or (lambda _, **key: redirect(url_for(then, **_of(path, key))))
        keep = (before or {}).get(verb.name)
        brought = replace(verb, brings_files=True) if keep else verb
        view = guarded(brought, rights, _posted(page, verb, way, path, keep))
        pages.post(f"{path}{verb.address}", endpoint=verb.name)(view)


def add_api(
    api: ApiBlueprint,
    path: str,
    shown: Callable[..., Any] | None,
    verbs: Iterable[Verb],
    rights: Rights,
    answer: type[Schema] | None,
    *,
    ways: Mapping[str, Answer] | None = None,
) -> None:
    """An operation for each verb of the thing at ``path``, answered by the thing as it is now: ``shown(*key)``.

    Without ``shown`` every verb answers by ``ways``.
    """
    for verb in verbs:
        way = (ways or {}).get(verb.name) or Answer(answer, lambda _, **key: shown and shown(*_of(path, key).values()))
        is_file = way.schema is None and way.status == 200
        told = answers_file(api, in_parts=way.in_parts) if is_file else api.response(way.status, way.schema)
        view = told(guarded(verb, rights, _operation(verb, way)))
        if verb.taken:
            body = file_body(field=verb.taken.field, more=_types(verb))
            view = api.doc(requestBody=body)(view)
        if verb.fields:
            view = api.arguments(verb.schema, location="form" if verb.taken else "json")(view)
        method, address = verb.api or ("post", verb.address)
        api.route(f"{path}{address}", methods=[method.upper()], endpoint=verb.name)(view)


def perform(verb: Verb, key: Iterable[Any], data: Mapping[str, Any]) -> Any:
    """Do a verb as the person of this request, in one transaction unless it is ``alone``. Raises what it raises."""
    given = {verb.taken.field: given_file(verb.taken)} if verb.taken else {}
    if verb.alone:
        return verb.action(current_service(), _person(), *key, **data, **given)
    with current_service().work(_person()) as work:
        return verb.action(work, *key, **data, **given)


def _posted(
    page: Page | None, verb: Verb, way: Way, path: str, before: Before | None
) -> Callable[..., ResponseReturnValue]:
    def act(**key: Any) -> ResponseReturnValue:
        if page is None:
            return _gone_on(verb, way, perform(verb, key.values(), typed(verb.schema(), request.form)), key)
        refused = before(**key) if before else {}
        result, form, status = _tried(verb, key, refused)
        if "autosave" in request.form:
            kept = {"version": getattr(result, "version", None)}
            return (jsonify(errors=form.errors), status) if form.errors else jsonify(fields=kept)
        if form.errors:
            return page(*_of(path, key).values(), Forms(verb.name, form)), status
        is_sent()
        return _gone_on(verb, way, result, key)

    act.__name__, act.__doc__ = verb.name, verb.action.__doc__
    return act


def _gone_on(verb: Verb, way: Way, result: Any, key: Mapping[str, Any]) -> ResponseReturnValue:
    """The answer after success: a file itself, else the row's words and the way on."""
    if isinstance(result, Response):
        return result
    if said := verb.said if isinstance(verb.said, str) else verb.said(result):
        flash(said, "success")
    return way(result, **key)


def _tried(verb: Verb, key: Mapping[str, Any], refused: dict[str, list[str]]) -> tuple[Any, Form, int]:
    """Result, form and status; what was changed meanwhile, or does not answer, is said on the page as well.

    What was ``refused`` already is told with what else is wrong.
    """
    try:
        _store_files(verb, key)
        act = (lambda _: None) if refused else (lambda data: perform(verb, key.values(), data))
        result, form = submit(verb.schema(), act, verb.name)
    except (Stale, Unavailable, RuleBroken) as error:
        return None, _refused(verb, error), error.status
    form.errors |= refused
    if verb.file:
        form.labels[verb.file.field] = verb.file.label
    return result, form, form.status


def _refused(verb: Verb, error: Refused) -> Form:
    """The form as it was sent, with what is wrong: at its fields, or above all of them."""
    form = Form.posted(verb.schema(), verb.name, getattr(error, "fields", None) or {"": [error.message]})
    form.stale = isinstance(error, Stale)
    return form


def _of(path: str, key: Mapping[str, Any]) -> dict[str, Any]:
    """What of a key names the thing at ``path``."""
    return {name: value for name, value in key.items() if f":{name}>" in path or f"<{name}>" in path}


def _store_files(verb: Verb, key: Mapping[str, Any]) -> None:
    """Keep what came with the form by itself, before the form is looked at; see ``Given.store``."""
    if verb.file and verb.file.store:
        for file in cast(list[GivenFile], given_file(verb.file)):
            verb.file.store(current_service(), _person(), *key.values(), file)


def _person() -> Actor:
    """Who does it: the person of this request, or a citizen."""
    return g.get("me") or CITIZEN


def _operation(verb: Verb, way: Answer) -> Callable[..., Any]:
    def act(data: Mapping[str, Any] | None = None, **key: Any) -> Any:
        result = perform(verb, key.values(), data or {})
        return result if isinstance(result, Response) else way.shown(result, **key)

    act.__name__, act.__doc__ = verb.name, (verb.action.__doc__ or "").partition("Raises:")[0]
    return act


def _types(verb: Verb) -> dict[str, str]:
    """The JSON types of the fields that come with a file."""
    return {name: JSON_TYPES.get(type(field), "string") for name, field in verb.fields.items()}
