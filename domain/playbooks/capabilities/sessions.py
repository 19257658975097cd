"""Sessions of one participation, such as counselling: how many, how long, arranged one by one, with calendar files."""

from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import Field

from domain.playbooks.capabilities.capability import PERSON, Capability, Check, Senseless, senseless
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


def _enough_can_be_held(sessions: Mapping[str, SessionRules]) -> Iterator[Senseless]:
    for name, one in sessions.items():
        if one.at_most < one.at_least:
            yield senseless(
                f"多くて {one.at_most} 回では、必要な {one.at_least} 回に届きません。",
                f"With {one.at_most} at most, the {one.at_least} that are needed can never be held.",
                f"at_least = {one.at_least} ⏎ at_most = {one.at_least}",
                ("sessions", name, "at_most"),
            )


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
    checks=(Check(("sessions",), _enough_can_be_held),),
)
