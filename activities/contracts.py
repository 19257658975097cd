"""What workflows and activities agree on: names, inputs, results, retry policies. Pure; both sides import it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict
from temporalio.common import RetryPolicy

PLAN = "plan"
MEET_DEADLINE = "meet_deadline"
PARK_EFFECTS = "park_effects"
SEND_NOTIFICATIONS = "send_notifications"
DELIVER_TO_STREAMS = "deliver_to_streams"
TELL_EACH = "tell_each"
RENDER_CONTRACT = "render_contract"
CHECK_WORK_PERMISSION = "check_work_permission"

MOST_EFFECTS_AT_ONCE = 20
"""Cheap effects of one plan go together in one activity; each is settled in the ledger for itself."""


class Wire(BaseModel):
    """Base of everything that crosses Temporal: references only, nothing personal."""

    model_config = ConfigDict(frozen=True)


class PlanRequest(Wire):
    """Whose plan is asked for. `process` is a child's key; `woken_at` is the workflow's own time, aware."""

    tenant: str
    stream: str
    process: str | None
    woken_at: AwareDatetime


class EffectsDue(Wire):
    """Effects that one activity carries out together, by their ids in the ledger; `says` is for readers."""

    tenant: str
    stream: str
    activity: str
    effects: tuple[str, ...]
    says: str = ""


class DeadlineDue(Wire):
    """The next deadline: `due` in the domain's time, `wake_at` in the Temporal server's; `says` is for readers."""

    tenant: str
    stream: str
    kind: str
    subject: str
    ordinal: int
    due: AwareDatetime
    wake_at: AwareDatetime
    come: bool
    says: str = ""


class ProcessDue(Wire):
    """A process that should be followed by a child workflow; `effects` tells how many are due in it."""

    kind: str
    subject: str
    step: str
    effects: int = 0

    @property
    def key(self) -> str:
        """`kind:subject`."""
        return f"{self.kind}:{self.subject}"


class Plan(Wire):
    """What a workflow does next; it acts on this record and never on rules of its own.

    `stage` is the stream's recorded stage, or a process's step ("closed" when it is over);
    `waits_for` says in plain words who must act, and `until` when (shown in Temporal's own pages). `news` tells that
    this plan has taken up news, which nobody else will hear of: children are told by whoever asked for it.
    """

    version: int
    stage: str
    effects: tuple[EffectsDue, ...]
    deadline: DeadlineDue | None
    processes: tuple[ProcessDue, ...]
    waits_for: str
    until: AwareDatetime | None
    finished: bool
    news: bool = False


class DeadlineMet(Wire):
    """Whether a deadline brought about an event; False where it was overtaken."""

    happened: bool


Grouping = Literal["together", "alone"]


@dataclass(frozen=True)
class EffectPolicy:
    """How one kind of effect is carried out.

    `attempts` are those that may reach outside before the effect is parked. `retry` only sets the pace: an outage
    of our own database retries without counting. `repeatable` tells whether the channel makes a repetition
    harmless; where it does not, an attempt without an answer goes to a human as uncertain.
    """

    activity: str
    grouping: Grouping
    start_to_close: timedelta
    heartbeat: timedelta | None
    attempts: int
    repeatable: bool
    retry: RetryPolicy


def _pace(first_seconds: float, longest_seconds: float, attempts: int = 0) -> RetryPolicy:
    """Without a number of attempts, there is no end of them."""
    return RetryPolicy(
        initial_interval=timedelta(seconds=first_seconds),
        backoff_coefficient=2.0,
        maximum_interval=timedelta(seconds=longest_seconds),
        maximum_attempts=attempts,
    )


GIVE_UP_AFTER = timedelta(days=30)
"""Schedule-to-close of every activity: always set, and long, because what fails for good is parked before."""

EFFECT_POLICIES: dict[str, EffectPolicy] = {
    # A mail whose acknowledgement was lost is sent again, with the same Message-ID.
    "notify": EffectPolicy(
        SEND_NOTIFICATIONS, "together", timedelta(seconds=120), timedelta(seconds=20), 8, True, _pace(1, 60)
    ),
    "deliver_to_stream": EffectPolicy(
        DELIVER_TO_STREAMS, "together", timedelta(seconds=20), None, 5, True, _pace(0.5, 30)
    ),
    # Ten thousand members take a minute or two; a command that was sent before counts once.
    "tell_each": EffectPolicy(TELL_EACH, "alone", timedelta(minutes=20), timedelta(seconds=30), 5, True, _pace(1, 60)),
    "render_contract": EffectPolicy(RENDER_CONTRACT, "alone", timedelta(seconds=30), None, 5, True, _pace(1, 30)),
    "check_work_permission": EffectPolicy(
        CHECK_WORK_PERMISSION, "alone", timedelta(seconds=20), None, 5, True, _pace(1, 60)
    ),
}

PLAN_START_TO_CLOSE = timedelta(seconds=5)
PLAN_SCHEDULE_TO_CLOSE = timedelta(minutes=1)
PLAN_PACE = _pace(0.2, 5, attempts=6)
PLAN_PAUSES = (timedelta(seconds=10), timedelta(minutes=5))
"""A local activity that keeps failing fills the history, so a workflow soon stops trying and rests: the first and the
longest of these pauses, each twice as long as the one before. News end a pause early."""
DEADLINE_START_TO_CLOSE = timedelta(seconds=10)
DEADLINE_PACE = _pace(1, 30)
