"""A questionnaire that nothing is promised of yet."""

from typing import Any

Definition = dict[str, Any]
"""What stands in a draft, an import or a file before it is checked, or a part of that: it may lack
anything and hold anything. The shape it is to have is `data/instrument.schema.json`; once it is
published it is a `FormDefinition` of `contracts.form_shapes`."""
