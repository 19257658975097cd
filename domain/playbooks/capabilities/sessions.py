"""Sessions of one participation, such as counselling: how many, how long, arranged one by one, with calendar files."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from domain.playbooks.capabilities.capability import PERSON, Capability
from domain.playbooks.models import PlaybookModel
from domain.shared.values import BilingualText

SESSION = PERSON | {"session", "when", "place"}


class SessionRules(PlaybookModel):
    """One kind of session: what it is called, how many of them belong to a participation, how many minutes each takes.

    With fewer than `at_least` that were held nobody completes a programme; more than `at_most` are never arranged.
    """

    title: BilingualText
    at_least: Annotated[int, Field(ge=0, le=100)]
    at_most: Annotated[int, Field(ge=1, le=100)]
    minutes: Annotated[int, Field(ge=5, le=480)] = 60

    @model_validator(mode="after")
    def _some_can_be_held(self) -> Self:
        if self.at_most < self.at_least:
            raise ValueError("at_most is less than at_least; let it be as many or more")
        return self


SESSIONS = Capability(
    name="sessions",
    waits=("session_record",),
    messages={
        "session_arranged": SESSION,
        "session_moved": SESSION,
        "session_cancelled": SESSION | {"reason"},
        "session_missed": SESSION,
        "session_record_reminder": SESSION,
        "session_record_escalated": SESSION,
    },
    examples={
        "rules.sessions.*.title*": 'title = { ja = "キャリア相談", en = "Career counselling" }',
        "rules.sessions*": '[rules.sessions.counselling] ⏎ title = { ja = "キャリア相談", en = "Career counselling" } '
        "⏎ at_least = 2 ⏎ at_most = 3 ⏎ minutes = 60",
    },
)
