"""`make bench`: the same machine, the same run, ratios to a bare endpoint; prints a table."""

import platform
import shutil
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import orjson
import psutil
from chassis import clock
from suara_local.places import ROOT
from suara_local.ports import free_ports
from suara_local.processes import Process, wait_until
from suara_local.running import Running
from suara_local.stack import Stack
from suara_local.up import bring_up

from bench.live import receipt_to_count
from bench.load import ID_MARK, closed_loop, open_loop, page_of, request_of

CONNECTIONS = 96
ROUNDS = 5
SECONDS = 4.0
FIXED_RATE = 200.0
LIVE_RATE = 500.0
PROBES = 30
# Of one core, over a second: timers and empty polls take less (0.37 on a slow machine), the work
# after a start more.
AT_REST = 0.6
HOME = ROOT / "var" / "bench"
Row = tuple[str, str, str]


def main() -> None:
    shutil.rmtree(HOME, ignore_errors=True)
    bare_port = free_ports()["stream"]
    ports = free_ports()
    rows: list[Row] = []
    with Stack(HOME, ports, extra_routes={"/bare": bare_port}) as stack:
        bring_up(stack)
        wait_until(lambda: is_at_rest(stack), 120, "the stack at rest")
        rows.append(memory(stack))
    began = time.monotonic()
    with Stack(HOME, ports, extra_routes={"/bare": bare_port}) as stack:
        suara = Running(stack, bring_up(stack))
        rows.append(
            ("second start, until healthy", f"{time.monotonic() - began:.1f} s", "aim < 20 s")
        )
        bare = bare_process(stack, bare_port)
        bare.start()
        try:
            rows += throughput(suara, bare_port)
            rows += latency(suara)
            rows.append(live(suara))
        finally:
            bare.stop()
    table(rows)


def bare_process(stack: Stack, port: int) -> Process:
    return Process(
        name="bare",
        command=[sys.executable, "-m", "bench.bare", str(port), str(CONNECTIONS)],
        environment={**stack.environment("responses"), "PYTHONPATH": str(ROOT)},
        log=stack.home.log("bare"),
    )


def body(suara: Running, unit: str) -> bytes:
    found = suara.submission(suara.survey(unit))
    return orjson.dumps({**found, "response_id": ID_MARK.decode()})


def everywhere(suara: Running) -> list[bytes]:
    """The body of `body` for the open SPKP-SPAK of every unit, at its own point."""
    first = suara.submission(suara.survey("W11-02"))
    api = suara.api("admin")
    codes = {point["tenant_id"]: point["code"] for point in _all(api, "collection-points")}
    return [
        orjson.dumps(
            {
                **first,
                "survey": each["survey_id"],
                "code": codes[each["tenant_id"]],
                "form_version": each["form_version_id"],
                "response_id": ID_MARK.decode(),
            }
        )
        for each in _all(api, "surveys")
        if each["instrument"] == "SPKP-SPAK" and each["status"] == "open"
        if each["tenant_id"] in codes and each["period"] == f"{clock.now():%Y-%m}"
    ]


def _all(api: httpx.Client, what: str) -> Iterator[dict[str, Any]]:
    """Every page of a list of the API."""
    following: str | None = None
    while True:
        query = {"limit": "100"} | ({"after": following} if following else {})
        found = api.get(f"/api/v1/{what}", params=query).raise_for_status().json()
        yield from found["items"]
        following = found["next"]
        if not following:
            return


def throughput(suara: Running, bare_port: int) -> list[Row]:
    """Alternating, so that noise of the machine meets all alike; medians of five."""
    ports, form = suara.stack.ports, suara.survey("W11-02")["code"]
    one, spread = [body(suara, "W11-02")], everywhere(suara)
    runs: dict[str, Callable[[], float]] = {}
    for name, port, path, bodies in (
        ("submissions, gateway", ports["gateway"], "/api/v1/responses", one),
        (f"over {len(spread)} surveys, gateway", ports["gateway"], "/api/v1/responses", spread),
        ("bare endpoint, gateway", ports["gateway"], "/bare", one),
        ("submissions, direct", ports["responses"], "/api/v1/responses", one),
        ("bare endpoint, direct", bare_port, "/bare", one),
        ("pages of the form, direct", ports["responses"], f"/s/{form}", []),
    ):
        templates = [request_of(port, path, each) for each in bodies] or [page_of(port, path)]
        runs[name] = lambda port=port, templates=templates: (
            closed_loop(port, templates, CONNECTIONS, SECONDS).rate
        )
    for run in runs.values():
        run()  # warm
    found: dict[str, list[float]] = {name: [] for name in runs}
    for number in range(ROUNDS):
        for name, run in runs.items():
            found[name].append(run())
        print(f"  round {number + 1} of {ROUNDS}", flush=True)
    middle = {name: statistics.median(values) for name, values in found.items()}
    rows = [(name, f"{rate:,.0f}/s", "") for name, rate in middle.items()]
    for name, rate in middle.items():
        what, _, way = name.rpartition(", ")
        if what != "bare endpoint":
            ratio = rate / middle[f"bare endpoint, {way}"]
            aim = "" if what.startswith("pages") else "aim 0.33"
            rows.append((f"{name}: ratio to the bare endpoint", f"{ratio:.2f}", aim))
    return rows


def latency(suara: Running) -> list[Row]:
    """At a fixed rate, through the gateway: the receipt beside the bare answer."""
    port, one = suara.stack.ports["gateway"], body(suara, "W11-02")
    rows, tails = [], []
    for name, path in (("receipt", "/api/v1/responses"), ("bare answer", "/bare")):
        outcome = open_loop(port, request_of(port, path, one), FIXED_RATE, 15)
        p50, p99 = (1000 * outcome.percentile(share) for share in (0.5, 0.99))
        refused = sum(count for status, count in outcome.statuses.items() if status != 202)
        words = f"p50 {p50:.0f} ms, p99 {p99:.0f} ms"
        rows.append((f"{name} at {FIXED_RATE:.0f}/s, open loop", words, f"{refused} refused"))
        tails.append(p99)
    return [
        *rows,
        ("p99 of the receipt: ratio to the bare answer", f"{tails[0] / tails[1]:.1f}", ""),
    ]


def live(suara: Running) -> Row:
    port = suara.stack.ports["gateway"]
    template = request_of(port, "/api/v1/responses", body(suara, "W11-02"))
    median, p99 = receipt_to_count(suara, template, LIVE_RATE, PROBES)
    words = f"median {median:.2f} s, p99 {p99:.2f} s"
    return (f"receipt to changed count at {LIVE_RATE:.0f}/s", words, "aim p99 < 1 s")


def is_at_rest(stack: Stack) -> bool:
    """What the start has set off is done: the processes hardly work."""
    before, since = _worked(stack), time.monotonic()
    time.sleep(1)  # work is measured over a time
    return _worked(stack) - before < AT_REST * (time.monotonic() - since)


def _worked(stack: Stack) -> float:
    """Seconds of processor time of every process of the stack."""
    return sum(sum(psutil.Process(pid).cpu_times()[:2]) for pid in stack.pids())


def memory(stack: Stack) -> Row:
    """Shared pages counted once: the sum of proportional set sizes."""
    total = sum(psutil.Process(pid).memory_full_info().pss for pid in stack.pids())
    return ("memory at rest, 876 tenants (PSS)", f"{total / 2**20:,.0f} MB", "aim < 2,000 MB")


def table(rows: list[Row]) -> None:
    cores = psutil.cpu_count()
    print(f"\n{cores} cores, Python {platform.python_version()}, everything on one machine\n")
    print("| measure | figure | |\n|---|--:|---|")
    for name, figure, note in rows:
        print(f"| {name} | {figure} | {note} |")


if __name__ == "__main__":
    main()
