"""What a screen shows before it is paired, and where administrators pair and end walls (pure)."""

import html
from collections.abc import Sequence

from dashboard.people.documents import Documents
from dashboard.people.door import PairedWall
from dashboard.wording.catalogue import say, texts
from dashboard.wording.numbers import dtg
from infra.viewers import walls


def code(documents: Documents, shown: str) -> str:
    """Give the page with the code of a screen."""
    words = texts("walls.code")
    return documents.page(
        words["title"],
        f"<p>{_text(words['do'])}</p>"
        f'<p class="wall-code">{_text(shown)}</p>'
        f'<p class="door-said">{_text(words["waits"])}</p>'
        f'<p><a href="/sign-in?as=person">{_text(words["person"])}</a></p>',
        is_wide=True,
    )


def managing(
    documents: Documents,
    paired: Sequence[PairedWall],
    said: str = "",
    *,
    is_wrong: bool = False,
) -> str:
    """Give the page where walls are paired, listed and ended."""
    role = "alert" if is_wrong else "status"
    above = f'<p role="{role}" class="door-said">{_text(said)}</p>' if said else ""
    listed = "".join(_wall(one) for one in paired)
    there = f'<ul class="walls">{listed}</ul>' if listed else f"<p>{_text(say('walls.none'))}</p>"
    back = f'<p><a href="/">{_text(say("people.you.back"))}</a></p>'
    heading = _text(say("walls.there"))
    return documents.page(
        say("walls.title"), f"{above}<h2>{heading}</h2>{there}{_form()}{back}", is_wide=True
    )


def _wall(one: PairedWall) -> str:
    words = say(
        "walls.about",
        viewer=one.viewer,
        by=one.paired_by,
        paired=dtg(one.paired_at),
        seen=dtg(one.seen_at),
        ends=dtg(one.ends_at),
    )
    pages = one.shows.partition("pages=")[2].partition("&")[0].split(",")
    shown = ", ".join(_title(page) for page in pages if page in walls.PAGES)
    label = _text(say("walls.end_one", name=one.name))
    return (
        f"<li><div><strong>{_text(one.name)}</strong><br>{_text(words)}<br>{_text(shown)}</div>"
        f'<form method="post" action="/walls/end"><input type="hidden" name="name" '
        f'value="{_text(one.name)}"><button class="button" type="submit" aria-label="{label}">'
        f"{_text(say('walls.end'))}</button></form></li>"
    )


def _form() -> str:
    words = texts("walls.form")
    pages = "".join(
        f'<label><input type="checkbox" name="page-{one}"'
        f"{' checked' if one in walls.USUAL_PAGES else ''}> {_text(_title(one))}</label>"
        for one in walls.PAGES
    )
    return (
        f"<h2>{_text(words['title'])}</h2><p>{_text(words['how'])}</p>"
        '<form method="post" action="/walls/pair" class="door-form">'
        f'<label for="code">{_text(words["code"])}</label>'
        '<input id="code" name="code" autocomplete="off" spellcheck="false" maxlength="20" '
        "required>"
        f'<label for="wall">{_text(words["name"])}</label>'
        '<input id="wall" name="name" autocomplete="off" maxlength="60" required>'
        f'<label for="viewer">{_text(words["viewer"])}</label>'
        '<input id="viewer" name="viewer" autocomplete="off" autocapitalize="none" '
        'spellcheck="false" maxlength="100" required>'
        f'<fieldset class="wall-pages"><legend>{_text(words["pages"])}</legend>{pages}</fieldset>'
        f'<label for="every">{_text(words["every"])}</label>'
        f'<input id="every" name="every" type="number" min="{walls.LEAST_EVERY_S}" '
        f'max="{walls.MOST_EVERY_S}" value="{walls.USUAL_EVERY_S}" required>'
        f'<button class="button" type="submit">{_text(words["pair"])}</button></form>'
    )


def _title(page: str) -> str:
    return texts("walls.pages")[page]


def _text(words: str) -> str:
    return html.escape(words, quote=True)
