"""Kill the program before any call that changes something, run the same command again: nothing is different."""

import signal
from pathlib import Path

import pytest

from .homes import Home, Point, halves, homes_for, in_parallel, spread, turn
from .scenarios import SCENARIOS, Scenario, differences, lost, problems, state
from .tracing import needs_strace, parse, strace

pytestmark = needs_strace
#: How many kill points of each scenario are considered, and how many of these `make test` takes.
SAMPLE, TAKEN = 8, 5


def _kill(home: Home, point: Point) -> int:
    """Kill the command, where it stands, at a call."""
    return home.disturbed(f"{point.name}:signal=SIGKILL:when={point.number}").returncode


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
def test_a_kill_at_any_call_changes_nothing(place: Path, scenario: Scenario, full: bool) -> None:
    """After SIGKILL no input is lost and no record half; after the same command again all is as if undisturbed."""
    homes = homes_for(place, scenario)
    points = homes[0].points
    chosen = points if full else turn(SCENARIOS.index(scenario), spread(points, lambda point: point.name, SAMPLE), TAKEN)
    expected = homes[0].undisturbed
    assert TAKEN <= len(chosen)  # of twelve scenarios: 60 and more

    def work(home: Home, point: Point) -> list[str]:
        home.restore()
        ended = _kill(home, point)
        found = [] if ended == -signal.SIGKILL else [f"it was not killed, but ended with {ended}"]
        found += [f"{name} is gone" for name in lost(home.path, home.inputs)]
        found += halves(home.archive)
        if point.number % 4 == 0:  # and now and then the recovery as well
            _kill(home, points[point.number * 7 % len(points)])
        done = home.run()
        found += [] if done.returncode in (0, 3) else [done.stderr]
        found += differences(expected, state(home.path))
        found += problems(home.archive)
        return [f"killed before {point.name} number {point.number}: {each}" for each in found]

    assert [] == in_parallel(homes, chosen, work)


def test_only_the_process_itself_touches_the_archive(place: Path) -> None:
    """Workers never open a file of it, so that killing the process is killing all that writes."""
    home = Home(place / "home", SCENARIOS[0])
    done = strace(home.command, place / "trace", follow=True)

    assert done.returncode in (0, 3), done.stderr
    lines = (place / "trace").read_bytes().splitlines()
    touching = {line.split()[0] for line in lines if str(home.archive).encode() in line and b"execve" not in line}
    assert 1 == len(touching)
    assert 1 < len({line.split()[0] for line in lines})
    assert parse(place / "trace", home.archive)
