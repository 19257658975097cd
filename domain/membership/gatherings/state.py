"""The gatherings that a member was invited to."""

from typing import Literal, assert_never

from pydantic import Field

from domain.membership.gatherings import events as happened
from domain.membership.gatherings.events import MemberGatheringEvent
from domain.shared.meeting import Meeting
from domain.shared.models import FrozenModel

Answer = Literal["invited", "asked", "registered", "turned_away", "called_off"]


class Invitation(FrozenModel):
    """One invitation: what the member answered, and whether they came (None: nobody has recorded it).

    `moving_to` is the gathering of its series at which a place is being looked for.
    """

    meeting: Meeting
    options: tuple[Meeting, ...] = ()
    answer: Answer = "invited"
    attended: bool | None = None
    moving_to: str | None = None


class Invitations(FrozenModel):
    """All invitations of a member, by gathering; of a series there is exactly one."""

    known: dict[str, Invitation] = Field(default_factory=dict)

    @property
    def missed(self) -> list[Meeting]:
        """The gatherings that the member missed, as the office recorded it."""
        return [one.meeting for one in self.known.values() if one.attended is False]


def evolve(state: Invitations, event: MemberGatheringEvent) -> Invitations:
    """The invitations after one more event."""
    match event:
        case happened.GatheringInvited():
            invitation = Invitation(meeting=event.meeting, options=event.options)
            return Invitations(known={**state.known, event.meeting.gathering: invitation})
        case happened.GatheringCalledOff():
            return _changed(state, event.gathering, answer="called_off")
        case happened.RegistrationAsked():
            return _changed(state, event.gathering, answer="asked")
        case happened.RegistrationConfirmed():
            return _changed(state, event.gathering, answer="registered")
        case happened.RegistrationDeclined():
            return _changed(state, event.gathering, answer="turned_away")
        case happened.MoveAsked():
            return _changed(state, event.former, moving_to=event.gathering)
        case happened.MoveDeclined():
            return _changed(state, event.former, moving_to=None)
        case happened.GatheringChosenAnew():
            return _moved(state, event)
        case happened.AttendanceRecorded():
            return _changed(state, event.gathering, attended=event.attended)
        case _:
            assert_never(event)


def _moved(state: Invitations, event: happened.GatheringChosenAnew) -> Invitations:
    others = {key: one for key, one in state.known.items() if key != event.former}
    answer: Answer = "registered" if event.had_place else "invited"
    invitation = Invitation(meeting=event.meeting, options=state.known[event.former].options, answer=answer)
    return Invitations(known={**others, event.meeting.gathering: invitation})


def _changed(state: Invitations, gathering: str, **changes: object) -> Invitations:
    return Invitations(known={**state.known, gathering: state.known[gathering].model_copy(update=changes)})
