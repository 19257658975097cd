"""What the world should do about the end of a service: each member is told by their own stream, the office by mail."""

from typing import assert_never

from domain.engagement.hands_commands import NoteServiceEnd
from domain.membership.closing import commands as to_members
from domain.service.closing import events as happened
from domain.service.closing.events import ClosingEvent
from domain.service.closing.state import PROCESS, words_of
from domain.service.state import Service
from domain.shared.deadlines import Escalated, Reminded
from domain.shared.effects import Effect
from domain.shared.telling import tell, to_each
from domain.shared.values import BilingualText, Language

NOTHING = BilingualText(
    ja="お答えが少なかったため、どなたのことか分からないよう、数字はお伝えしません。",
    en="There were few answers; so that nobody is recognised by them, no figures are given.",
)


def react(event: ClosingEvent, service: Service) -> list[Effect]:
    """The effects of one event; `service` is that after the event."""
    match event:
        case happened.ClosingAnnounced():
            return [_members(service, to_members.NoteClosing(end=event.end)), engagements_told(service)]
        case happened.MemberCameLate() if service.closing.announced is not None:
            # To each once more: those who know of it already answer without events.
            return [_members(service, to_members.NoteClosing(end=service.closing.announced.end), process=None)]
        case happened.LookingBackBegan():
            return tell(service, "looking_back_began", service.coordinators, process=PROCESS)
        case happened.ServiceLookedBack():
            spoken = {"summary": summary(event, service)}
            about = {"number": str(event.voices)}
            return tell(service, "looked_back", service.office, about, spoken=spoken, process=PROCESS)
        case happened.CommunityFounded():
            offer = to_members.OfferCommunity(community=event.community, leader=event.leader)
            people, names = (*service.office, event.leader), {"person": event.leader}
            told = tell(service, "community_founded", people, {"community": event.community}, names=names)
            return [_members(service, offer, process=None), *told]
        case happened.SuccessorFound():
            offer_on = to_members.OfferSuccessor(next_service=event.successor, name=event.name)
            return [_members(service, offer_on, process=None)]
        case happened.ClosingVoiceCounted() | happened.CommunityCounted() | happened.MemberCameLate():
            return []
        case _:
            assert_never(event)


def engagements_told(service: Service) -> Effect:
    """Whoever works in an engagement of a service that ends hears that the work goes on."""
    return to_each("engagement", end_for_engagements(service), service=service.id)


def end_for_engagements(service: Service) -> NoteServiceEnd:
    """What engagements have to know of an end that was announced, or has come."""
    announced = service.closing.announced
    if announced is None:
        asked = service.stays_connected or service.coordinators[0]
        return NoteServiceEnd(service=service.name, last_day=None, stays_connected=asked)
    end = announced.end
    return NoteServiceEnd(service=service.name, last_day=end.last_day, stays_connected=end.stays_connected)


def on_wait(event: Reminded | Escalated, service: Service) -> list[Effect]:
    """Voices are missing: the office is told how many came, and members who have not answered are asked once more."""
    about = {"kind": event.kind, "subject": event.subject, "number": str(service.closing.voices.number)}
    if isinstance(event, Escalated):
        return tell(service, f"{event.kind}_escalated", service.office, about, process=PROCESS)
    told = tell(service, f"{event.kind}_reminder", event.owner.persons, about, process=PROCESS)
    return [_members(service, to_members.AskAgain()), *told]


def _members(service: Service, command: to_members.MemberClosingCommand, process: str | None = PROCESS) -> Effect:
    return to_each("membership", command, service=service.id, process=process)


def summary(event: happened.ServiceLookedBack, service: Service) -> BilingualText:
    """What was found, in words: how many named each gain, and how engaged people were in each dimension."""
    announced = service.closing.announced
    if announced is None or not (event.gains or event.involvement):
        return NOTHING
    return BilingualText(
        ja="\n".join(_lines(event, announced, "ja")),
        en="\n".join(_lines(event, announced, "en")),
    )


def _lines(event: happened.ServiceLookedBack, announced: happened.ClosingAnnounced, language: Language) -> list[str]:
    people = "人" if language == "ja" else ""
    colon = "：" if language == "ja" else ": "
    gains = [
        f"{words_of(announced.gains, name).of(language)}{colon}{count}{people}" for name, count in event.gains.items()
    ]
    levels = [
        f"{words_of(announced.dimensions, name).of(language)}{colon}{tenths / 10:.1f} / 5"
        for name, tenths in event.involvement.items()
    ]
    return [*gains, *levels]
