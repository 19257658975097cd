"""Those who carry problems on the isolation radar: when it turns, who is asked by name, and what ends the asking."""

from datetime import datetime, timedelta

import pytest

from domain.engagement.consultations import commands as asked
from domain.engagement.consultations import events as happened
from domain.engagement.consultations import radar
from domain.engagement.events import CoordinatorAppointed
from domain.playbooks.capabilities.radar import RadarRules, RadarWeights
from domain.shared.actors import Role
from domain.shared.deadlines import Escalated, MeetDeadline, Reminded
from domain.shared.effects import Notify
from domain.shared.models import Event
from domain.shared.waiting import Owner
from tests.domain.test_consultations import CARRIER, ENGINEER, QUEUE, at_work, brought, named

from support.consultation_stories import answer, redirect
from support.deciding import NOW, PARTICIPANT, SYSTEM, Given, Outcome
from support.rules import RULES, WAIT_DAYS, waiting

LATE = NOW + timedelta(days=WAIT_DAYS["consultation_answer"][1])
"""When a first answer is too late, at ten in the morning in Japan."""

MORNING = timedelta(hours=-1)
OFFICE = Owner(role=Role.COORDINATOR, persons=("coordinator-1",))


def turning(person: str, ordinal: int) -> MeetDeadline:
    """The radar's deadline of somebody."""
    return MeetDeadline(kind="radar", subject=person, ordinal=ordinal)


def turns(outcome: Outcome) -> list[tuple[str, str]]:
    """Whose radar turned, and to what."""
    return [(one.person, one.level) for one in outcome.events if isinstance(one, happened.CarrierTurned)]


def due(here: Given) -> dict[str, datetime]:
    """When the radar turns next, by person."""
    return {one.subject: one.due for one in radar.deadlines(here.state)}


def silent(here: Given, until: str = "red") -> Given:
    """Time passes without a word, until the radar of the carrier shows this."""
    while radar.standing(here.state, CARRIER).level != until:
        deadline = min(radar.deadlines(here.state), key=lambda one: one.due)
        here = here.at(deadline.due)
        here = here.history(here.when(turning(deadline.subject, deadline.ordinal), by=SYSTEM).events)
    return here


def test_one_problem_that_nobody_answers_turns_it_yellow_on_the_next_morning_and_red_on_the_one_after() -> None:
    here = at_work(brought(owner=QUEUE))
    assert due(here) == {CARRIER: LATE + timedelta(days=1) + MORNING}
    early = here.at(LATE + timedelta(hours=22, minutes=59)).when(turning(CARRIER, 1), by=SYSTEM)
    early.then()
    yellow = here.at(due(here)[CARRIER]).when(turning(CARRIER, 1), by=SYSTEM)
    assert (turns(yellow), yellow.told()) == ([(CARRIER, "yellow")], [])
    here = here.history(yellow.events)
    assert due(here) == {CARRIER: LATE + timedelta(days=2) + MORNING}
    red = here.at(due(here)[CARRIER]).when(turning(CARRIER, 2), by=SYSTEM)
    (turn,) = red.events
    assert isinstance(turn, happened.CarrierTurned)
    assert (turn.level, turn.owner, turn.schedule) == ("red", OFFICE, waiting("isolation_care", red.now))
    assert [(one.cause, one.count) for one in turn.reasons] == [("silent_days", 2), ("unanswered_consultations", 1)]
    assert red.told() == [("isolation_red", "coordinator-1")]
    (mail,) = [one for one in red.effects() if isinstance(one, Notify)]
    assert (mail.names["person"], mail.until) == (CARRIER, turn.schedule.remind_at)
    assert mail.spoken["reasons"].en == "2 days without a word, 1 unanswered consultation"


def test_what_is_not_late_yet_makes_nobody_alone_however_much_it_is() -> None:
    here = at_work(*[brought(number, owner=QUEUE) for number in range(1, 8)])
    assert turns(here.when(asked.PutAtFront(person="participant-2"))) == []
    third = at_work(*[brought(number, owner=QUEUE) for number in (1, 2, 3)])
    assert due(third) == {CARRIER: LATE}, "three late answers at once are enough without a day of silence"
    assert turns(third.at(LATE).when(turning(CARRIER, 1), by=SYSTEM)) == [(CARRIER, "red")]


def test_it_may_turn_between_two_mornings_when_one_more_answer_is_late() -> None:
    later = NOW + timedelta(hours=3)
    second = brought(2, owner=QUEUE, schedule=waiting("consultation_answer", later))
    here = at_work(brought(owner=QUEUE), second)
    assert due(here) == {CARRIER: LATE + timedelta(hours=3)}
    assert turns(here.at(due(here)[CARRIER]).when(turning(CARRIER, 1), by=SYSTEM)) == [(CARRIER, "yellow")]


def test_whoever_owes_the_answer_is_on_it_as_well_with_a_time_of_their_own() -> None:
    here = at_work(brought())
    assert set(due(here)) == {CARRIER, ENGINEER.person}
    handed_on = here.at(LATE).when(redirect(1, "operator-1"), by=ENGINEER)
    here = here.history(handed_on.events, at=LATE)
    own = LATE + timedelta(days=WAIT_DAYS["consultation_answer"][1])
    assert due(here) == {
        CARRIER: LATE + timedelta(days=1) + MORNING,
        "operator-1": own + timedelta(days=1) + MORNING,
    }, "the carrier counts from the beginning, the new owner from the handing on"


def test_an_answer_turns_it_back_and_the_care_stays_until_somebody_says_how_it_went() -> None:
    here = silent(at_work(brought(owner=QUEUE)))
    answered = here.when(answer(1))
    assert turns(answered) == [(CARRIER, "green")]
    here = here.history(answered.events)
    assert due(here) == {}
    assert here.state.waits["isolation_care:1"].owner == OFFICE
    again = silent(here.history([brought(2, owner=QUEUE, schedule=waiting("consultation_answer", here.now))]))
    assert [key for key in again.state.waits if key.startswith("isolation_care")] == ["isolation_care:1"]
    cared = again.when(asked.CareForCarrier(person=CARRIER, text="一緒に訪ねた"))
    assert [type(one).__name__ for one in cared.events] == ["CarrierCaredFor"]
    assert "isolation_care:1" not in cared.state.waits
    done = again.history(cared.events)
    done.when(asked.CareForCarrier(person=CARRIER, text="もう一度")).refused("no-care-open", "person")


def test_whoever_is_asked_is_reminded_of_the_person_by_name() -> None:
    here = silent(at_work(brought(owner=QUEUE)))
    first, second = (MeetDeadline(kind="isolation_care", subject="1", ordinal=number) for number in (1, 2))
    later = here.at(here.now + timedelta(days=9))
    reminded = later.when(first, by=SYSTEM)
    assert [type(one) for one in reminded.events] == [Reminded]
    escalated = later.history(reminded.events).when(second, by=SYSTEM)
    assert [type(one) for one in escalated.events] == [Escalated]
    for outcome, template in ((reminded, "isolation_care_reminder"), (escalated, "isolation_care_escalated")):
        assert outcome.told() == [(template, "coordinator-1")]
        (mail,) = [one for one in outcome.effects() if isinstance(one, Notify)]
        assert mail.names["person"] == CARRIER


def test_nobody_is_asked_to_look_after_themselves() -> None:
    appointed: list[Event] = [CoordinatorAppointed(coordinator=CARRIER), brought(owner=named(ENGINEER.person))]
    here = silent(at_work(*appointed))
    assert here.state.waits["isolation_care:1"].owner == OFFICE


def test_whoever_joins_the_office_is_not_asked_about_themselves() -> None:
    joined = silent(at_work(brought(owner=QUEUE))).events(CoordinatorAppointed(coordinator=CARRIER))
    assert CARRIER in joined.state.office
    assert {joined.state.waits[key].owner for key in ("isolation_care:1", "consultation_answer:1")} == {OFFICE}


def test_what_was_raised_before_there_was_a_radar_is_not_on_it() -> None:
    here = at_work(brought(owner=QUEUE, radar=None)).at(LATE + timedelta(days=9))
    assert due(here) == {}
    assert turns(here.when(asked.PutAtFront(person="participant-2"))) == []


@pytest.mark.parametrize(("weight", "expected"), [(0, {}), (30, {CARRIER: LATE + timedelta(days=1) + MORNING})])
def test_the_playbooks_weights_count(weight: int, expected: dict[str, datetime]) -> None:
    rules = RadarRules(weights=RadarWeights(silent_days=weight))
    here = at_work(brought(owner=QUEUE, radar=rules))
    assert due(here) == expected
    assert radar.counts(here.state, CARRIER, LATE + timedelta(days=3)).silent_days == 3


def test_what_a_problem_brings_with_it_are_the_numbers_of_the_pinned_playbook() -> None:
    rules = RULES.model_copy(update={"radar": RadarRules(yellow=5, red=7)})
    (event,) = at_work().under(rules).when(asked.RaiseConsultation(kind="too_loud", words="音"), by=PARTICIPANT).events
    assert isinstance(event, happened.ConsultationRaised)
    assert event.radar == rules.radar
