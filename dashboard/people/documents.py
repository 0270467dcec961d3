"""What is shown at the door (pure): plain documents without scripts of their own, and refusals."""

import base64
import hashlib
import html
from dataclasses import dataclass
from urllib.parse import urlencode

from dashboard.who import Person
from dashboard.wording.catalogue import say, texts
from dashboard.wording.numbers import dtg

# The colours that somebody chose on the pages, from before the first stroke.
COLOURS = (
    "document.documentElement.dataset.mantineColorScheme="
    "((c)=>c==='light'||c==='dark'?c:matchMedia('(prefers-color-scheme: dark)').matches"
    "?'dark':'light')(localStorage.getItem('muster-scheme'))"
)
DOCUMENT = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} – Muster</title>
<script>{colours}</script>
<link rel="icon" href="{icon}">
<link rel="stylesheet" href="{style}">
</head>
<body>
<main class="empty-panel {looks}">
<h1>{title}</h1>
{body}
</main>
</body>
</html>"""


def colours_hash() -> str:
    """Give the hash by which a policy lets the script of the colours run."""
    digest = hashlib.sha256(COLOURS.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


@dataclass(frozen=True, slots=True)
class Documents:
    """Writes the documents of the door; `style` and `icon` are the addresses of files."""

    style: str
    icon: str
    issuer: str = ""

    def sign_in(self, next_path: str, said: str = "", *, is_wrong: bool = False) -> str:
        """Give the page where people sign in; `said` is what is said above the form."""
        role = "alert" if is_wrong else "status"
        words = f'<p role="{role}" class="door-said">{_text(said)}</p>' if said else ""
        form = self._provider(next_path) if self.issuer else _form(next_path)
        return self.page(say("people.sign_in"), words + form)

    def you(self, person: Person) -> str:
        """Give the page that says who is signed in, and what that viewer may see and do."""
        words = texts("people.you")
        roles = "; ".join(texts("people.roles")[one] for one in person.roles)
        rows = (
            ("viewer", person.viewer),
            ("clearance", person.clearance),
            ("nation", person.nation or say("people.you.all_nations")),
            ("roles", roles),
            ("began", dtg(person.began_at)),
            ("idle", dtg(min(person.idle_until, person.expires_at))),
            ("ends", dtg(person.expires_at)),
        )
        shown = "".join(
            f"<dt>{_text(words[name])}</dt><dd>{_text(value)}</dd>" for name, value in rows
        )
        return self.page(
            say("people.you.title"),
            f"<dl>{shown}</dl>"
            f'<div class="door-actions">{_button("/sign-out", "sign_out")}'
            f"{_button('/sign-out-everywhere', 'sign_out_everywhere')}</div>"
            f"{_walls(person)}"
            f'<p><a href="/">{_text(say("people.you.back"))}</a></p>',
        )

    def problem(self, title: str, words: str) -> str:
        """Give a page that says why there is no other."""
        back = f'<p><a href="/">{_text(say("people.you.back"))}</a></p>'
        return self.page(title, f"<p>{_text(words)}</p>{back}")

    def _provider(self, next_path: str) -> str:
        return (
            f"<p>{_text(say('people.by_provider', issuer=self.issuer))}</p>"
            f'<p><a class="button" href="/sign-in/start?{_next(next_path)}">'
            f"{_text(say('people.at_provider'))}</a></p>"
        )

    def page(self, title: str, body: str, *, is_wide: bool = False) -> str:
        """Give a document of this title; its body is HTML."""
        return DOCUMENT.format(
            title=_text(title),
            colours=COLOURS,
            icon=self.icon,
            style=self.style,
            body=body,
            looks="door is-wide" if is_wide else "door",
        )


def _form(next_path: str) -> str:
    return (
        '<form method="post" action="/sign-in" class="door-form">'
        f'<input type="hidden" name="next" value="{_text(next_path)}">'
        f'<label for="name">{_text(say("people.name"))}</label>'
        '<input id="name" name="name" autocomplete="username" autocapitalize="none" '
        'spellcheck="false" maxlength="100" required autofocus>'
        f'<label for="password">{_text(say("people.password"))}</label>'
        '<input id="password" name="password" type="password" autocomplete="current-password" '
        'maxlength="200" required>'
        f'<button class="button" type="submit">{_text(say("people.sign_in"))}</button>'
        "</form>"
    )


def _button(action: str, name: str) -> str:
    return (
        f'<form method="post" action="{action}">'
        f'<button class="button" type="submit">{_text(texts("people.you")[name])}</button></form>'
    )


def _walls(person: Person) -> str:
    is_allowed = "administrator" in person.roles
    return f'<p><a href="/walls">{_text(say("walls.link"))}</a></p>' if is_allowed else ""


def _next(path: str) -> str:
    return _text(urlencode({"next": path}))


def _text(words: str) -> str:
    return html.escape(words, quote=True)
