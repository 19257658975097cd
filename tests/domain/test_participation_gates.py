"""The three gates before work: the employer's consent, the contract, the work permission."""

from datetime import date
from decimal import Decimal
from typing import Any, Literal

import pytest

from domain.engagement.commands import NoteParticipantReady
from domain.participation import commands as asked
from domain.participation import events as happened
from domain.shared.effects import CheckWorkPermission, DeliverToStream, Notify, RenderContract
from domain.shared.models import Event

from support import participations as made
from support.deciding import COMPANY, COORDINATOR, EMPLOYER, PARTICIPANT, SYSTEM
from support.people import private

WITHDRAWN = happened.Withdrawn(reason=private(made.PERSON, "都合により"))


def consent(cap: str = "8", conditions: str | None = None) -> asked.RecordEmployerConsent:
    """The employer's yes."""
    return asked.RecordEmployerConsent(weekly_hours_cap=Decimal(cap), conditions=conditions)


REFUSE = asked.RecordEmployerRefusal(reason="本業が忙しいため")


def test_consent_starts_the_check_of_the_work_permission() -> None:
    outcome = made.given().history(made.selected()).when(consent("7.5", "平日夜のみ"), by=EMPLOYER)
    outcome.then(made.agreement("7.5", "平日夜のみ"), made.check_started())
    assert outcome.told() == [("employer_consented", made.PERSON), ("employer_consented", "coordinator-1")]
    assert CheckWorkPermission(attempt=1, process="work_permission:1") in outcome.effects()
    assert set(outcome.state.waits) == {"work_permission:1"}


def test_without_the_employers_consent_there_is_no_side_job() -> None:
    outcome = made.given().history(made.selected()).when(REFUSE, by=EMPLOYER)
    outcome.then(happened.EmployerRefused(reason=private(made.PERSON, "本業が忙しいため")))
    assert outcome.told() == [
        ("employer_refused", "coordinator-1"),
        ("employer_refused_participant", made.PERSON),
        ("employer_refused_company", "company-1"),
        ("employer_refused_company", "company-2"),
    ]
    assert outcome.state.stage == "ended"


@pytest.mark.parametrize(
    ("events", "command", "code", "field"),
    [
        ([made.applied()], consent(), "not-selected", None),
        ([made.applied()], REFUSE, "not-selected", None),
        ([*made.selected(), WITHDRAWN], consent(), "not-selected", None),
        (made.working(), REFUSE, "not-selected", None),
        (made.consented(), consent(), "consent-settled", None),
        (made.consented(), REFUSE, "consent-settled", None),
        (made.self_employed(), consent(), "consent-settled", None),
        (made.selected(), consent("0"), "consent-empty", "weekly_hours_cap"),
    ],
)
def test_consent_is_refused(events: list[Event], command: Any, code: str, field: str | None) -> None:
    made.given().history(events).when(command, by=EMPLOYER).refused(code, field)


def test_terms_are_offered_and_written_down() -> None:
    for events in (made.consented(), made.self_employed()):
        outcome = made.given().history(events).when(made.offer()).then(made.offered())
        assert outcome.effects() == [RenderContract(round=1, process="contract_round:1")]


def test_new_terms_are_a_new_round_and_old_signatures_count_no_more() -> None:
    outcome = made.given().history([*made.rendered(), made.signature("participant", made.PERSON)]).when(made.offer())
    outcome.then(made.offered(2))
    assert outcome.state.contract.signed == ()
    assert set(outcome.state.waits) == {"work_permission:1"}


@pytest.mark.parametrize(
    ("events", "changes", "code", "field"),
    [
        ([made.applied()], {}, "not-selected", None),
        (made.working(), {}, "not-selected", None),
        (made.selected(), {}, "contract-before-consent", None),
        (made.concluded(), {}, "contract-concluded", None),
        (made.consented(), {"weekly_hours": "9"}, "hours-above-cap", "weekly_hours"),
        (made.consented("4"), {"weekly_hours": "4.25"}, "hours-above-cap", "weekly_hours"),
        (made.consented("40"), {"weekly_hours": "8.25"}, "hours-above-cap", "weekly_hours"),
        (made.self_employed(), {"weekly_hours": "8.25"}, "hours-above-cap", "weekly_hours"),
        (made.consented(), {"weekly_hours": "0"}, "hours-above-cap", "weekly_hours"),
        (made.consented(), {"starts_on": date(2026, 3, 31)}, "date-past", "starts_on"),
        (made.consented(), {"ends_on": date(2026, 4, 14)}, "term-impossible", "ends_on"),
        (made.consented(), {"ends_on": date(2029, 4, 18)}, "term-impossible", "ends_on"),
        (made.consented(), {"starts_on": date(9999, 12, 31)}, "term-impossible", "ends_on"),
    ],
)
def test_terms_are_refused(events: list[Event], changes: dict[str, Any], code: str, field: str | None) -> None:
    made.given().history(events).when(made.offer(**changes)).refused(code, field)


def test_the_limits_of_a_term_are_allowed_even_at_the_end_of_the_calendar() -> None:
    for starts, ends in (((2026, 4, 1), (2026, 4, 1)), ((2026, 4, 15), (2029, 4, 17)), ((9999, 12, 1), (9999, 12, 31))):
        command = made.offer(starts_on=date(*starts), ends_on=date(*ends))
        assert made.given().history(made.consented()).when(command).refusal is None


def rendering(number: int = 1) -> asked.RecordContractRendered:
    """The document of a round exists."""
    return asked.RecordContractRendered(round=number, document=made.DOCUMENT)


def test_both_sides_are_asked_to_sign_the_document() -> None:
    outcome = made.given().history([*made.consented(), made.offered()]).when(rendering(), by=SYSTEM)
    outcome.then(made.written())
    people = [effect.to for effect in outcome.effects() if isinstance(effect, Notify)]
    assert people == [made.PERSON, "company-1", "company-2"]
    signatures = {"contract_signature:1.participant", "contract_signature:1.company"}
    assert set(outcome.state.waits) == {"work_permission:1", *signatures}


@pytest.mark.parametrize(
    ("events", "number"),
    [
        (made.consented(), 1),
        (made.rendered(), 1),
        ([*made.consented(), made.offered(), made.offered(2)], 1),
        ([*made.consented(), made.offered()], 2),
        ([*made.consented(), made.offered(), WITHDRAWN], 1),
    ],
)
def test_a_document_that_nobody_needs_any_more_changes_nothing(events: list[Event], number: int) -> None:
    made.given().history(events).when(rendering(number), by=SYSTEM).then()


def sign(side: Literal["participant", "company"], document: str = made.DOCUMENT) -> asked.SignContract:
    """One side's signature."""
    return asked.SignContract(side=side, document=document)


def test_the_second_signature_concludes() -> None:
    first = made.given().history(made.rendered()).when(sign("participant"), by=PARTICIPANT)
    first.then(made.signature("participant", made.PERSON))
    after = made.given().history([*made.rendered(), *first.events])
    after.when(sign("participant"), by=PARTICIPANT).then()
    second = after.when(sign("company"), by=COMPANY)
    second.then(made.signature("company", "company-1"), happened.ContractConcluded(document=made.DOCUMENT))
    told = [effect for effect in second.effects() if isinstance(effect, Notify)]
    assert {one.about["document"] for one in told} == {made.DOCUMENT}
    assert [one.to for one in told] == [made.PERSON, "company-1", "company-2", "coordinator-1"]


def test_a_coordinator_may_record_a_signature_on_paper() -> None:
    outcome = made.given().history(made.rendered()).when(sign("company"), by=COORDINATOR)
    outcome.then(made.signature("company", "coordinator-1"))


@pytest.mark.parametrize(
    ("events", "command", "code", "field"),
    [
        (made.consented(), sign("participant"), "nothing-to-sign", None),
        ([*made.consented(), made.offered()], sign("participant"), "nothing-to-sign", None),
        ([*made.rendered(), WITHDRAWN], sign("participant"), "nothing-to-sign", None),
        (made.rendered(), sign("participant", made.OTHER_DOCUMENT), "other-document", "document"),
        (made.rendered(), sign("company"), "other-side", "side"),
    ],
)
def test_a_signature_is_refused(events: list[Event], command: Any, code: str, field: str | None) -> None:
    made.given().history(events).when(command, by=PARTICIPANT).refused(code, field)


def finding(outcome: str, attempt: int = 1) -> asked.RecordPermissionCheck:
    """What a check found."""
    values = {"attempt": attempt, "outcome": outcome, "grounds": "permit valid in VN"}
    return asked.RecordPermissionCheck.model_validate(values)


INFORMATION = happened.PermissionInformationRequested(attempt=1, what="permit valid in VN", owner=made.PARTICIPANT_OWNS)
REVIEW = happened.PermissionReviewRequested(attempt=1, why="permit valid in VN", owner=made.COORDINATOR_OWNS)


def test_a_check_clears_by_rule_or_asks_or_goes_to_a_named_human() -> None:
    given = made.given().history(made.consented())
    given.when(finding("clear"), by=SYSTEM).then(made.cleared("permit valid in VN"))
    asked_for = given.when(finding("information_needed"), by=SYSTEM).then(INFORMATION)
    assert asked_for.told() == [("permission_information_request", made.PERSON)]
    assert asked_for.state.waits["work_permission:1"].owner == made.PARTICIPANT_OWNS
    handed = given.when(finding("human_review"), by=SYSTEM).then(REVIEW)
    assert handed.told() == [("permission_review", "coordinator-1")]
    assert handed.state.permission_reviewer == "coordinator-1"


@pytest.mark.parametrize("outcome", ["clear", "information_needed", "human_review"])
@pytest.mark.parametrize(
    ("events", "attempt"),
    [
        (made.selected(), 1),
        (made.consented(), 2),
        ([*made.consented(), made.cleared()], 1),
        ([*made.consented(), REVIEW], 1),
        ([*made.consented(), WITHDRAWN], 1),
    ],
)
def test_a_finding_that_comes_too_late_changes_nothing(events: list[Event], attempt: int, outcome: str) -> None:
    made.given().history(events).when(finding(outcome, attempt), by=SYSTEM).then()


def test_an_answer_lets_the_check_run_again() -> None:
    provide = asked.ProvidePermissionInformation()
    outcome = made.given().history([*made.consented(), INFORMATION]).when(provide, by=PARTICIPANT)
    outcome.then(made.check_started(2))
    assert set(outcome.state.waits) == {"work_permission:2"}
    for events in (made.consented(), [*made.consented(), INFORMATION, WITHDRAWN]):
        made.given().history(events).when(provide, by=PARTICIPANT).refused("nothing-asked")


def test_the_named_human_clears_or_refuses_with_grounds() -> None:
    yes = asked.DecidePermission(clear=True, grounds="許可証を確認した")
    no = yes.model_copy(update={"clear": False})
    refused = happened.WorkPermissionRefused(
        grounds=private(made.PERSON, "許可証を確認した", "contract"), by="coordinator-1"
    )
    for waiting_for in (REVIEW, INFORMATION):
        given = made.given().history([*made.consented(), waiting_for])
        given.when(yes).then(made.cleared("許可証を確認した", "coordinator-1"))
        outcome = given.when(no).then(refused)
        assert outcome.told() == [("permission_refused", made.PERSON), ("permission_refused", "coordinator-1")]
        assert outcome.state.stage == "ended"


@pytest.mark.parametrize(
    "events", [made.selected(), made.consented(), made.ready(), [*made.consented(), REVIEW, WITHDRAWN]]
)
def test_a_decision_on_a_permission_that_nobody_waits_for_is_refused(events: list[Event]) -> None:
    made.given().history(events).when(asked.DecidePermission(clear=True, grounds="確認した")).refused("no-review")


def test_ready_is_who_passed_every_gate_in_either_order() -> None:
    ready = happened.BecameReady()
    last_is_check = made.given().history(made.concluded()).when(finding("clear"), by=SYSTEM)
    last_is_check.then(made.cleared("permit valid in VN"), ready)
    signed = [*made.rendered(), made.cleared(), made.signature("participant", made.PERSON)]
    last_is_signature = made.given().history(signed).when(sign("company"), by=COMPANY)
    concluded = happened.ContractConcluded(document=made.DOCUMENT)
    last_is_signature.then(made.signature("company", "company-1"), concluded, ready)
    expected = NoteParticipantReady(participation=made.ID, employer_contact="employer-1").model_dump()
    for outcome in (last_is_check, last_is_signature):
        commands = [effect.command for effect in outcome.effects() if isinstance(effect, DeliverToStream)]
        assert commands == [expected]
