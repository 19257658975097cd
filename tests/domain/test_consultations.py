"""Problems from the front: who owns them, how long they may be silent, and that both wheels close them."""

from datetime import timedelta
from typing import Any

import pytest

from domain.engagement.commands import LeaveAsCoordinator, NoteParticipantLeft
from domain.engagement.consultations import commands as asked
from domain.engagement.consultations import events as happened
from domain.engagement.consultations.balance import CarrierCounts, carrier_counts
from domain.engagement.events import CoordinatorAppointed, ParticipantLeft
from domain.shared.actors import Actor, Role
from domain.shared.deadlines import Escalated, MeetDeadline, Reminded
from domain.shared.effects import Notify
from domain.shared.models import Event
from domain.shared.values import BilingualText
from domain.shared.waiting import Owner

from support.consultation_stories import answer, closing, raised, redirect, reflect
from support.deciding import (
    COORDINATOR,
    NOW,
    OTHER_COORDINATOR,
    OTHER_PARTICIPANT,
    PARTICIPANT,
    SYSTEM,
    Given,
    Outcome,
    offers,
)
from support.engagements import MILESTONE, approval, delivery, drafted, executing, given, planned, sent_back
from support.people import private
from support.rules import RULES, waiting

CARRIER = "participant-1"
ENGINEER = Actor(person="participant-3", role=Role.COMPANION)
SUPPLY = Actor(person="operator-1", role=Role.COMPANION)
WORKS, ARRIVES = (RULES.consultations.kinds[kind] for kind in ("does_not_work", "does_not_arrive"))
BOTH = asked.CloseConsultation(consultation=1, done_about="部品を替えた", done_for_carrier="一緒に訪ねた")


def named(person: str) -> Owner:
    """Somebody owns it by name."""
    return Owner(role=Role.COMPANION, persons=(person,))


QUEUE = Owner(role=Role.COORDINATOR, persons=("coordinator-1",))


def routed(owner: str = ENGINEER.person, kind: str = "does_not_work") -> happened.ConsultationsRouted:
    """A kind has an owner."""
    return happened.ConsultationsRouted(owner=owner, kinds=(kind,), problem=RULES.consultations.kinds[kind])


def brought(number: int = 1, owner: Owner | None = None, **changes: Any) -> happened.ConsultationRaised:
    """A problem was brought home."""
    values: dict[str, Any] = {
        "consultation": number,
        "kind": "does_not_work",
        "problem": WORKS,
        "carrier": CARRIER,
        "by": PARTICIPANT,
        "words": private(CARRIER, "現場で止まってしまう"),
        "customer": "Example Works",
        "cause": None,
        "owner": owner or named(ENGINEER.person),
        "schedule": waiting("consultation_answer", NOW),
        "radar": RULES.radar,
    }
    return happened.ConsultationRaised.model_validate({**values, **changes})


def at_work(*events: Event) -> Given:
    """Somebody is at the front, and one kind has an owner; no companion, so that the owners are all who support."""
    return given().history([*executing(companion=None), routed(), *events])


def words(outcome: Outcome, template: str) -> dict[str, Any]:
    """What a message says besides names and texts."""
    (effect,) = [one for one in outcome.effects() if isinstance(one, Notify) and one.template == template]
    return {**effect.about, **effect.spoken}


def test_the_owner_of_the_kind_has_it_and_reads_the_words() -> None:
    outcome = at_work().when(raised(), by=PARTICIPANT).then(brought())
    assert outcome.told() == [("consultation_raised", ENGINEER.person)]
    assert outcome.state.waits["consultation_answer:1"].owner == named(ENGINEER.person)


@pytest.mark.parametrize("kind", ["does_not_arrive", "too_loud"])
def test_what_nobody_owns_and_what_nobody_knows_goes_to_the_coordinators(kind: str) -> None:
    outcome = at_work().when(raised(kind), by=PARTICIPANT)
    assert outcome.told() == [("consultation_raised", "coordinator-1")]
    assert outcome.state.consultations.cases["1"].owner is None
    problem = words(outcome, "consultation_raised")["problem"]
    assert problem in (ARRIVES, BilingualText(ja="そのほかの困りごと（too loud）", en="Something else (too loud)"))


def test_the_carrier_never_owns_what_they_carry() -> None:
    outcome = at_work(routed(CARRIER)).when(raised(), by=PARTICIPANT)
    assert outcome.then(brought(owner=QUEUE)).state.consultations.cases["1"].owner is None
    at_work(brought()).when(redirect(1, CARRIER), by=ENGINEER).refused("back-to-the-carrier", "to")
    only = at_work(happened.FrontJoined(person="coordinator-1"))
    only.when(raised("does_not_arrive"), by=COORDINATOR).refused("nobody-else", "carrier")
    two = at_work(happened.FrontJoined(person="coordinator-1"), CoordinatorAppointed(coordinator="coordinator-2"))
    assert two.when(raised("too_loud"), by=COORDINATOR).told() == [("consultation_raised", "coordinator-2")]


def test_only_those_at_the_front_bring_problems_home_each_in_their_own_name() -> None:
    other = raised().model_copy(update={"carrier": "participant-2"})
    at_work().when(other, by=PARTICIPANT).refused("other-person", "carrier")
    at_work().when(other, by=COORDINATOR).refused("not-at-the-front", "carrier")
    at_work().when(raised(), by=OTHER_PARTICIPANT).refused("not-at-the-front", "carrier")
    left = at_work(ParticipantLeft(participation="participation-1"))
    left.when(raised(), by=PARTICIPANT).refused("not-at-the-front", "carrier")
    for_them = at_work().when(raised().model_copy(update={"carrier": CARRIER}), by=COORDINATOR)
    assert for_them.then(brought(by=COORDINATOR)).state.consultations.cases["1"].carrier == CARRIER
    given().history([drafted()]).when(raised(), by=PARTICIPANT).refused("not-in-execution")


def test_a_playbook_without_kinds_refuses_and_names_the_section() -> None:
    without = RULES.model_copy(update={"consultations": RULES.consultations.model_copy(update={"kinds": {}})})
    refused = at_work().under(without).when(raised(), by=PARTICIPANT).refused("no-consultations-here")
    assert "[rules.consultations.kinds]" in refused.explain("en")


def test_a_route_names_kinds_of_the_playbook_and_somebody_who_is_registered() -> None:
    unknown = asked.RouteConsultations(owner="operator-1", kinds=("does_not_work", "too_loud"))
    offers(at_work().when(unknown).refused("kind-unknown", "kinds"), RULES.consultations.kinds)
    nobody = asked.RouteConsultations(owner="nobody-1", kinds=("does_not_work",))
    at_work().when(nobody).refused("person-unknown", "owner")
    both = asked.RouteConsultations(owner="operator-1", kinds=("does_not_work", "does_not_arrive"))
    outcome = at_work(brought()).when(both)
    assert outcome.told() == [("consultations_routed", "operator-1")]
    assert words(outcome, "consultations_routed")["problem"].ja == "動かない、届かない"
    assert outcome.state.consultations.cases["1"].owner == ENGINEER.person, "what is open stays where it is"


def test_the_first_answer_ends_the_waiting_and_not_the_problem() -> None:
    first = at_work(brought()).when(answer(1), by=ENGINEER)
    assert first.told() == [("consultation_answered", CARRIER)]
    assert "consultation_answer:1" not in first.state.waits
    assert first.state.consultations.cases["1"].is_open
    (event,) = first.events
    again = at_work(brought(), event).when(answer(1), by=COORDINATOR)
    assert [one.first for one in again.events if isinstance(one, happened.ConsultationAnswered)] == [False]
    assert again.state.consultations.cases["1"].answered_by == ENGINEER.person


def test_only_its_owner_and_the_office_see_to_it() -> None:
    for command in (answer(1), closing(1), redirect(1, "operator-1"), reflect(1, MILESTONE)):
        at_work(brought()).when(command, by=SUPPLY).refused("not-yours", "consultation")
        unknown = command.model_copy(update={"consultation": 7})
        at_work(brought()).when(unknown, by=ENGINEER).refused("consultation-unknown", "consultation")


def test_silence_reminds_the_owner_then_tells_the_coordinator_whose_carrier_is_alone() -> None:
    here = at_work(brought())
    first = MeetDeadline(kind="consultation_answer", subject="1", ordinal=1)
    reminded = Reminded(kind="consultation_answer", subject="1", owner=named(ENGINEER.person))
    later = here.at(NOW + timedelta(days=2))
    assert later.when(first, by=SYSTEM).then(reminded).told() == [("consultation_answer_reminder", ENGINEER.person)]
    here.at(NOW + timedelta(days=1, hours=23)).when(first, by=SYSTEM).then()
    second = MeetDeadline(kind="consultation_answer", subject="1", ordinal=2)
    told = here.events(reminded).at(NOW + timedelta(days=5)).when(second, by=SYSTEM)
    told.then(Escalated(kind="consultation_answer", subject="1", owner=named(ENGINEER.person)))
    assert told.told() == [("consultation_answer_escalated", "coordinator-1")]
    (effect,) = [one for one in told.effects() if isinstance(one, Notify)]
    assert (effect.names["carrier"], effect.names["person"], effect.about["open"]) == (CARRIER, ENGINEER.person, "1")


def test_a_redirect_has_a_time_of_its_own_and_the_count_since_the_beginning_is_kept() -> None:
    later = NOW + timedelta(days=4)
    outcome = at_work(brought()).at(later).when(redirect(1, "operator-1"), by=ENGINEER)
    assert outcome.told() == [("consultation_redirected", "operator-1"), ("consultation_passed_on", CARRIER)]
    wait = outcome.state.waits["consultation_answer:1"]
    assert (wait.owner, wait.schedule.since, wait.handovers) == (named("operator-1"), later, 1)
    counts = carrier_counts(outcome.state, CARRIER, NOW + timedelta(days=5))
    assert counts == CarrierCounts(unanswered=1, overdue=1, unanswered_since=NOW)
    assert carrier_counts(outcome.state, CARRIER, NOW + timedelta(days=4)).overdue == 0
    assert carrier_counts(outcome.state, ENGINEER.person, later) == CarrierCounts()


@pytest.mark.parametrize(("owner", "to"), [(named(ENGINEER.person), ENGINEER.person), (QUEUE, "coordinator-1")])
def test_whoever_has_it_is_nobody_to_hand_it_to(owner: Owner, to: str) -> None:
    at_work(brought(owner=owner)).when(redirect(1, to), by=COORDINATOR).refused("owner-already", "to")


def test_one_wheel_is_not_enough_whichever_it_is() -> None:
    here = at_work(brought())
    one = BOTH.model_copy(update={"done_for_carrier": None})
    assert "carrier" in here.when(one, by=ENGINEER).refused("one-wheel", "done_for_carrier").right.en.lower()
    here.when(BOTH.model_copy(update={"done_about": None}), by=ENGINEER).refused("one-wheel", "done_about")
    outcome = here.when(BOTH, by=ENGINEER)
    assert outcome.told() == [("consultation_closed", CARRIER)]
    case = outcome.state.consultations.cases["1"]
    assert (case.is_open, case.first_answer_at, case.answered_by) == (False, NOW, ENGINEER.person)
    assert "consultation_answer:1" not in outcome.state.waits
    here.history(outcome.events).when(answer(1), by=ENGINEER).refused("consultation-closed", "consultation")


def test_the_schedule_moves_and_whoever_was_promised_the_day_is_told_both() -> None:
    outcome = at_work(brought(), planned("second")).when(reflect(1, "second", 14), by=ENGINEER)
    assert outcome.told() == [("schedule_reflected", one) for one in ("company-1", "company-2", CARRIER)]
    assert outcome.state.milestones["second"].due_on.isoformat() == "2026-07-14"
    assert outcome.state.milestones[MILESTONE].due_on.isoformat() == "2026-06-30", "only those concerned move"
    told = next(one for one in outcome.effects() if isinstance(one, Notify))
    assert (told.spoken["was"].ja, told.spoken["now"].ja) == ("2026年6月30日(火)", "2026年7月14日(火)")
    assert told.about["days"] == "14"


def test_what_was_delivered_does_not_move_unless_it_was_sent_back() -> None:
    for events in ([delivery()], [delivery(), approval()]):
        at_work(brought(), *events).when(reflect(1, MILESTONE), by=ENGINEER).refused("delivered-already", "milestones")
    again = at_work(brought(), delivery(), sent_back()).when(reflect(1, MILESTONE), by=ENGINEER)
    assert isinstance(again.events[0], happened.ScheduleReflected)
    at_work(brought()).when(reflect(1, "nowhere"), by=ENGINEER).refused("milestone-unknown", "milestone")


def tilts(outcome: Outcome) -> list[tuple[str, str | None]]:
    """What tilted and what became better, in order."""
    found: list[tuple[str, str | None]] = []
    for event in outcome.events:
        if isinstance(event, happened.SupportTilted):
            found.append((event.tilt, event.person))
        if isinstance(event, happened.SupportBalanced):
            found.append((event.tilt, "better"))
    return found


def test_more_than_half_on_one_person_is_told_once_and_again_when_it_was_better_meanwhile() -> None:
    two = at_work(brought(1), brought(2))
    third = two.when(raised(), by=PARTICIPANT)
    assert tilts(third) == [("concentrated", ENGINEER.person)]
    assert third.told()[1:] == [("support_concentrated", "coordinator-1")]
    assert words(third, "support_concentrated")["count"] == "3"
    fourth = two.history(third.events).when(raised(), by=PARTICIPANT)
    assert tilts(fourth) == []
    halved = fourth
    here = two.history(third.events).history(fourth.events)
    for number in (1, 2):
        halved = here.when(redirect(number, "operator-1"), by=ENGINEER)
        here = here.history(halved.events)
    assert tilts(halved) == [("concentrated", "better")], "half is not more than half"
    assert tilts(here.when(raised(), by=PARTICIPANT)) == [("concentrated", ENGINEER.person)]


def test_a_coordinator_who_is_alone_can_have_too_much_as_well() -> None:
    here = at_work(brought(1, owner=QUEUE), brought(2, owner=QUEUE))
    assert tilts(here.when(raised("too_loud"), by=PARTICIPANT)) == [("concentrated", "coordinator-1")]
    shared = here.events(CoordinatorAppointed(coordinator=OTHER_COORDINATOR.person))
    assert tilts(shared.when(raised("too_loud"), by=PARTICIPANT)) == [], "what two share is nobody's alone"


def test_more_supporters_than_the_playbook_allows_for_each_one_at_the_front() -> None:
    here = at_work(routed("operator-1", "does_not_arrive"), brought())
    outnumbered = here.when(redirect(1, "employer-1"), by=ENGINEER)
    assert tilts(outnumbered) == [("outnumbered", None)]
    assert words(outnumbered, "support_outnumbers") | {"count": "3", "front": "1"} == words(
        outnumbered, "support_outnumbers"
    )
    after = here.history(outnumbered.events)
    joined = after.when(asked.PutAtFront(person="participant-2"))
    assert tilts(joined) == [("outnumbered", "better")]
    assert joined.told() == [("front_joined", "participant-2")]
    back = after.history(joined.events).when(asked.TakeFromFront(person="participant-2"))
    assert tilts(back) == [("outnumbered", None)]
    after.when(asked.PutAtFront(person=CARRIER)).then()
    after.when(asked.TakeFromFront(person="company-1")).then()


def test_whoever_leaves_tilts_the_balance_as_much_as_a_problem_does() -> None:
    """Three supporters are not too many for two at the front, and are for the one who stays."""
    both = (happened.FrontJoined(person="participant-2"), routed("operator-1", "does_not_arrive"))
    here = at_work(*both, brought(owner=named("employer-1")))
    left = here.when(NoteParticipantLeft(participation="participation-1"), by=SYSTEM)
    assert tilts(left) == [("outnumbered", None)]
    assert ("support_outnumbers", "coordinator-1") in left.told()
    again = here.history(left.events).when(NoteParticipantLeft(participation="participation-1"), by=SYSTEM)
    assert again.events == []


def test_a_coordinator_who_is_left_alone_with_the_queue_is_noticed() -> None:
    two = at_work(
        *[brought(number, owner=QUEUE) for number in (1, 2, 3)], CoordinatorAppointed(coordinator="coordinator-2")
    )
    alone = two.when(LeaveAsCoordinator(coordinator="coordinator-2"), by=OTHER_COORDINATOR)
    assert tilts(alone) == [("concentrated", "coordinator-1")]
