"""A language model behind HTTP: any endpoint that speaks OpenAI's chat completions, far away or right here.

The official client asks, and tries again when the endpoint is busy; its import takes half a second, so it is
left until somebody asks. What it would do unasked is turned off: following a redirect, which would carry the
prompt to a host that nobody agreed to, going through a proxy to this very machine, and telling what machine
this is.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from cotw.errors import ModelFailed
from cotw.files import from_json
from cotw.models.language import Said, tokens_of
from cotw.secrets import mask

if TYPE_CHECKING:
    import httpx2
    from openai import APIStatusError, OpenAI

_LONGEST_BODY = 1_000_000
_LONGEST_REASON = 200
# All that is told beside the prompt and the key. The client would tell of the machine, and what it finds in
# the environment for another endpoint: accounts, keys, any header at all (OPENAI_CUSTOM_HEADERS).
_TOLD = frozenset({
    "host", "accept", "accept-encoding", "connection", "content-type", "content-length",
    "x-stainless-raw-response", "x-stainless-read-timeout", "x-stainless-retry-count",
})  # fmt: skip
# Who asks, but not on what.
_AGENT = "cotw"
# No question takes none, or more than this: an endpoint that says so has not counted, and would give the
# night away, or end it.
_MOST_TOKENS = 10_000_000


@dataclass(frozen=True, slots=True)
class Reach:
    """How an endpoint is asked: where, for which model, how patiently, and whether it is this machine."""

    base_url: str
    model: str
    timeout_seconds: float
    retries: int
    is_loopback: bool


class HttpModel:
    """A model at an endpoint; `key` gives the key when it is asked, None where none is needed."""

    def __init__(self, reach: Reach, key: Callable[[], str | None]) -> None:
        self._reach = reach
        self._key = key
        # What the endpoint has shown not to know is not tried on it again.
        self._takes_schema = True
        self._limit_name = "max_tokens"

    @property
    def name(self) -> str:
        return self._reach.model

    def complete(self, prompt: str, *, max_tokens: int, timeout_seconds: float) -> str:
        """The answer to `prompt`. Raises ModelFailed."""
        return self.say(prompt, schema=None, max_tokens=max_tokens, timeout_seconds=timeout_seconds).text

    def say(
        self, prompt: str, *, schema: Mapping[str, Any] | None, max_tokens: int, timeout_seconds: float
    ) -> Said:
        """The answer, within so many seconds for all tries together. Raises ModelFailed."""
        import openai

        key = self._key()
        deadline = time.monotonic() + timeout_seconds
        with self._client(key, deadline) as client:
            while True:
                body = self._body(prompt, schema, max_tokens)
                try:
                    data = _ask(client, body, deadline)
                    return self._read(data, prompt, body, key)
                except openai.APIStatusError as error:
                    if not self._asks_otherwise(error, body):
                        raise self._refused(error, key) from None
                except openai.APITimeoutError:
                    raise _late(timeout_seconds) from None
                except openai.APIConnectionError:
                    raise ModelFailed(
                        f"{self._reach.base_url} cannot be reached",
                        kind="unreachable",
                        is_free=True,
                        hint="is it running? see: cotw model show",
                    ) from None
                except openai.OpenAIError as error:
                    raise ModelFailed(
                        f"the question failed: {type(error).__name__}", kind="failed"
                    ) from error

    def _client(self, key: str | None, deadline: float) -> OpenAI:
        from openai import DefaultHttpxClient, OpenAI

        reach = self._reach
        limits = _Limits(deadline, reach.timeout_seconds)
        return OpenAI(
            base_url=reach.base_url,
            api_key=key or "none",
            max_retries=reach.retries,
            timeout=reach.timeout_seconds,
            http_client=DefaultHttpxClient(
                follow_redirects=False,
                trust_env=not reach.is_loopback,
                event_hooks={
                    "request": [limits.before_a_try, partial(_tell_no_more, key)],
                    "response": [limits.after_a_try],
                },
            ),
        )

    def _body(self, prompt: str, schema: Mapping[str, Any] | None, max_tokens: int) -> dict[str, Any]:
        body: dict[str, Any] = {
            "model": self._reach.model,
            "messages": [{"role": "user", "content": prompt}],
            self._limit_name: max_tokens,
        }
        if schema is not None and self._takes_schema:
            held = {"name": "answer", "schema": schema, "strict": True}
            body["response_format"] = {"type": "json_schema", "json_schema": held}
        return body

    def _asks_otherwise(self, error: APIStatusError, body: Mapping[str, Any]) -> bool:
        """Whether a request that was refused is worth another form: endpoints differ in what they know."""
        if error.status_code not in (400, 404, 415, 422, 501):
            return False
        if "max_tokens" in body and "max_completion_tokens" in error.message:
            self._limit_name = "max_completion_tokens"
            return True
        if "response_format" in body:
            self._takes_schema = False
            return True
        return False

    def _refused(self, error: APIStatusError, key: str | None) -> ModelFailed:
        hint = {
            401: "is the key right? see language.key_env and language.key_file in: cotw config show",
            403: "is the key right? see language.key_env and language.key_file in: cotw config show",
            404: "is the name of the model right? see: cotw model show",
        }
        said = mask(" ".join(_without(error.message, key).split()))[:_LONGEST_REASON]
        return ModelFailed(
            f"{self._reach.base_url} answered {error.status_code}: {said}",
            kind=f"http {error.status_code}",
            is_free=True,
            hint=hint.get(error.status_code, ""),
        )

    def _read(self, data: bytes, prompt: str, body: Mapping[str, Any], key: str | None) -> Said:
        """The first answer in what the endpoint sent. Raises ModelFailed if that is no whole answer."""
        try:
            document = from_json(data)
            choice = document["choices"][0]
            text = choice["message"].get("content")
        except (ValueError, KeyError, IndexError, TypeError, AttributeError):
            raise ModelFailed(
                f"{self._reach.base_url} answered what is no chat completion",
                kind="no answer",
                hint="the address mostly ends in /v1",
            ) from None
        if choice.get("finish_reason") == "length":
            raise ModelFailed(
                "the answer was cut off at its greatest length",
                kind="cut off",
                hint="allow more: cotw config set language.max_answer_tokens N",
            )
        if not isinstance(text, str) or not text.strip():
            raise ModelFailed("the model answered nothing", kind="empty")
        usage = document.get("usage")
        usage = usage if isinstance(usage, dict) else {}
        counted = [usage.get(name) for name in ("prompt_tokens", "completion_tokens")]
        sent, came = (
            count if type(count) is int and 0 < count <= _MOST_TOKENS else None for count in counted
        )
        return Said(
            _without(text, key),
            tokens_of(prompt) if sent is None else sent,
            tokens_of(text) if came is None else came,
            is_counted=sent is not None and came is not None,
            was_held="response_format" in body,
        )


@dataclass(frozen=True, slots=True)
class _Limits:
    """Keeps the client's tries within the time there is for all of them together."""

    deadline: float
    try_seconds: float

    def before_a_try(self, request: httpx2.Request) -> None:
        """Gives the try what is left, and none where nothing is."""
        from openai import APITimeoutError

        left = self.deadline - time.monotonic()
        if left <= 0:
            raise APITimeoutError(request=request)  # the client's own errors are not tried again
        seconds = min(left, self.try_seconds)
        request.extensions["timeout"] = dict.fromkeys(("connect", "read", "write", "pool"), seconds)

    def after_a_try(self, response: httpx2.Response) -> None:
        """Lets the client not wait for another try that would come too late."""
        wait = 1.0
        with suppress(ValueError):
            wait = max(wait, float(response.headers.get("retry-after", "")))
        if time.monotonic() + wait > self.deadline:
            response.headers["x-should-retry"] = "false"


def _tell_no_more(key: str | None, request: httpx2.Request) -> None:
    """Leaves in a request what is to be told, and of keys the one that is meant for this endpoint."""
    for name in [name for name in request.headers if name.lower() not in _TOLD]:
        del request.headers[name]
    request.headers["User-Agent"] = _AGENT
    if key is not None:
        request.headers["Authorization"] = f"Bearer {key}"


def _ask(client: OpenAI, body: dict[str, Any], deadline: float) -> bytes:
    """What the endpoint sends, as long as it is neither too much nor too late."""
    import httpx2  # what the client is made of

    create = client.chat.completions.with_streaming_response.create
    data = bytearray()
    try:
        with create(**body) as response:
            for piece in response.iter_bytes():
                data += piece
                if len(data) > _LONGEST_BODY:
                    raise ModelFailed("the answer has no end", kind="too long")
                if time.monotonic() > deadline:
                    raise _late(None)
    except httpx2.TimeoutException:
        raise _late(None) from None
    except httpx2.HTTPError:
        raise ModelFailed("the answer broke off", kind="broken off") from None
    return bytes(data)


def _without(text: str, key: str | None) -> str:
    """What an endpoint says, lest it says the key."""
    return text if key is None else text.replace(key, "…")


def _late(seconds: float | None) -> ModelFailed:
    within = "in time" if seconds is None else f"within {seconds:g} s"
    return ModelFailed(
        f"the model did not answer {within}",
        kind="too late",
        hint="allow more: cotw config set language.timeout_seconds N",
    )
