"""A model behind HTTP: every way in which an endpoint may fail is a clear failure, in time."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

import pytest

from cotw.errors import ModelFailed
from cotw.models.http_language import HttpModel, Reach
from cotw.models.language import Said
from tests.models.endpoint import Endpoint, Request, Script, endpoint, refuses, says

KEY = "key-of-maras-workshop"
SCHEMA = {"type": "object", "properties": {"wheels": {"type": "integer"}}}


@contextmanager
def asked(*scripts: Script, **changes: object) -> Iterator[tuple[HttpModel, Endpoint]]:
    """A model at an endpoint with these answers."""
    with endpoint(*scripts) as served:
        reach = Reach(served.base_url, "spoke-7b", 5.0, 2, is_loopback=True)
        yield HttpModel(replace(reach, **changes), lambda: KEY), served  # type: ignore[arg-type]


def say(model: HttpModel, *, schema: Mapping[str, object] | None = None, seconds: float = 10.0) -> Said:
    return model.say("How many spokes?", schema=schema, max_tokens=50, timeout_seconds=seconds)


def failure(*scripts: Script, seconds: float = 10.0) -> ModelFailed:
    with asked(*scripts) as (model, _), pytest.raises(ModelFailed) as failed:
        say(model, seconds=seconds)
    return failed.value


def test_an_answer_with_what_it_took() -> None:
    """Text and tokens as the endpoint tells them; the key goes there, and nothing about this machine."""
    with asked(says("Thirty-two.")) as (model, served):
        assert say(model) == Said("Thirty-two.", 100, 20, is_counted=True)
    (request,) = served.asked
    assert request.body == {
        "model": "spoke-7b",
        "messages": [{"role": "user", "content": "How many spokes?"}],
        "max_tokens": 50,
    }
    assert request.headers["authorization"] == f"Bearer {KEY}"
    assert request.headers["user-agent"] == "cotw"
    told = [name for name in request.headers if name.startswith(("x-stainless", "openai"))]
    ours = {f"x-stainless-{name}" for name in ("retry-count", "read-timeout", "raw-response")}
    assert set(told) <= ours


def test_without_a_key_none_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither one that other programs use, which the client would find by itself."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-another")
    monkeypatch.setenv("OPENAI_ORG_ID", "org-another")
    with endpoint(says("Yes.")) as served:
        say(HttpModel(Reach(served.base_url, "m", 5.0, 0, is_loopback=True), lambda: None))
    assert "authorization" not in served.asked[0].headers
    assert "another" not in str(served.asked[0].headers)


@pytest.mark.parametrize("key", [KEY, None])
def test_headers_for_other_endpoints_are_not_sent(key: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The client takes any header from the environment, and a key among them before the one it is given."""
    monkeypatch.setenv(
        "OPENAI_CUSTOM_HEADERS", "X-Gateway: another\nAuthorization: Bearer another\nCookie: another"
    )
    with endpoint(says("Yes.")) as served:
        say(HttpModel(Reach(served.base_url, "m", 5.0, 0, is_loopback=True), lambda: key))
    assert "another" not in str(served.asked[0].headers)
    assert served.asked[0].headers.get("authorization") == (key and f"Bearer {key}")


def test_tokens_are_estimated_where_none_are_told() -> None:
    """About four bytes each, also where what is told cannot be; the answer says that none were counted."""
    with asked(says("Thirty-two.", tokens=None)) as (model, _):
        assert say(model) == Said("Thirty-two.", 4, 3)
    for told in ((0, 0), (-5, 20_000_000), (10**12, 10**12)):
        with asked(says("Thirty-two.", tokens=told)) as (model, _):
            assert say(model) == Said("Thirty-two.", 4, 3)


def test_a_busy_endpoint_is_asked_again() -> None:
    """429 and 500 are tried again, as often as allowed."""
    with asked(refuses(429, retry_after_ms="1"), refuses(500, retry_after_ms="1"), says("32")) as (
        model,
        served,
    ):
        assert say(model).text == "32"
    assert len(served.asked) == 3
    failed = failure(refuses(503, "all busy", retry_after_ms="1"))
    assert (failed.kind, failed.is_free) == ("http 503", True)
    assert "all busy" in failed.message


def test_it_is_not_waited_for_longer_than_there_is_time() -> None:
    """An endpoint that wants to be asked later than that is not asked again, and a silent one is left."""
    assert failure(refuses(429, retry_after="30"), seconds=3).kind == "http 429"
    with asked(says("")) as (model, served):
        served.scripts[:] = [served.hangs]
        with pytest.raises(ModelFailed) as failed:
            say(model, seconds=0.3)
        assert (failed.value.kind, failed.value.is_free) == ("too late", False)


def test_what_is_no_answer() -> None:
    """Cut off, empty, of another kind, broken off, without end: each is named."""

    def broken(request: Request) -> None:
        request.handler.send_response(200)
        request.handler.send_header("Content-Length", "5000")
        request.handler.end_headers()
        request.handler.wfile.write(b'{"choices"')
        request.handler.close_connection = True

    assert failure(says("Thirty-", finish="length")).kind == "cut off"
    assert failure(says("  ")).kind == "empty"
    assert failure(lambda request: request.send(200, b"<html>")).kind == "no answer"
    assert failure(lambda request: request.send(200, b'{"choices": []}')).kind == "no answer"
    assert failure(lambda request: request.send(200, b'[{"choices": 1}]')).kind == "no answer"
    assert failure(broken).kind == "broken off"
    assert failure(says("spoke " * 200_000)).kind == "too long"
    gone = HttpModel(Reach("http://127.0.0.1:9/v1", "m", 1.0, 0, is_loopback=True), lambda: None)
    with pytest.raises(ModelFailed, match="cannot be reached"):
        say(gone)


def test_the_prompt_follows_no_redirect() -> None:
    """A host that nobody agreed to is not asked, whatever the endpoint says."""
    with endpoint(says("I am elsewhere.")) as elsewhere:
        failed = failure(refuses(307, Location=f"{elsewhere.base_url}/chat/completions"))
        assert failed.kind == "http 307"
        assert not elsewhere.asked


def test_a_proxy_is_not_asked_about_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """What goes to a loopback address does not go round by another machine."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    with asked(says("32")) as (model, _):
        assert say(model).text == "32"


def test_a_schema_where_the_endpoint_can() -> None:
    """It is held to it; one that does not know how is asked without, and so from then on."""
    with asked(says('{"wheels": 5}')) as (model, served):
        assert say(model, schema=SCHEMA).was_held
    assert served.asked[0].body["response_format"]["json_schema"]["schema"] == SCHEMA
    with asked(refuses(400, "response_format is unknown"), says('{"wheels": 5}')) as (model, served):
        assert not say(model, schema=SCHEMA).was_held
        say(model, schema=SCHEMA)
    assert ["response_format" in one.body for one in served.asked] == [True, False, False]


def test_the_newer_name_of_the_limit() -> None:
    """An endpoint that wants `max_completion_tokens` is given that."""
    with asked(refuses(400, "use max_completion_tokens instead"), says("32")) as (model, served):
        assert say(model).text == "32"
    assert served.asked[1].body["max_completion_tokens"] == 50
    assert "max_tokens" not in served.asked[1].body


def test_the_key_is_in_no_message_and_no_log(caplog: pytest.LogCaptureFixture) -> None:
    """Not even when the endpoint repeats it."""
    caplog.set_level(logging.DEBUG)
    failed = failure(refuses(401, f"wrong key: {KEY}"))
    assert KEY not in failed.message
    assert "right" in failed.hint
    assert KEY not in caplog.text
