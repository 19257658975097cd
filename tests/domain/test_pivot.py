"""What a service learned, and who is invited to what comes next, once each."""

from domain.participation.events import Declined, PoolJoined, PoolLeft
from domain.participation.pool.commands import InviteToSuccessor
from domain.participation.pool.events import InvitedToSuccessor, SuccessorAwaits
from domain.person.aggregate import PERSON
from domain.person.events import PersonErased
from domain.service.aggregate import SERVICE
from domain.service.commands import CloseService, OpenService
from domain.service.events import ServiceClosed
from domain.service.pivot import commands as asked
from domain.service.pivot import events as happened
from domain.shared.effects import DeliverToStream, Notify, TellEach
from domain.shared.models import Command

from support import participations
from support.deciding import SYSTEM, Given, Outcome
from support.driving import COMMANDS
from support.people import DESK, FACTS, opened, private, registered
from support.programme_stories import INVITE, TELL

RECORD = asked.RecordServicePremise(premise="information", believed="情報が足りない", evidence="聞き取り")
CHANGE = asked.ChangeServicePremise(
    premise="information", believed="働く場が足りない", evidence="八割が働きたい", change="情報から仕事へ"
)
AWAITS = SuccessorAwaits(service="desk-2", name="Inside sales", region="Everywhere")
INVITED = InvitedToSuccessor(service="desk-2", name="Inside sales", region="Everywhere")


def service(**facts: object) -> Given:
    """The desk is open; so is another one."""
    return Given(SERVICE, stream=DESK, facts={**FACTS, **facts}).events(opened(contact="company-1"))


def in_pool(participation: str = participations.ID) -> Given:
    """Declined, and in the pool."""
    declined = Declined(reason=private(participations.PERSON, "席が足りず"))
    applied = participations.applied(participation=participation)
    return participations.given().events(applied, declined, PoolJoined())


def test_what_was_believed_is_kept_beside_what_is_believed_now() -> None:
    recorded = service().when(RECORD)
    assert recorded.told() == []
    changed = service().events(*recorded.events).when(CHANGE)
    (event,) = changed.events
    assert isinstance(event, happened.ServicePremiseChanged)
    assert (event.number, event.by) == (1, "coordinator-1")
    premise = changed.state.pivot.premises["information"]
    assert [one.believed.text for one in (*premise.before, premise.now)] == ["情報が足りない", "働く場が足りない"]
    assert changed.told() == [("service_premise_changed", one) for one in ("company-1", "coordinator-1")]


def test_a_premise_is_recorded_once_and_changed_only_when_it_is_there() -> None:
    service().events(*service().when(RECORD).events).when(RECORD).refused("premise-exists", "premise")
    service().when(CHANGE).refused("premise-unknown", "premise")


def test_a_pool_is_invited_by_telling_every_participation_of_the_earlier_service() -> None:
    outcome = service().when(asked.InvitePool(predecessor="desk-2")).then(happened.PoolInvited(predecessor="desk-2"))
    invitation = InviteToSuccessor(service=DESK, name="試験の窓口", region="岐阜")
    told = TellEach(kind="participation", service="desk-2", command=invitation.model_dump(mode="json"))
    assert outcome.effects() == [told]


def test_a_service_that_opens_as_a_successor_invites_the_pool_at_once() -> None:
    desk = {"name": "在宅チーム", "region": "全国", "playbook": "x", "coordinators": ("coordinator-1",)}
    given = Given(SERVICE, stream=DESK, facts=FACTS, rules=None)
    outcome = given.when(OpenService(**desk, predecessor="desk-2"))
    assert [event.type for event in outcome.events] == ["ServiceOpened", "PoolInvited"]
    (told,) = (one for one in outcome.effects() if isinstance(one, TellEach))
    assert (told.service, told.command["service"], told.command["name"]) == ("desk-2", DESK, "在宅チーム")
    given.when(OpenService(**desk, predecessor="nowhere")).refused("service-unknown", "predecessor")
    given.when(OpenService(**desk, predecessor=DESK)).refused("own-pool", "predecessor")


def test_the_earlier_service_may_be_closed_and_has_to_be_another_one_that_exists() -> None:
    closed = SERVICE.fold(FACTS["service:desk-2"], [(ServiceClosed(reason="終了"), service().now)])
    assert service(**{"service:desk-2": closed}).when(asked.InvitePool(predecessor="desk-2")).events
    service().when(asked.InvitePool(predecessor="nowhere")).refused("service-unknown", "predecessor")
    service().when(asked.InvitePool(predecessor=DESK)).refused("own-pool", "predecessor")
    over = service().events(*service().when(CloseService(reason="終了")).events)
    over.when(asked.InvitePool(predecessor="desk-2")).refused("service-closed")


def test_who_is_in_the_pool_is_invited_to_each_successor_once() -> None:
    outcome = in_pool().when(INVITE, by=SYSTEM).then(AWAITS)
    assert outcome.told() == []
    in_pool().events(AWAITS).when(INVITE, by=SYSTEM).then()
    told = in_pool().events(AWAITS).when(TELL, by=SYSTEM).then(INVITED)
    assert told.told() == [("successor_invitation", participations.PERSON)]
    in_pool().events(AWAITS, INVITED).when(TELL, by=SYSTEM).then()
    other = INVITE.model_copy(update={"service": "desk-3"})
    assert in_pool().events(AWAITS, INVITED).when(other, by=SYSTEM).events


def test_whoever_is_in_the_pool_twice_is_invited_once() -> None:
    """Two participations of one person are told of two successors: each invitation goes by the first that asks."""
    person = Given(PERSON, stream=participations.PERSON, rules=None).events(registered(participations.PERSON))
    mails: list[tuple[str, str]] = []
    for invitation in (INVITE, INVITE, INVITE.model_copy(update={"service": "desk-3"})):
        for participation in ("participation-1", "participation-2"):
            asking = in_pool(participation).when(invitation, by=SYSTEM)
            heard = person.when(delivered(asking), by=SYSTEM)
            person = person.events(*heard.events)
            for telling in heard.effects():
                assert isinstance(telling, DeliverToStream)
                assert telling.target.id == participation
                told = in_pool(participation).when(delivered(heard), by=SYSTEM)
                mails += [(participation, service) for _, service in told_of(told)]
    assert mails == [("participation-1", "desk-2"), ("participation-1", "desk-3")]


def test_somebody_who_was_erased_is_not_invited() -> None:
    erased = PersonErased(reason="本人の希望", kept_purposes=("contract",))
    person = Given(PERSON, stream=participations.PERSON, rules=None).events(registered(participations.PERSON), erased)
    person.when(delivered(in_pool().when(INVITE, by=SYSTEM)), by=SYSTEM).then()


def delivered(outcome: Outcome) -> Command:
    """The one command that goes to another stream."""
    (effect,) = outcome.effects()
    assert isinstance(effect, DeliverToStream)
    return COMMANDS[effect.target.kind].validate_python(effect.command)


def told_of(outcome: Outcome) -> list[tuple[str, str]]:
    """Whom a mail invites, and to which service."""
    mails = [effect for effect in outcome.effects() if isinstance(effect, Notify)]
    services = [event.service for event in outcome.events if isinstance(event, InvitedToSuccessor)]
    return [(mail.to, service) for mail, service in zip(mails, services, strict=True)]


def test_who_did_not_agree_or_left_the_pool_hears_nothing() -> None:
    participations.given().events(participations.applied()).when(INVITE, by=SYSTEM).then()
    in_pool().events(PoolLeft()).when(INVITE, by=SYSTEM).then()
