"""What the outside world should do about an event. Effects hold references only, never personal values."""

from typing import Annotated, Any, Literal, Self

from pydantic import AwareDatetime, Field, model_validator

from domain.shared.models import FrozenModel
from domain.shared.values import BilingualText, Identifier, StreamKind, StreamReference


class EffectBase(FrozenModel):
    """Shared by all effects.

    `process` is the key of the wait (the child workflow) that it belongs to, if any.
    `after` are the places, in the same reaction, of the effects that must be done before this one.
    """

    process: str | None = None
    after: tuple[int, ...] = ()


class CalendarEntry(FrozenModel):
    """What a mail puts into its reader's calendar, as an iCalendar file.

    `uid` names the entry within its tenant for ever; a mail with the same one and a higher `sequence` changes it, or,
    with `cancelled`, takes it out again. `title` is what it is called there, before the {title} of the mail. `start` is
    aware; `minutes` are how long it takes. Its words are those of the mail; where the mail has a word {place}, that is
    where it is.
    """

    uid: Annotated[str, Field(pattern=r"^[a-z0-9._-]{1,200}$")]
    sequence: Annotated[int, Field(ge=0)] = 0
    title: BilingualText
    start: AwareDatetime
    minutes: Annotated[int, Field(ge=1)]
    cancelled: bool = False


class Notify(EffectBase):
    """Tell one person something, in their language.

    `template` names a message of the playbook; `about` are values for it that are not personal, `spoken` such that
    differ by language; `chosen` are names that the playbook words, such as tags, looked up when it is sent and told
    a line each (without any: all that it has); `names` are persons whose names it uses; `personal` are places in
    the stream's state (parts divided by /) whose personal text it uses: both are looked up when it is sent.
    `decision` asks for a link by which the recipient can decide on the named subject. `until` is when an answer is
    hoped for, where one is (aware; told as a day in the recipient's zone). `calendar` is put into the recipient's
    calendar. `reply` says what a reply to this mail is, where it is anything: `report`, or `answer.3` to the third
    report.
    """

    type: Literal["notify"] = "notify"
    template: Identifier
    to: Identifier
    about: dict[str, str] = Field(default_factory=dict)
    names: dict[str, Identifier] = Field(default_factory=dict)
    personal: dict[str, str] = Field(default_factory=dict)
    spoken: dict[str, BilingualText] = Field(default_factory=dict)
    chosen: dict[str, tuple[Identifier, ...]] = Field(default_factory=dict)
    decision: str | None = None
    until: AwareDatetime | None = None
    calendar: CalendarEntry | None = None
    reply: str | None = None


class DeliverToStream(EffectBase):
    """Tell another stream of the same tenant, by a command of its own."""

    type: Literal["deliver_to_stream"] = "deliver_to_stream"
    target: StreamReference
    command: dict[str, Any]


class TellEach(EffectBase):
    """Tell every stream of one kind that belongs to a service, or is about a person, by a command to each.

    Those are told that exist when it is carried out, once each, however often it has to be begun anew. A stream that
    the command does not concern answers it without events.
    """

    type: Literal["tell_each"] = "tell_each"
    kind: StreamKind
    service: Identifier | None = None
    person: Identifier | None = None
    command: dict[str, Any]

    @model_validator(mode="after")
    def _somebody(self) -> Self:
        if (self.service is None) == (self.person is None):
            raise ValueError("name either a service or a person whose streams are told")
        return self


class RenderContract(EffectBase):
    """Write the terms of one contract round as a document; the result comes back as a command."""

    type: Literal["render_contract"] = "render_contract"
    round: int


class CheckWorkPermission(EffectBase):
    """Find out whether the participant may do this work where they live; the result comes back as a command."""

    type: Literal["check_work_permission"] = "check_work_permission"
    attempt: int


Effect = Annotated[
    Notify | DeliverToStream | TellEach | RenderContract | CheckWorkPermission, Field(discriminator="type")
]


class EffectEnvelope(FrozenModel):
    """One effect, wrapped so that its discriminator survives every converter."""

    effect: Effect
