"""What a draft must look like at least, so that an editor can show it. Whether it may go out is for
`definition`; this only keeps out what is no questionnaire at all."""

from collections.abc import Iterator, Mapping
from typing import Any

from forms_service.shared.definitions.reading import LANGUAGES, join

TEXT = "text"
OPTION = {"label": TEXT}
SHAPE: dict[str, Any] = {
    "code": str,
    "languages": [str],
    "title": TEXT,
    "lead": TEXT,
    "notice?": TEXT,
    "stars?": {},
    "indices": [{"code": str, "name": TEXT}],
    "sections": [{"key": str, "title": TEXT}],
    "items": [
        {
            "key": str,
            "section": str,
            "type": str,
            "text": TEXT,
            "short?": TEXT,
            "indicator?": TEXT,
            "info?": TEXT,
            "options?": [OPTION],
            "choices?": [OPTION],
            "show_if?": {"all?": [{"item": str, "is": str}], "any?": [{"item": str, "is": str}]},
        }
    ],
}


def misfits(definition: Mapping[str, Any]) -> list[str]:
    """Paths with what is expected there ("items[2].key must be a text"); empty when it fits."""
    found = list(_misfits(definition, SHAPE, ""))
    languages = definition.get("languages")
    if not found and not (languages and set(languages) <= set(LANGUAGES)):
        found.append(f"languages must be among {', '.join(LANGUAGES)}, one or more")
    return found


def _misfits(value: Any, shape: Any, path: str) -> Iterator[str]:
    if shape is str:
        if not isinstance(value, str):
            yield f"{path} must be a text"
    elif shape == TEXT:
        if not (
            isinstance(value, Mapping) and all(isinstance(each, str) for each in value.values())
        ):
            yield f"{path} must be a text per language"
    elif isinstance(shape, list):
        yield from _list(value, shape[0], path)
    elif not isinstance(value, Mapping):
        yield f"{path or 'the definition'} must be a mapping"
    else:
        for name, inner in shape.items():
            bare = name.removesuffix("?")
            if bare == name or value.get(bare) is not None:
                yield from _misfits(value.get(bare), inner, join(path, bare))


def _list(value: Any, shape: Any, path: str) -> Iterator[str]:
    if not isinstance(value, list):
        yield f"{path} must be a list"
        return
    for place, each in enumerate(value):
        yield from _misfits(each, shape, f"{path}[{place}]")
