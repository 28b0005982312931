"""`python -m bot.locales`: extract all sentences and update the catalogues; `check` says what is missing."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

HERE = Path(__file__).parent
BOT = HERE.parent
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "t": None,
    "n": (1, 2),
    "p": ((1, "c"), 2),
    "marked": None,
}
LANGUAGES = ("sv", "sl", "uk")
# Lines of the header that would change with every run, or name nobody.
NOISE = (
    '"POT-Creation-Date',
    '"PO-Revision-Date',
    '"Generated-By',
    '"Report-Msgid-Bugs-To',
    '"Last-Translator',
    "# FIRST AUTHOR",
    "# Copyright",
)
# Where nothing is said to people who talk to the bot; the playground's page has its own words.
SILENT = ("playground", "locales", "cli.py")


def extracted() -> Catalog:
    """All sentences that the code says, with the places where."""
    catalogue = Catalog(project="Kaiwa", version="1", domain="kaiwa", charset="utf-8", fuzzy=False)
    found = extract_from_dir(
        BOT,
        method_map=[("**.py", "python")],
        keywords=KEYWORDS,
        comment_tags=("Translators:",),
        strip_comment_tags=True,
    )
    for name, _line, message, comments, context in found:
        if not name.startswith(SILENT):
            catalogue.add(message, None, [(f"bot/{name}", 0)], auto_comments=comments, context=context)
    return catalogue


def read(language: str) -> Catalog:
    path = HERE / f"{language}.po"
    if not path.exists():
        return Catalog(locale=language, project="Kaiwa", version="1", domain="kaiwa", fuzzy=False)
    return read_po(BytesIO(path.read_bytes()), locale=language, domain="kaiwa")


def update() -> None:
    """Bring the catalogues up to what the code says; new sentences stand there empty."""
    said = extracted()
    for language in LANGUAGES:
        catalogue = read(language)
        catalogue.update(said, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        written = BytesIO()
        write_po(
            written,
            catalogue,
            width=110,
            sort_output=True,
            ignore_obsolete=True,
            omit_header=False,
            include_lineno=False,
        )
        lines = written.getvalue().decode().splitlines(keepends=True)
        kept = [line for line in lines if not line.startswith(NOISE)]
        (HERE / f"{language}.po").write_text("".join(kept), encoding="utf-8")


def problems() -> Iterator[str]:
    """What is missing, empty, fuzzy or has other placeholders than the English sentence."""
    said = extracted()
    for language in LANGUAGES:
        catalogue = read(language)
        for message in said:
            if not message.id:
                continue
            found = catalogue.get(_id(message), message.context)
            where = f"{language}: {_id(message)!r}"
            if found is None:
                yield f"{where} is missing (make texts)"
            elif found.fuzzy:
                yield f"{where} is fuzzy"
            else:
                yield from (f"{where} {wrong}" for wrong in _faults(message, found, catalogue.num_plurals))


def _faults(said: Message, found: Message, plurals: int) -> Iterator[str]:
    forms = found.string if isinstance(found.string, tuple | list) else (found.string,)
    if isinstance(said.id, tuple | list) and len(forms) != plurals:
        yield f"has {len(forms)} plural forms of {plurals}"
    for form in forms:
        if not form or not form.strip():
            yield "has no translation"
        elif not _fits(
            _placeholders(form), _placeholders(said.id[-1] if isinstance(said.id, tuple | list) else said.id)
        ):
            yield f"has other placeholders: {form!r}"


def _fits(translated: set[str | None], said: set[str | None]) -> bool:
    """The same values; only a name may be left out, where a language would have to inflect it."""
    return translated <= said and said - translated <= {"name"}


def _placeholders(sentence: str) -> set[str | None]:
    return {name for _text, name, _format, _conversion in Formatter().parse(sentence) if name is not None}


def _id(message: Message) -> str:
    return message.id[0] if isinstance(message.id, tuple | list) else message.id


def main(arguments: list[str]) -> int:
    if arguments != ["check"]:
        update()
    found = list(problems())
    sys.stdout.write(("\n".join(found) or "Every sentence is there in every language.") + "\n")
    return 1 if found and arguments == ["check"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
