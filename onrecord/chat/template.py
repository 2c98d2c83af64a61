"""Rendering of the templates: the one place where text is put into HTML, and escaped.

`templates/` are Jinja2 with autoescape, so that markup in an interview or a question stays text. The
views decide what is rendered.
"""

from __future__ import annotations

from functools import cache, partial
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined

from onrecord.text.shown import show
from onrecord.wording import name_field, say, say_date, say_share


def render(name: str, language: str, **values: object) -> str:
    """Return `templates/<name>.html` filled with `values`, its own sentences in `language`."""
    template = _environment().get_template(f"{name}.html")
    return template.render(language=language, say=partial(_say, language), **values)


def read_static(name: str) -> str:
    """Return the text of a file of `static/`."""
    return files("onrecord.chat").joinpath("static", name).read_text("utf-8")


def read_bytes(name: str) -> bytes:
    """Return the content of a file of `static/`."""
    return files("onrecord.chat").joinpath("static", name).read_bytes()


def _say(language: str, name: str, /, **values: str) -> str:
    return say(name, language, **values)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("onrecord.chat"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["show"] = show
    environment.globals.update(
        say_date=say_date, say_share=say_share, say_in=say, name_field=name_field
    )
    return environment
