"""Points made from presets, paths of the earlier system that lead to them, their moves."""

from typing import Any

from chassis.database import Scope
from chassis.outbox import Relay
from forms_service.points import store as collection

OPERATOR, NEIGHBOUR, OTHER = "operator.w11-01", "operator.w11-02", "operator.w20-01"
POINTS = "/collection-points"


def faults(answer) -> set[str]:
    assert answer.status_code == 422, answer.text
    return {each["field"] for each in answer.json()["errors"]}


def first_point(seeded, username: str) -> dict[str, Any]:
    with seeded.api(username) as api:
        return api.get(POINTS).json()["items"][0]


def new_point(seeded, username: str) -> dict[str, Any]:
    body = {"tenant": first_point(seeded, username)["tenant_id"], "name": "Loket uji"}
    with seeded.api(username) as api:
        return api.post(POINTS, json=body).json()


def link(seeded, username: str, point: dict[str, Any], *aliases: str, dry_run: bool = False):
    """What the import of these aliases answers."""
    unit = username.removeprefix("operator.").upper()
    rows = [f"https://lama.example.id/{alias},{unit},{point['code']}" for alias in aliases]
    with seeded.api(username) as api:
        return api.post(
            f"{POINTS}/legacy-links",
            data={"dry_run": "true"} if dry_run else {},
            files={"file": ("lama.csv", "\n".join(["link,tenant_code,point_code", *rows]))},
        )


def leading_to(seeded, username: str, alias: str) -> list[str]:
    """The tenants of the points with this alias that this person sees."""
    with seeded.api(username) as api:
        found = api.get(POINTS).json()["items"]
    return [point["tenant_id"] for point in found if alias in point["aliases"]]


def published(seeded, point_id: str) -> dict[str, Any]:
    """The newest state of a point that other services follow."""
    Relay("forms", seeded.worker, seeded.bootstrap, seeded.prefix).drain()
    events = seeded.events("forms.collection-points.v1")
    return [each.payload for each in events if each.payload["point_id"] == point_id][-1]


def test_a_point_is_made_from_a_preset_and_keeps_its_languages(seeded) -> None:
    tenant = first_point(seeded, OPERATOR)["tenant_id"]
    body = {"tenant": tenant, "name": "Kartu", "channel": "card", "preset": "take_home_card"}
    with seeded.api(OPERATOR) as api:
        made = api.post(POINTS, json={**body, "languages": ["en", "id"]}).json()
        assert (made["preset"], made["languages"]) == ("take_home_card", ["en", "id"])
        changed = api.post(f"{POINTS}/{made['code']}", json={"name": "Kartu", "channel": "card"})
        assert (changed.json()["preset"], changed.json()["languages"]) == ("take_home_card", [])
        for wrong in ("id", ["id", "id"], ["fr"], [{}]):
            assert faults(api.post(POINTS, json={**body, "languages": wrong})) == {"languages"}
        assert faults(api.post(POINTS, json={**body, "preset": "fax"})) == {"preset"}


def test_a_path_of_the_earlier_system_leads_to_one_point_of_the_nation(seeded) -> None:
    own, other = new_point(seeded, OPERATOR), new_point(seeded, OTHER)
    done = link(seeded, OPERATOR, own, "ly/aaaa1111", "ly/bbbb2222").json()
    assert (done["new"], done["unchanged"]) == (2, 0)
    assert link(seeded, OPERATOR, own, "ly/AAAA1111").json()["unchanged"] == 1
    assert {"ly/aaaa1111", "ly/bbbb2222"} <= set(published(seeded, own["point_id"])["aliases"])
    # Not seen by the other office, and still not free for it: told by the dry run already.
    assert leading_to(seeded, OTHER, "ly/aaaa1111") == []
    wanted = ("ly/cccc3333", "ly/aaaa1111")
    looked = link(seeded, OTHER, other, *wanted, dry_run=True).json()
    assert (looked["new"], [each["row"] for each in looked["faults"]]) == (1, [3])
    assert faults(link(seeded, OTHER, other, *wanted)) == {"row 3: link"}
    assert published(seeded, other["point_id"])["aliases"] == other["aliases"]
    assert link(seeded, OTHER, other, "ly/cccc3333", dry_run=True).json()["new"] == 1
    assert leading_to(seeded, OTHER, "ly/cccc3333") == []


def test_a_moved_point_takes_its_paths_along_and_its_past_stays_written(seeded) -> None:
    home, target = new_point(seeded, NEIGHBOUR), new_point(seeded, OPERATOR)
    assert link(seeded, NEIGHBOUR, home, "ly/dddd4444").status_code == 200
    way = f"{POINTS}/{home['code']}/move"
    with seeded.api("admin") as api:
        move = {"tenant": target["tenant_id"], "reason": "Kantor digabung"}
        moved = api.post(way, json=move).json()
        assert moved["tenant_id"] == target["tenant_id"]
        assert "ly/dddd4444" in moved["aliases"]
        # Once more to the same place: nothing happened, nothing is written.
        assert api.post(way, json=move).json() == moved
    assert leading_to(seeded, OPERATOR, "ly/dddd4444") == [target["tenant_id"]]
    with seeded.web.scope(Scope(home["tenant_id"])) as connection:
        moves = collection.moves(connection, home["point_id"])
        assert [(str(each.to_tenant_id), each.reason) for each in moves] == [
            (target["tenant_id"], "Kantor digabung")
        ]
    with seeded.api("admin") as api:
        back = api.post(way, json={"tenant": home["tenant_id"], "reason": "Dikembalikan"})
        assert back.json()["aliases"] == moved["aliases"]
