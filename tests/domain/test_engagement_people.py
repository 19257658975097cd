"""Who coordinates, and who decides for the company."""

from domain.engagement import commands as asked
from domain.engagement import events as happened
from domain.shared.actors import Role
from domain.shared.effects import DeliverToStream, Notify
from domain.shared.waiting import Owner

from support import engagements as made
from support.deciding import COMPANY, OTHER_COMPANY

APPOINT = asked.AppointCoordinator(coordinator="coordinator-2")
APPOINTED = happened.CoordinatorAppointed(coordinator="coordinator-2")
LEFT = happened.CoordinatorLeft(coordinator="coordinator-1")


def leave(coordinator: str = "coordinator-1", successor: str | None = None) -> asked.LeaveAsCoordinator:
    """Somebody stops coordinating."""
    return asked.LeaveAsCoordinator(coordinator=coordinator, successor=successor)


def test_one_more_coordinator_is_appointed_once_and_everybody_learns_who() -> None:
    outcome = made.given().history(made.published()).when(APPOINT).then(APPOINTED)
    assert [person for _, person in outcome.told()] == ["coordinator-2", "company-1", "company-2"]
    made.given().history([*made.published(), APPOINTED]).when(APPOINT).then()


def test_only_registered_people_coordinate() -> None:
    command = asked.AppointCoordinator(coordinator="nobody")
    made.given().history(made.published()).when(command).refused("person-unknown", "coordinator")


def test_the_last_coordinator_does_not_leave_without_a_successor() -> None:
    given = made.given().history(made.published())
    given.when(leave()).refused("last-coordinator", "successor")
    given.when(leave(successor="coordinator-1")).refused("last-coordinator", "successor")
    given.when(leave(successor="nobody")).refused("person-unknown", "successor")
    given.when(leave(successor="coordinator-2")).then(APPOINTED, LEFT)


def test_one_of_two_may_leave() -> None:
    given = made.given().history([*made.published(), APPOINTED])
    given.when(leave()).then(LEFT)
    given.when(leave(successor="coordinator-2")).then(LEFT)


def test_who_does_not_coordinate_cannot_stop_coordinating() -> None:
    made.given().history(made.published()).when(leave("coordinator-2")).refused("not-coordinator", "coordinator")


CHANGE = asked.ChangeCompanyContacts(company_contacts=("company-2", "participant-3"))


def test_other_contacts_own_the_waits_and_get_a_link_of_their_own() -> None:
    outcome = made.given().history(made.delivered()).when(CHANGE)
    outcome.then(happened.CompanyContactsChanged(company_contacts=("company-2", "participant-3")))
    owner = Owner(role=Role.COMPANY, persons=("company-2", "participant-3"))
    assert {wait.owner for wait in outcome.state.waits.values()} == {owner}
    requests = [effect for effect in outcome.effects() if isinstance(effect, Notify)]
    assert [(one.template, one.to, one.decision) for one in requests] == [
        ("milestone_approval_request", "company-2", "flag-plan.1"),
        ("milestone_approval_request", "participant-3", "flag-plan.1"),
    ]


def test_nobody_is_asked_again_for_what_was_decided() -> None:
    effects = made.given().history(made.approved()).when(CHANGE).effects()
    assert [effect for effect in effects if isinstance(effect, Notify)] == []


def test_every_participation_learns_who_is_responsible_now() -> None:
    responsible = {
        "type": "NoteResponsible",
        "coordinator": "coordinator-1",
        "company_contacts": list(CHANGE.company_contacts),
    }
    given = made.given().history(made.approved())
    told = [one for one in given.when(CHANGE).effects() if isinstance(one, DeliverToStream)]
    assert {one.target.key for one in told} == {f"participation:{key}" for key in given.state.applications}
    assert [one.command for one in told] == [responsible] * len(told)
    leaving = given.when(leave(successor="coordinator-2"))
    assert {one.command["coordinator"] for one in leaving.effects() if isinstance(one, DeliverToStream)} == {
        "coordinator-2"
    }


def test_the_same_contacts_are_no_change_and_unknown_ones_are_refused() -> None:
    given = made.given().history(made.published())
    given.when(asked.ChangeCompanyContacts(company_contacts=made.CONTACTS)).then()
    unknown = asked.ChangeCompanyContacts(company_contacts=("company-1", "nobody"))
    given.when(unknown).refused("person-unknown", "company_contacts")


def test_the_companys_voice_stays_the_companys_when_its_contacts_change() -> None:
    changed = happened.CompanyContactsChanged(company_contacts=("company-2",))
    given = made.given().history([*made.looking_back(), changed])
    speak = asked.GiveVoice(person="company-1", tags=("strength_discovered",), text="ふだんの仕事が強みだと気づいた")
    given.when(speak, by=OTHER_COMPANY).then(made.voice("company-1", "company", subject="company-2"))
    for_participant = speak.model_copy(update={"person": "participant-1"})
    given.when(for_participant, by=COMPANY).refused("voice-not-asked", "person")
