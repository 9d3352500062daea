"""Formula versions that ship with the service; checked against `data/formulas.schema.json`."""

import hashlib
import json
from importlib.resources import files
from typing import Any

import orjson
import yaml
from jsonschema import Draft202012Validator

from forms_service.shared.definitions.seed_files import BadSeedFile

HEAD = ("code", "instrument", "status", "in_force_from")


def load_formulas() -> list[tuple[dict[str, Any], str]]:
    """(payload without id, content hash) of every file, by code; raise BadSeedFile."""
    folder = files("forms_service") / "data"
    schema = json.loads((folder / "formulas.schema.json").read_text(encoding="utf-8"))
    validator = Draft202012Validator(schema)
    found = []
    for file in sorted((folder / "formulas").iterdir(), key=lambda each: each.name):
        raw = yaml.safe_load(file.read_text(encoding="utf-8"))
        faults = [f"  {fault.json_path}: {fault.message}" for fault in validator.iter_errors(raw)]
        if faults:
            raise BadSeedFile(f"data/formulas/{file.name} is faulty:\n" + "\n".join(faults))
        state = {name: raw[name] for name in HEAD}
        state["in_force_to"] = None
        state["definition"] = {name: value for name, value in raw.items() if name not in HEAD}
        digest = hashlib.sha256(orjson.dumps(raw, option=orjson.OPT_SORT_KEYS)).hexdigest()
        found.append((state, digest))
    return found
