"""Which texts of a definition are there in which language, for `definition`.

Every text of an official instrument must be there in each of its languages: no page falls back to
another half way. A unit's own question must be there in Indonesian, which then stands for all.
"""

import re
from collections.abc import Iterator, Mapping

from forms_service.shared.definitions.instrument import Instrument
from forms_service.shared.definitions.reading import LANGUAGES, join

PLACEHOLDER = re.compile(r"\{[^{}]*\}")
# The unit and its service may be named anywhere; some texts of a page need more.
ANYWHERE = ("{unit}", "{service}")
PLACEHOLDERS = {
    "wording.start": ("{total}", "{minutes}"),
    "wording.progress": ("{n}", "{total}"),
    "wording.missing_many": ("{n}",),
    "stars.repeat_back": ("{n}", "{word}", "{short}"),
}


def missing_texts(data: Mapping[str, object], language: str) -> list[str]:
    """Paths of the texts that `language` lacks, e.g. `items[3].text.ko`; empty when complete."""
    return [
        join(path, language)
        for path, text in texts(data)
        if not str(text.get(language, "")).strip()
    ]


def texts(data: object, path: str = "") -> Iterator[tuple[str, Mapping[str, object]]]:
    """Every text of a definition with its path: a mapping whose keys are all languages (no other
    mapping has such keys, and `reading` lets no text have others)."""
    if isinstance(data, list):
        for place, entry in enumerate(data):
            yield from texts(entry, f"{path}[{place}]")
    elif isinstance(data, Mapping):
        if data and all(key in LANGUAGES for key in data):
            yield path, data
        else:
            for key, entry in data.items():
                yield from texts(entry, join(path, key))


def faults(instrument: Instrument, data: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """(path, problem) of unknown languages, texts left out, placeholders lost in translation."""
    yield from _languages(instrument)
    own = tuple(f"items[{place}]." for place, item in enumerate(instrument.items) if item.own)
    for language in instrument.languages:
        for path in missing_texts(data, language):
            if language == "id" or not path.startswith(own):
                yield path, f"no text in {language}"
    for path, text in texts(data):
        for language in text:
            if language not in instrument.languages:
                yield join(path, language), "not a language of this instrument"
        yield from _placeholders(path, text)


def _languages(instrument: Instrument) -> Iterator[tuple[str, str]]:
    if "id" not in instrument.languages:
        yield "languages", "must hold id"
    for place, language in enumerate(instrument.languages):
        if language not in LANGUAGES:
            yield f"languages[{place}]", f"must be one of {', '.join(LANGUAGES)}"
    for place, language in enumerate(instrument.unofficial_languages):
        if language not in instrument.languages:
            yield f"unofficial_languages[{place}]", "not a language of this instrument"


def _placeholders(path: str, text: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Those that the path needs, and those of the Indonesian words, in every language."""
    needed = PLACEHOLDERS.get(path, ())
    named = [each for each in ANYWHERE if each in str(text.get("id", ""))]
    for language, words in text.items():
        found = PLACEHOLDER.findall(str(words))
        for placeholder in (*needed, *named):
            if words and placeholder not in found:
                yield join(path, language), f"must hold {placeholder}"
        for placeholder in dict.fromkeys(found):
            if placeholder not in (*needed, *ANYWHERE):
                yield join(path, language), f"knows no {placeholder}: {', '.join(ANYWHERE)}"
