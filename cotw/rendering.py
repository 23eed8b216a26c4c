"""Rendering: Jinja templates into Markdown and HTML. A template of that name in the home wins over ours."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from cotw.errors import UsageError


def render(template: str, overrides: Path | None = None, **values: object) -> str:
    """The text of template `template` filled with `values`; `overrides` is the home's `templates/`."""
    return "".join(render_pieces(template, overrides, **values))


def render_pieces(template: str, overrides: Path | None = None, **values: object) -> Iterator[str]:
    """The same piece by piece, for pages longer than memory: `values` may hold iterators."""
    from jinja2 import (
        ChoiceLoader,
        Environment,
        FileSystemLoader,
        PackageLoader,
        StrictUndefined,
        TemplateError,
    )

    loaders = [FileSystemLoader(overrides)] if overrides is not None else []
    environment = Environment(
        loader=ChoiceLoader([*loaders, PackageLoader("cotw", "data/templates")]),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        autoescape=lambda name: name is not None and name.endswith(".html.j2"),  # the others are Markdown
    )
    try:
        yield from environment.get_template(template).generate(values)
    except TemplateError as error:
        raise UsageError(f"the template {template} cannot be filled in: {error}") from error
