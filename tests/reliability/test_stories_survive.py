"""Stories 2, 3 and 5 come to the same whether their worker lives or is killed again and again.

Each is told twice, side by side: the same states, events, effects and mails, every effect done once, a mail repeated
only where its worker died before it wrote down that it was sent. The steps are those of the scenarios, and hold what
happens against what they expect, in both tellings.
"""

import asyncio
import os
import random
from collections import Counter
from pathlib import Path

import pytest
from scenarios import test_story_five_closing as five
from scenarios import test_story_two as two

from support import story_three as three
from support import story_three_moving as moving
from support.outcome import Outcome
from support.story_five import Accompaniment
from support.story_two import (
    CHOSEN,
    ENGAGEMENT,
    LISTED,
    SEATS,
    UNLUCKY,
    Trial,
    applications,
    open_programme,
    own,
    step,
    way,
)
from support.surviving import Story, Telling, tell

FEWEST_KILLS = 3
WAITING, DECLINED = LISTED[:3], UNLUCKY[:2]
GUESTS = (*CHOSEN, *WAITING, *DECLINED)


async def story_two(told: Telling) -> None:
    """With fifteen guests instead of 133, from the rush to the day on which ten complete the programme."""
    await told.start_working()
    trial = Trial.of(told.system)
    await open_programme(trial, GUESTS)
    await the_choice(trial)
    await a_seat_becomes_free(trial)
    await trial.take(step(ENGAGEMENT, "StartExecution"))
    await trial.witness.overlook()
    await two.first_sessions(trial)
    await two.packs(trial)
    await everybody_completes(trial)


async def the_choice(trial: Trial) -> None:
    """Everybody applies at the same moment, some twice; ten are selected, three wait, two are declined."""
    await trial.together([one for one in applications() if one.actor.person in GUESTS])
    await trial.take(*(step(ENGAGEMENT, "SelectParticipant", participation=one) for one in CHOSEN))
    await trial.take(*(step(ENGAGEMENT, "PutOnWaitingList", participation=one) for one in WAITING))
    await trial.together([step(way(one), "DeclineApplicant", reason="席が十しかありませんでした") for one in DECLINED])
    await trial.witness.overlook()
    assert (await trial.seats()).waiting_list == WAITING


async def a_seat_becomes_free(trial: Trial) -> None:
    """The first who waits lets the offer lapse, the second takes it; then all ten seats are taken again."""
    await trial.take(own(CHOSEN[0], "Withdraw", reason="急な帰国のため"))
    await trial.system.skip(hours=73)
    await trial.take(own(WAITING[1], "AcceptSeat"))
    eleventh = trial.take(step(ENGAGEMENT, "SelectParticipant", participation=WAITING[2]))
    await trial.witness.refused("seats-taken", eleventh)
    await trial.witness.overlook()
    assert set((await trial.seats()).selected) == set(two.TAKING_PART)


async def everybody_completes(trial: Trial) -> None:
    """A second session for each; then the programme is complete, and everybody is asked how it was."""
    await two.hold(trial, 2, two.TAKING_PART)
    await trial.together([own(one, "CompleteProgramme") for one in two.TAKING_PART])
    events = dict.fromkeys(("ProgrammeCompleted", "WorkEnded", "SurveySent"), SEATS)
    await trial.saw(events, {"programme_completed": 3 * SEATS, "survey_request": SEATS})


async def story_three(told: Telling) -> None:
    """The team, the overnight return, the lockdown, two hundred days; without the forecast of who will be there."""
    await told.start_working()
    team = three.Team.of(told.system)
    for turn in (three.gather, three.post, three.pass_gates, three.kick_off, moving.tasks, moving.overnight,
                 moving.in_her_zone, moving.lockdown, moving.stranded):  # fmt: skip
        await turn(team)


async def story_five(told: Telling) -> None:
    """Its end: announced, invited to, said farewell, and the last day."""
    await told.start_working()
    story = Accompaniment(told.system)
    await story.begin()
    for turn in (five.agreements_and_journeys, five.announcement, five.farewells, five.the_call, five.a_community,
                 five.the_last_day):  # fmt: skip
        await turn(story)


@pytest.mark.parametrize(("story", "apart"), [(story_two, 45), (story_three, 35), (story_five, 12)])
async def test_a_story_survives_the_death_of_its_workers(
    story: Story, apart: int, postgres: str, tmp_path: Path
) -> None:
    seed = int(os.environ.get("BANSO_CHAOS_SEED", "0")) or random.SystemRandom().randrange(1, 1_000_000)
    print(f"BANSO_CHAOS_SEED={seed} repeats this; logs are below {tmp_path}")
    async with asyncio.TaskGroup() as both:
        undisturbed = both.create_task(tell(story, postgres, tmp_path / "undisturbed", apart, None))
        disturbed = both.create_task(tell(story, postgres, tmp_path / "disturbed", apart, seed))
    (in_peace, none), (killed, kills) = undisturbed.result(), disturbed.result()
    print(f"{kills} workers were killed in {killed.events.total()} events")
    assert (none, kills >= FEWEST_KILLS) == (0, True), f"{kills} kills say nothing"
    assert killed.differences(in_peace) == []
    assert {status for *_, status in killed.effects} == {"done"}


def test_what_is_lost_or_doubled_shows() -> None:
    events, mails = Counter({("person:a", "Registered"): 1}), Counter({("a@example.jp", "ようこそ"): 1})
    told = Outcome({"person:a/name": "a"}, events, Counter(), mails)
    assert told.differences(told) == []
    lost = Outcome({"person:a/name": "None"}, events, Counter(), Counter())
    assert lost.differences(told) == ["person:a/name: None, and a", "mails: 0 and 1 of ('a@example.jp', 'ようこそ')"]
    doubled = Outcome(told.states, events + events, Counter(), mails)
    assert doubled.differences(told) == ["events: 2 and 1 of ('person:a', 'Registered')"]
