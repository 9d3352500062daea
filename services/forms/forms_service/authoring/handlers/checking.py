"""What keeps a draft from being published; shown to its author, asked by every further step."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from chassis import clock
from chassis.reading import read_whole
from sqlalchemy import Connection, Row

from forms_service.authoring.rules.resting import resting_faults
from forms_service.shared.definitions.definition import (
    Fault,
    check_definition,
    check_successor,
    corrections,
)
from forms_service.shared.definitions.seed_files import schema_faults
from forms_service.shared.definitions.unchecked import Definition
from forms_service.shared.pairing.fit import misfits
from forms_service.shared.pairing.formula import in_force_since
from forms_service.shared.tables import versions


def faults_of(connection: Connection, draft: Row[Any], *, national: bool) -> list[Fault]:
    """Every fault, the shape before the meaning; empty when it may be published.

    `national`: the ministry owns it, so it follows the official version before it; otherwise it
    holds a unit's own questions on top of an official version.
    """
    definition = draft.definition
    found = schema_faults(definition) or check_definition(definition)
    if found:
        return found
    owner = str(draft.tenant_id)
    before = versions.of_owner(connection, draft.instrument, owner)
    found = check_successor(before[0]["definition"], definition) if before else []
    found += _unfit(connection, definition)
    if national:
        return found
    # Official words may have changed since the unit's last version: that is the ministry's matter.
    own = [fault for fault in found if not _official(fault, definition)]
    return [*_own_faults(connection, draft), *own]


def unfit(definition: Mapping[str, object], formulas: Iterable[Mapping[str, Any]]) -> list[Fault]:
    """What of it one of the `formulas` could not count."""
    found = [fault for formula in formulas for fault in misfits(formula, definition)]
    return list(dict.fromkeys(found))


def _unfit(connection: Connection, definition: Definition) -> list[Fault]:
    """By the formula in force or, when a coming one fits, by that; without any, no survey opens."""
    code, today = definition["code"], clock.today()
    found = [
        unfit(definition, [formula])
        for formula in in_force_since(versions.formula_versions(connection, code), code, today)
    ]
    return found[0] if all(found) and found else []


def corrections_of(connection: Connection, draft: Row[Any]) -> list[str]:
    """Items whose question was corrected since the owner's version before; of a faultless draft."""
    before = versions.of_owner(connection, draft.instrument, str(draft.tenant_id))
    return corrections(before[0]["definition"], draft.definition) if before else []


def _official(fault: Fault, definition: Definition) -> bool:
    found, items = re.match(r"items\[([0-9]+)\]", fault.path), definition["items"]
    place = read_whole(found[1], 0, len(items) - 1) if found else None
    return place is not None and not items[place].get("own")


def _own_faults(connection: Connection, draft: Row[Any]) -> list[Fault]:
    if draft.based_on is None:
        return [Fault("based_on", "must be an official version: a unit adds to an instrument")]
    base = versions.form_version(connection, str(draft.based_on))
    if base is None:
        return [Fault("based_on", "is not there any more")]
    return resting_faults(base["definition"], draft.definition)
