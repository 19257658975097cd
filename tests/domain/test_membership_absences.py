"""Days away: several, taken back; whoever stands in answers on those days, and what was open when they began."""

from datetime import UTC, date, datetime, timedelta

import pytest

from domain.membership.accompanying.commands import AnswerReport
from domain.membership.aggregate import MEMBERSHIP
from domain.membership.matching import commands as asked
from domain.membership.matching import events as happened
from domain.membership.watching.commands import NoteReportAnswered, NoteReportOverdue
from domain.shared.actors import Actor, Role
from domain.shared.deadlines import MeetDeadline
from domain.shared.effects import DeliverToStream, Notify
from domain.shared.policy import authorize
from domain.shared.refusals import DomainError

from support.deciding import NOW, PARTICIPANT, SYSTEM, Given
from support.driving import Driver
from support.membership_stories import (
    ACCOMPANIST,
    BESIDE,
    CLIENT,
    MEMBER_FACTS,
    OTHER_ACCOMPANIST,
    accompanist,
    report,
)
from support.pairs import FULL, JOINED, MATCHED, OFFICE, beside, changed, delivered, given
from support.people import DESK, FACTS
from support.stories import driver


def test_days_away_are_told_to_every_client_and_to_the_deputy() -> None:
    away = asked.AnnounceAbsence(first_day=date(2026, 4, 2), last_day=date(2026, 4, 9), deputy=ACCOMPANIST)
    known = beside().events(*FULL)
    outcome = known.when(away, by=PARTICIPANT)
    assert delivered(outcome) == [(f"{DESK}.participant-8", "NoteAbsence"), (f"{DESK}.participant-9", "NoteAbsence")]
    assert outcome.told() == [("standing_in", "companion-1")]
    known.events(*outcome.events).when(away, by=PARTICIPANT).then()
    past = away.model_copy(update={"first_day": date(2026, 3, 1)})
    refused = known.when(past, by=PARTICIPANT).refused("days-wrong", "first_day")
    assert "始まりが終わりより後にならない期間" in refused.explain("ja"), "one day will do"
    known.when(away.model_copy(update={"deputy": CLIENT}), by=PARTICIPANT).refused("no-accompanist", "deputy")


def test_whoever_comes_while_the_accompanist_is_away_hears_who_answers() -> None:
    away = asked.AnnounceAbsence(first_day=date(2026, 4, 2), last_day=date(2026, 4, 9), deputy=ACCOMPANIST)
    known = beside()
    known = known.events(*known.when(away, by=PARTICIPANT).events)
    taken = known.when(asked.NoteClient(client=f"{DESK}.participant-8", taken=True), by=SYSTEM)
    assert delivered(taken) == [(f"{DESK}.participant-8", "NoteAbsence")]
    note = asked.NoteAbsence(accompanist="companion-1", **away.model_dump(include={"first_day", "last_day"}))
    client = given().events(MATCHED)
    assert client.when(note, by=SYSTEM).told() == [("absence_covered", "participant-1")]
    client.at(NOW.replace(month=5)).when(note, by=SYSTEM).then()


def test_absences_of_one_person_are_kept_apart_and_the_latest_word_counts() -> None:
    def known_after(*spans: tuple[int, int]) -> Given:
        known = beside().events(*FULL)
        for first, last in spans:
            away = asked.AnnounceAbsence(first_day=date(2026, 4, first), last_day=date(2026, 4, last))
            known = known.events(*known.when(away, by=PARTICIPANT).events)
        return known

    def days(known: Given) -> list[tuple[int, int]]:
        return [(one.first_day.day, one.last_day.day) for one in known.state.matching.absences]

    assert days(known_after((9, 9), (2, 4), (6, 7))) == [(2, 4), (6, 7), (9, 9)]
    assert days(known_after((2, 4), (6, 7), (4, 5))) == [(4, 5), (6, 7)]
    known = known_after(*((day, day) for day in range(2, 22)))
    another = asked.AnnounceAbsence(first_day=date(2026, 5, 1), last_day=date(2026, 5, 2))
    known.when(another, by=PARTICIPANT).refused("absences-too-many", "first_day")


def test_an_absence_that_is_not_ahead_is_not_taken_back() -> None:
    back = asked.TakeBackAbsence(first_day=date(2026, 4, 3))
    refused = beside().when(back, by=PARTICIPANT).refused("absence-unknown", "first_day")
    assert (refused.right.ja, refused.right.en) == ("これから先のお休みは、一つもありません。", "None lies ahead.")
    away = asked.AnnounceAbsence(first_day=date(2026, 4, 2), last_day=date(2026, 4, 9))
    known = beside().events(*beside().when(away, by=PARTICIPANT).events)
    refused = known.when(back, by=PARTICIPANT).refused("absence-unknown", "first_day")
    assert refused.right.en == "Those that lie ahead begin on: 2026-04-02."


def test_days_that_are_taken_back_are_told_to_whoever_counted_on_them() -> None:
    away = asked.AnnounceAbsence(first_day=date(2026, 4, 2), last_day=date(2026, 4, 9), deputy=ACCOMPANIST)
    known = beside().events(*FULL)
    known = known.events(*known.when(away, by=PARTICIPANT).events)
    outcome = known.when(asked.TakeBackAbsence(first_day=date(2026, 4, 2)), by=PARTICIPANT)
    assert delivered(outcome) == [(one.client, "NoteAbsenceTakenBack") for one in FULL]
    assert outcome.told() == [("absence_taken_back", "companion-1")]
    noted = asked.NoteAbsence(accompanist="companion-1", first_day=date(2026, 4, 2), last_day=date(2026, 4, 9))
    client = given().events(MATCHED)
    client = client.events(*client.when(noted, by=SYSTEM).events)
    client.when(noted, by=SYSTEM).then()
    back = asked.NoteAbsenceTakenBack(accompanist="companion-1", first_day=date(2026, 4, 2))
    told = client.when(back, by=SYSTEM)
    (notify,) = [one for one in told.effects() if isinstance(one, Notify)]
    assert (notify.template, notify.to, notify.names) == (
        "absence_taken_back", "participant-1", {"person": "companion-1"},
    )  # fmt: skip
    assert told.state.matching.covers == ()
    given().events(MATCHED).when(back, by=SYSTEM).then()


def test_the_deputy_answers_on_the_days_away_and_no_longer() -> None:
    covered = happened.AbsenceNoted(first_day=date(2026, 4, 1), last_day=date(2026, 4, 2), deputy="participant-3")
    known = given().events(MATCHED, covered)
    owners = [
        known.at(NOW.replace(day=day)).when(report(), by=PARTICIPANT).events[0].owner.persons  # type: ignore[attr-defined]
        for day in (1, 2, 3)
    ]
    assert owners == [("participant-3",), ("participant-3",), ("companion-1",)]


STANDS_IN = Actor(person="participant-3", role=Role.COMPANION)


def covered(first: int, last: int, deputy: str | None = "participant-3") -> Driver:
    """A client, accompanied, with an open report; the accompanist will be away on these days of April."""
    made = driver("membership")
    made.log = [(JOINED, NOW), (MATCHED, NOW)]
    made.state = changed(None, JOINED, MATCHED)
    made.send(report(), PARTICIPANT)
    days = {"first_day": date(2026, 4, first), "last_day": date(2026, 4, last)}
    made.send(asked.NoteAbsence(accompanist="companion-1", **days, deputy=deputy), SYSTEM)
    return made


def may(made: Driver, actor: Actor) -> bool:
    """Whether they may answer the latest report now, by the policy and by the rules."""
    command = AnswerReport(number=made.state.accompanying.reports, text="よい一日でしたね")
    try:
        authorize(MEMBERSHIP, CLIENT, command, actor, made.state)
    except DomainError:
        return False
    known = Given(MEMBERSHIP, stream=CLIENT, now=made.now, state=made.state, facts={**FACTS, **MEMBER_FACTS})
    return known.when(command, by=actor).refusal is None


@pytest.mark.parametrize(("first", "waits_days"), [(1, 0), (2, 1)], ids=["at once", "with the first day"])
def test_open_reports_are_handed_over_when_the_absence_begins(first: int, waits_days: int) -> None:
    made = covered(first, 4)
    assert not may(made, STANDS_IN), "before the days themselves there is nothing to read"
    step = made.meet_next()
    assert step is not None
    (event,) = step.events
    assert isinstance(event, happened.CoverBegan)
    assert (step.now - NOW).days + (step.now > NOW) == waits_days
    assert [(one.template, one.to) for one in MEMBERSHIP.react(event, made.state)] == [
        ("report_arrived", "participant-3")
    ]  # type: ignore[union-attr]
    wait = made.state.waits["report_answer:1"]
    assert (wait.owner.persons, wait.schedule.since, wait.step) == (("participant-3",), step.now, "asked")
    assert may(made, STANDS_IN)
    assert may(made, BESIDE), "who is away may answer, too"


def test_a_deputy_answers_on_the_days_and_later_only_what_was_handed_over() -> None:
    made = covered(2, 2)
    made.meet_next()
    made.now = datetime(2026, 4, 2, 3, tzinfo=UTC)
    made.send(report(), PARTICIPANT)
    assert made.send(AnswerReport(number=2, text="お疲れさまでした"), STANDS_IN).events
    while made.state.matching.covers:
        made.meet_next()
    made.send(report(), PARTICIPANT)
    assert made.state.waits["report_answer:3"].owner.persons == ("companion-1",)
    assert made.send(AnswerReport(number=3, text="x"), STANDS_IN).refusal.code == "report-not-yours"
    assert made.send(AnswerReport(number=1, text="遅くなりました"), STANDS_IN).events, "that one was handed over"
    assert MEMBERSHIP.relations(made.state, "participant-3") == frozenset(), "nothing of this is theirs any more"
    assert MEMBERSHIP.relations(made.state, "companion-1") == frozenset({Role.COMPANION})


def test_without_a_deputy_the_office_is_handed_what_is_open() -> None:
    made = covered(1, 2, None)
    made.meet_next()
    assert made.state.waits["report_answer:1"].owner == OFFICE
    assert MEMBERSHIP.relations(made.state, "participant-3") == frozenset()


def test_a_late_answer_of_a_deputy_is_on_their_own_radar_until_it_comes() -> None:
    made = covered(1, 9)
    made.meet_next()
    made.meet_next()
    step = made.meet_next()
    assert step is not None
    told = [one for one in MEMBERSHIP.react(step.events[0], made.state) if isinstance(one, DeliverToStream)]
    assert [(one.target.id, one.command["type"]) for one in told] == [(OTHER_ACCOMPANIST, "NoteReportOverdue")]
    noted = NoteReportOverdue.model_validate(told[0].command)
    deputy = Given(MEMBERSHIP, stream=OTHER_ACCOMPANIST, facts=FACTS, state=accompanist("participant-3"))
    deputy = deputy.events(*deputy.when(noted, by=SYSTEM).events)
    assert deputy.state.radar.overdue == (f"{CLIENT}/1",)
    assert deputy.state.radar.watch is not None, "they have no clients of their own"
    later = deputy.at(NOW + timedelta(days=3))
    red = later.when(MeetDeadline(kind="radar", subject=str(deputy.state.radar.signs), ordinal=1), by=SYSTEM)
    assert [(one.cause, one.count) for one in red.state.radar.reasons] == [
        ("silent_days", 2),
        ("unanswered_reports", 1),
    ]
    answered = made.send(AnswerReport(number=1, text="遅くなりました"), STANDS_IN)
    told = [one for one in MEMBERSHIP.react(answered.events[0], made.state) if isinstance(one, DeliverToStream)]
    assert [one.target.id for one in told] == [ACCOMPANIST, OTHER_ACCOMPANIST]
    settled = deputy.when(NoteReportAnswered.model_validate(told[1].command), by=SYSTEM).state
    assert (settled.radar.overdue, settled.radar.watch) == ((), None)
    # Nor does it stay with them when somebody else answers from now on.
    parted = deputy.when(asked.NoteClient(client=CLIENT, taken=False), by=SYSTEM).state
    assert (parted.radar.overdue, parted.radar.watch) == ((), None)


def test_who_stood_in_is_relieved_by_whoever_comes_next() -> None:
    made = covered(1, 9)
    made.meet_next()
    facts = {**FACTS, **MEMBER_FACTS, f"membership:{DESK}.operator-1": accompanist("operator-1")}
    known = Given(MEMBERSHIP, stream=CLIENT, now=made.now, state=made.state, facts=facts)
    outcome = known.when(asked.MatchAccompanist(accompanist=f"{DESK}.operator-1"))
    assert delivered(outcome) == [
        (f"{DESK}.operator-1", "NoteClient"),
        (ACCOMPANIST, "NoteClient"),
        (OTHER_ACCOMPANIST, "NoteClient"),
    ]
    assert MEMBERSHIP.relations(outcome.state, "participant-3") == frozenset()
