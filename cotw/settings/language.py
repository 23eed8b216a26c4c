"""Settings of language models: which one may be asked, how long, and what a night of asking may cost."""

from __future__ import annotations

import re
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, field_validator, model_validator

from cotw.settings.section import Section

# What everybody reads alike: in other letters a host may look like one that it is not.
_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*\.?)(:[0-9]{1,5})?")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class LanguageSettings(Section):
    """The language model that jobs may ask. None is needed: rules do without."""

    kind: Literal["none", "http", "command"] = Field(
        "none", description="none, http (an OpenAI-compatible endpoint) or command (a program)"
    )
    base_url: str = Field("", max_length=500, description="of http: as http://localhost:11434/v1")
    model: str = Field("", max_length=200, description="of http: the model's name, as the endpoint calls it")
    key_env: str = Field("", description="of http: name of the variable that holds the key")
    key_file: str = Field("", description="of http: a file with the key that nobody else can read")
    command: list[Annotated[str, Field(min_length=1)]] = Field(
        default=[], description="of command: program and arguments; prompt on stdin, answer on stdout"
    )
    timeout_seconds: float = Field(60.0, gt=0, le=3600, description="so long one try may take")
    retries: int = Field(2, ge=0, le=5, description="tries after the first, if the endpoint is busy")
    max_answer_tokens: int = Field(1500, ge=16, le=100_000, description="length of an answer")
    price_in_per_million_tokens: float = Field(
        0.0, ge=0, description="price of what is sent, for the account"
    )
    price_out_per_million_tokens: float = Field(0.0, ge=0, description="price of what is answered")
    nightly_tokens: int = Field(200_000, ge=0, description="tokens from noon to noon, both ways; 0: no limit")
    nightly_cost: float = Field(
        0.0, ge=0, description="money from noon to noon, in that of the prices; 0: no limit"
    )
    exclude_modes: list[str] = Field(default=[], description="what was said in these modes is never sent")
    exclude_threads: list[str] = Field(default=[], description="what was said in these threads is never sent")

    @field_validator("base_url")
    @classmethod
    def _an_address(cls, url: str) -> str:
        if not url:
            return url
        try:
            parts = urlsplit(url)
            host, _ = parts.hostname, parts.port
        except ValueError:
            raise ValueError("this is no address of the web") from None
        if parts.scheme not in ("http", "https") or not host:
            raise ValueError("an address begins with https:// or http:// and names a host")
        if parts.username is not None or parts.query or parts.fragment:
            raise ValueError("the address must hold no key; name where it is kept in key_env or key_file")
        if not url.isascii() or not url.isprintable() or not _HOST.fullmatch(parts.netloc):
            raise ValueError("the name of the host is not written plainly; other letters than a-z as xn--…")
        return url

    @field_validator("key_env")
    @classmethod
    def _a_name(cls, name: str) -> str:
        if name and not _VARIABLE.fullmatch(name):
            raise ValueError("this is the name of a variable, as OPENAI_API_KEY, and never the key itself")
        return name

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.kind == "http" and not (self.base_url and self.model):
            raise ValueError("http needs language.base_url and language.model; set them first")
        if self.kind == "command" and not self.command:
            raise ValueError("command needs language.command, as [claude, -p]; set it first")
        if self.key_env and self.key_file:
            raise ValueError("the key is in key_env or in key_file, not in both")
        return self

    @property
    def patience_seconds(self) -> float:
        """So long a question may take, with all its tries; a program has but one."""
        return self.timeout_seconds * (self.retries + 1 if self.kind == "http" else 1)

    def may_leave(self, thread: str | None, mode: str | None) -> bool:
        """Whether what was said there may be sent to a language model."""
        return thread not in self.exclude_threads and mode not in self.exclude_modes
