"""Templates become HTML: the one place where text meets markup, and is escaped.

`templates/` are Jinja2 with autoescape, so that whatever an interview or a user wrote is shown as
text. Nothing here decides what is shown.
"""

from __future__ import annotations

from functools import cache, partial
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined

from onrecord.text.shown import show
from onrecord.wording import name_field, say, say_date, say_share


def render(name: str, language: str, **values: object) -> str:
    """Return the template `templates/<name>.html` filled; `language` is that of the page."""
    template = _environment().get_template(f"{name}.html")
    return template.render(language=language, say=partial(_say, language), **values)


def read_static(name: str) -> str:
    """Return a file of `static/`, as text."""
    return files("onrecord.chat").joinpath("static", name).read_text("utf-8")


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
