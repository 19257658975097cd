"""Premises are looked at anew: on which day, and how that is waited for. Shared by whatever keeps premises."""

from datetime import date, datetime

from domain.shared.deadlines import MeetDeadline
from domain.shared.periods import after, local_date, morning_of
from domain.shared.refusals import refusal
from domain.shared.values import Identifier
from domain.shared.waiting import Deadline, Owner, Schedule, Wait

REVIEW = "premise_review"
DUE = "premise_review_due"
LONGEST_ID = 56
"""So long may the id of a premise be: those of its reviews are made of it."""


def review_at(day: date | None, at_the_latest: str, zone: str, now: datetime) -> datetime:
    """Nine in the morning of the next review, in `zone`; without a day it is as late as it may be.

    Raises:
        DomainError: that day is not ahead, or later than the period `at_the_latest` wants it.
    """
    latest = local_date(after(now, at_the_latest, zone), zone)
    chosen = day or latest
    if not local_date(now, zone) < chosen <= latest:
        raise refusal(
            "review-date",
            wrong=(f"見直しの日 {chosen} は使えません。", f"{chosen} cannot be the day of the review."),
            right=(f"明日から {latest} までの日付にしてください。", f"Choose a day from tomorrow to {latest}."),
            field="review_on",
        )
    return morning_of(chosen, zone)


def require_premise_id(premise: str) -> None:
    """Ids of reviews are made of this one.

    Raises:
        DomainError: it is too long for that, or holds a dot.
    """
    if "." in premise or len(premise) > LONGEST_ID:
        raise refusal(
            "premise-id",
            wrong=(f"番号「{premise}」は使えません。", f"The id {premise} cannot be used."),
            right=(
                f"点を含まない {LONGEST_ID} 文字までにしてください。",
                f"Write at most {LONGEST_ID} characters, no dot.",
            ),
            field="premise",
        )


def review_wait(premise: Identifier, number: int, owner: Owner, schedule: Schedule) -> Wait:
    """Whoever answers for a premise is waited for; `number` counts the reviews that were asked for."""
    return Wait(kind=REVIEW, subject=subject_of(premise, number), owner=owner, schedule=schedule)


def subject_of(premise: Identifier, number: int) -> str:
    """What a review is called among the waits."""
    return f"{premise}.{number}"


def key_of(premise: Identifier, number: int) -> str:
    """The key of the wait for a review."""
    return f"{REVIEW}:{subject_of(premise, number)}"


def premise_of(subject: str) -> str:
    """The premise that a review is about, by what it is called among the waits."""
    premise, _, _ = subject.rpartition(".")
    return premise


def review_deadline(premise: Identifier, asked: int, due: datetime) -> Deadline:
    """When the next review of a premise is asked for, which was asked for so often before."""
    return Deadline(kind=DUE, subject=premise, ordinal=asked + 1, due=due)


def has_come(command: MeetDeadline, asked: int, due: datetime | None, now: datetime) -> bool:
    """Whether a deadline is still that of a premise's next review, and its day is there."""
    return command.kind == DUE and command.ordinal == asked + 1 and due is not None and due <= now
