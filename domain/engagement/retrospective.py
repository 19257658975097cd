"""Looking back in several voices, and staying connected afterwards."""

from domain.engagement import commands as asked
from domain.engagement.consultations.deciding import require_none_open
from domain.engagement.events import (
    EngagementCompleted,
    RetrospectiveClosed,
    RetrospectiveOpened,
    VoiceAsked,
    VoiceGiven,
)
from domain.engagement.interrupting import require_work
from domain.engagement.looking_back import Voice
from domain.engagement.state import Engagement
from domain.shared import following_up
from domain.shared.actors import Role
from domain.shared.decider import Context
from domain.shared.models import Event
from domain.shared.periods import after
from domain.shared.refusals import refusal
from domain.shared.values import narrative
from domain.shared.wording import choices_in_words


def open_retrospective(state: Engagement, context: Context) -> list[Event]:
    """Possible when every milestone was approved; after an early end, when every delivery was decided on."""
    if state.pause is not None:
        require_work(state)
    if state.stage != "accompany":
        raise refusal(
            "not-in-execution",
            wrong=("いまは実施期間ではありません。", "This engagement is not in its time of work."),
            right=("実施期間の終わりに一度だけ始めます。", "A retrospective is opened once, at the end of the work."),
        )
    undecided = [key for key, milestone in state.milestones.items() if not milestone.approved]
    if state.terminated:
        _require_settled(state)
    elif undecided:
        names = ", ".join(undecided)
        raise refusal(
            "milestones-open",
            wrong=(f"承認されていないマイルストーンがあります: {names}。", f"Not approved yet: {names}."),
            right=("すべて承認されてから始めてください。", "Open it when every milestone was approved."),
        )
    require_none_open(state)
    waiting = context.schedule("retrospective", state.time_zone)
    return [RetrospectiveOpened(asked=_voices_to_ask(state, context.rules.retrospective.voices), schedule=waiting)]


def _require_settled(state: Engagement) -> None:
    open_ones = [key for key, one in state.milestones.items() if one.waits_for_decision or one.open_disagreement]
    if open_ones:
        names = ", ".join(open_ones)
        raise refusal(
            "milestones-open",
            wrong=(f"まだ決まっていない納品があります: {names}。", f"Delivered and not settled yet: {names}."),
            right=(
                "納品されたものすべてに返答があり、話し合いがまとまってから始めてください。",
                "Open it when every delivery was decided on and nothing is in dispute.",
            ),
        )


def _voices_to_ask(state: Engagement, voices: tuple[str, ...]) -> tuple[VoiceAsked, ...]:
    participants = [applicant for applicant in state.selected.values() if applicant.ready]
    people = {
        Role.PARTICIPANT: [applicant.person for applicant in participants],
        Role.COMPANY: [state.company_contacts[0]],
        Role.EMPLOYER: [one.employer_contact for one in participants if one.employer_contact],
    }
    asked_of: dict[str, VoiceAsked] = {}
    for voice in voices:
        for person in people.get(Role(voice), []):
            asked_of.setdefault(person, VoiceAsked(person=person, voice=voice))
    return tuple(asked_of.values())


def give_voice(command: asked.GiveVoice, state: Engagement, context: Context) -> list[Event]:
    """One voice; the last of them closes the retrospective."""
    voice = _asked_voice(command, state, context)
    unknown = [tag for tag in command.tags if tag not in context.rules.retrospective.tags]
    if unknown:
        known = choices_in_words(context.rules.retrospective.tags)
        raise refusal(
            "tag-unknown",
            wrong=(f"「{unknown[0]}」という区分はありません。", f"There is no tag {unknown[0]}."),
            right=(f"使えるのは: {known.ja}。", f"Use any of: {known.en}."),
            field="tags",
        )
    # Who writes for themselves owns the words; a coordinator writes down those of somebody else.
    subject = context.actor.person if context.actor.role == Role.COMPANY else command.person
    given = VoiceGiven(
        person=command.person,
        voice=voice.voice,
        tags=tuple(dict.fromkeys(command.tags)),
        text=narrative(subject, command.text),
        in_touch=narrative(subject, command.in_touch) if command.in_touch else None,
    )
    events: list[Event] = [given]
    others = [key for key, other in state.voices.items() if other.text is None and key != command.person]
    return events if others else [*events, _closed(state, context, missing=())]


def _asked_voice(command: asked.GiveVoice, state: Engagement, context: Context) -> Voice:
    if state.stage != "look_back":
        raise refusal(
            "no-retrospective",
            wrong=("振り返りの期間ではありません。", "There is no open retrospective."),
            right=("振り返りが始まってから書いてください。", "Look back while the retrospective is open."),
        )
    voice = state.voices.get(command.person)
    if voice is None or not _may_speak(voice, command.person, context):
        raise refusal(
            "voice-not-asked",
            wrong=(
                f"{command.person} さんの声は求められていません。",
                f"Nobody asked for the voice of {command.person}.",
            ),
            right=(f"求められているのは: {', '.join(state.voices)}。", f"Asked were: {', '.join(state.voices)}."),
            field="person",
        )
    if voice.text is not None:
        raise refusal(
            "voice-given",
            wrong=("この方の振り返りはすでに書かれています。", "This voice was given already."),
            right=("振り返りは一人一度です。", "Everybody looks back once."),
        )
    return voice


def _may_speak(voice: Voice, person: str, context: Context) -> bool:
    actor = context.actor
    if actor.role in (Role.COORDINATOR, Role.OPERATOR) or actor.person == person:
        return True
    # The company's voice stays the company's when its contacts change meanwhile.
    return actor.role == Role.COMPANY and voice.voice == Role.COMPANY.value


def close_retrospective(state: Engagement, context: Context) -> list[Event]:
    """A coordinator closes it; whoever kept silent is named, and nothing is put into their mouth."""
    if state.stage != "look_back":
        raise refusal(
            "no-retrospective",
            wrong=("振り返りの期間ではありません。", "There is no open retrospective."),
            right=("振り返りが始まってから閉じてください。", "Close it while it is open."),
        )
    missing = tuple(person for person, voice in state.voices.items() if voice.text is None)
    return [_closed(state, context, missing)]


def _closed(state: Engagement, context: Context, missing: tuple[str, ...]) -> RetrospectiveClosed:
    moments = tuple(after(context.now, period, state.time_zone) for period in context.rules.follow_ups)
    return RetrospectiveClosed(missing=missing, follow_ups=moments)


def answer_follow_up(command: asked.AnswerFollowUp, state: Engagement, context: Context) -> list[Event]:
    """The company tells how it fares; the last answer completes the engagement."""
    text = narrative(context.actor.person, command.text)
    return following_up.answer_follow_up(command.ordinal, state, text, EngagementCompleted())


def complete(command: asked.CompleteEngagement, state: Engagement) -> list[Event]:
    """Only after the last follow-up was sent: time decides nothing by itself, a coordinator does."""
    following_up.require_all_sent(state)
    return [EngagementCompleted(reason=command.reason)]
