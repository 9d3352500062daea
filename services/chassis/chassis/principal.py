"""Who asks, as handlers and stores know them: nothing here knows of requests or tokens."""

from dataclasses import dataclass

from chassis.database import Scope


@dataclass(frozen=True)
class Principal:
    """One person or API client, wearing one hat: a role over the sub-tree below `tenant`.

    `unit` and `unit_code` name that tenant, `hats` counts the person's: for the header of pages.
    `division` is where in the own unit they sit; empty when nobody has said so. `made_by` are the
    persons who made or changed the account, with marks: see `chassis.second_person`. `practice`
    says that the tenant is for practice alone.
    """

    subject: str
    session: str
    kind: str
    name: str
    role: str
    tenant_id: str
    unit_types: tuple[str, ...]
    permissions: frozenset[str]
    unit: str = ""
    unit_code: str = ""
    hats: int = 1
    csrf: str = ""
    division: str = ""
    made_by: tuple[str, ...] = ()
    issued_at: float = 0.0
    expires_at: float = 0.0
    practice: bool = False

    @property
    def scope(self) -> Scope:
        return Scope(self.tenant_id, self.unit_types)

    def may(self, permission: str) -> bool:
        return permission in self.permissions
