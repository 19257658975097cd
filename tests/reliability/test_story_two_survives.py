"""Story 2, from the rush to the successor's invitations, under whoever kills its worker."""

from pathlib import Path

from scenarios import test_story_two as two

from support.story_two import (
    CHOSEN,
    ENGAGEMENT,
    LISTED,
    SEATS,
    TAKING_PART,
    UNLUCKY,
    Trial,
    applications,
    open_programme,
    own,
    step,
    way,
)
from support.story_two_survey import the_survey
from support.surviving import Telling, comes_to_the_same

WAITING, DECLINED = LISTED[:3], UNLUCKY[:2]
GUESTS = (*CHOSEN, *WAITING, *DECLINED)


async def story_two(told: Telling) -> None:
    """With fifteen guests instead of 133, from the rush to the invitation to what follows."""
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
    await the_survey(trial)
    await two.the_pivot(trial)
    await two.the_successor(trial, DECLINED)


async def the_choice(trial: Trial) -> None:
    """Everybody applies at the same moment, some twice; ten are selected, three wait, two are declined."""
    await trial.together([one for one in applications() if one.actor.person in GUESTS])
    await trial.take(*(step(ENGAGEMENT, "SelectParticipant", participation=one) for one in CHOSEN))
    await trial.take(*(step(ENGAGEMENT, "PutOnWaitingList", participation=one) for one in WAITING))
    await trial.together([step(way(one), "DeclineApplicant", reason="席が十しかありませんでした") for one in DECLINED])
    await trial.together([own(one, "AgreeToPool") for one in DECLINED])
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
    assert set((await trial.seats()).selected) == set(TAKING_PART)


async def everybody_completes(trial: Trial) -> None:
    """A second session for each; then the programme is complete, and everybody is asked how it was."""
    await two.hold(trial, 2, TAKING_PART)
    await trial.together([own(one, "CompleteProgramme") for one in TAKING_PART])
    events = dict.fromkeys(("ProgrammeCompleted", "WorkEnded", "SurveySent"), SEATS)
    await trial.saw(events, {"programme_completed": 3 * SEATS, "survey_request": SEATS})


async def test_a_trial_survives_the_death_of_its_workers(postgres: str, tmp_path: Path) -> None:
    await comes_to_the_same(story_two, 60, postgres, tmp_path)
