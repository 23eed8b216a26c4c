"""Rendering: Jinja templates into Markdown. A template of the same name in the home wins over ours."""

from __future__ import annotations

from pathlib import Path

from cotw.errors import UsageError


def render(template: str, overrides: Path | None = None, **values: object) -> str:
    """The text of template `template` filled with `values`; `overrides` is the home's `templates/`."""
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
        autoescape=False,  # Markdown, not HTML
    )
    try:
        return environment.get_template(template).render(values)
    except TemplateError as error:
        raise UsageError(f"the template {template} cannot be filled in: {error}") from error
