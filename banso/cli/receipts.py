"""A receipt in words: what happened, what comes next, who is told."""

from typing import TYPE_CHECKING

from banso.cli.columns import pairs
from banso.cli.happenings import event_words
from banso.cli.output import until
from banso.cli.texts import say
from banso.cli.words import ROLES, STAGES, WAITS, message_word, word

if TYPE_CHECKING:
    from banso.client import Outcome
    from banso.receipts import Receipt, ToldNote, WaitNote


FROM_A_DAY = ("Relocated", "AvailabilitySet")
"""Events that hold from the day on that the command names."""


def in_words(outcome: "Outcome", *, dry_run: bool, since: str | None = None) -> str:
    """The whole answer to an accepted command; `since` is the day from which on it holds, where it names one."""
    receipt = outcome.receipt
    entries = [
        (say("起きたこと", "What happened"), _happened(receipt, since)),
        (say("次に", "What comes next"), "\n".join(_next(outcome))),
        (say("お知らせ", "Who is told"), "\n".join(_everybody_told(outcome))),
        (say("伝達中", "Not yet passed on"), _late(outcome)),
        (say("受付番号", "Command id"), "" if dry_run else receipt.command_id),
    ]
    return f"{_lead(outcome, dry_run)}\n{pairs(entries)}"


def _lead(outcome: "Outcome", dry_run: bool) -> str:
    receipt = outcome.receipt
    stage = word(STAGES, receipt.stage)
    version = say(f"、版 {receipt.version}", f", version {receipt.version}") if receipt.events else ""
    standing = say(f"{receipt.stream}{version}、段階 {stage}", f"{receipt.stream}{version}, stage: {stage}")
    if dry_run:
        lead = say(
            "試しです。送ればこうなります(何も変更していません)",
            "Only tried; sent, it would do this (nothing was changed)",
        )
    elif outcome.repeated:
        lead = say(
            "前に受け付けたコマンドです。そのときの受付票をもう一度示します",
            "This was accepted before; here is the same receipt again",
        )
    else:
        lead = say("受け付けました", "Accepted")
    return f"{lead}: {standing}"


def _happened(receipt: "Receipt", since: str | None) -> str:
    if not receipt.events:
        return say("変わったことはありません(すでにそうなっています)。", "Nothing: it was so already.")
    return "\n".join(_event(event.type, since) for event in receipt.events)


def _event(type_: str, since: str | None) -> str:
    day = since if type_ in FROM_A_DAY else None
    ja, en = (f"({day} から)", f", from {day} on") if day else ("", "")
    return say(f"{event_words(type_)}{ja} ({type_})", f"{event_words(type_)}{en}")


def _next(outcome: "Outcome") -> list[str]:
    """Who must act now: here, and on the streams that were told at once."""
    here = [_wait(wait) for wait in outcome.receipt.next]
    elsewhere = [(one.stream, wait) for one in outcome.passed_on if one.events for wait in one.next]
    return here + [f"{stream}: {_wait(wait)}" for stream, wait in elsewhere]


def _everybody_told(outcome: "Outcome") -> list[str]:
    told = [*outcome.receipt.told, *(note for one in outcome.passed_on for note in one.told)]
    return list(dict.fromkeys(_told(note) for note in told))


def _wait(wait: "WaitNote") -> str:
    who = " ".join([word(ROLES, wait.role.value), ", ".join(wait.persons)]).strip()
    what, day = word(WAITS, wait.kind), until(wait.due_on, wait.until)
    return say(f"{who}: {what}({wait.subject}){day} まで", f"{who}: {what} ({wait.subject}), until {day}")


def _told(note: "ToldNote") -> str:
    return say(f"{note.person} に「{message_word(note.message)}」", f"{note.person}: {message_word(note.message)}")


def _late(outcome: "Outcome") -> str:
    if not outcome.not_yet_passed_on:
        return ""
    streams = ", ".join(outcome.not_yet_passed_on)
    return say(f"{streams}(自動で伝わります)", f"{streams} (will follow by itself)")
