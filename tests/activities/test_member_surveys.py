"""A playbook of one's own asks its members when their service has ended; what they say is told without names."""

from datetime import timedelta

from banso.playbook_folder import Playbooks
from domain.shared.actors import Role
from domain.shared.refusals import NotFound

from support.deciding import explains_itself
from support.performing import Hands
from support.story_one import register
from support.witness import Witness

OWN = """[rules]
name = "circle"
version = 1
title = { ja = "語らいの輪", en = "Circle" }
[rules.memberships.guest]
[rules.memberships.host]
[rules.closing]
notice = "P1D"
[rules.surveys.parting]
title = { ja = "お別れのアンケート", en = "parting survey" }
asked = "service_ended"
of = ["guest"]
[rules.surveys.parting.questions.again]
kind = "scale"
text = { ja = "また会いたいですか", en = "Shall we meet again?" }
[rules.surveys.parting.questions.words]
kind = "text"
text = { ja = "ひと言", en = "A word" }
"""
SERVICE = "circle"
STREAM = f"service:{SERVICE}"
GUESTS = ("guest-1", "guest-2", "guest-3", "guest-4")
HOST = "host-1"


def stream_of(person: str) -> str:
    """The stream of somebody's membership."""
    return f"membership:{SERVICE}.{person}"


async def with_members(desk: Hands) -> None:
    """A service by that playbook, with four guests and a host."""
    Playbooks(desk.system.settings.playbook_directory).add(OWN.encode(), "draft.toml")
    for person in ("coordinator", *GUESTS, HOST):
        await register(desk.system, person)
    opening = {"name": "輪", "region": "岐阜県", "playbook": "circle", "coordinators": ["coordinator"]}
    await desk.send(STREAM, "OpenService", **opening)
    for person in (*GUESTS, HOST):
        words = {"service": SERVICE, "person": person, "member_role": person.partition("-")[0]}
        await desk.send(stream_of(person), "JoinService", person, Role.PARTICIPANT, **words)


async def meet_next(desk: Hands, stream: str) -> None:
    """The next deadline of a stream comes."""
    due = (await desk.plan(stream)).deadline
    assert due is not None
    desk.system.clock.set(max(due.due, desk.system.clock.now()))  # type: ignore[attr-defined]
    named = {"kind": due.kind, "subject": due.subject, "ordinal": due.ordinal}
    await desk.send(stream, "MeetDeadline", "banso", Role.SYSTEM, **named)


async def the_service_ends(desk: Hands) -> None:
    """Its last day comes for every member."""
    last_day = (desk.system.clock.now() + timedelta(days=3)).date().isoformat()
    await desk.send(STREAM, "AnnounceClosing", last_day=last_day, reason="役割を終えたため")
    await desk.perform(STREAM, "closing:all")
    for person in (*GUESTS, HOST):
        await meet_next(desk, stream_of(person))


async def answer(desk: Hands, person: str, *answers: str) -> None:
    """A guest answers."""
    said = {"survey": "parting", "answers": answers}
    await desk.send(stream_of(person), "AnswerSurvey", person, Role.PARTICIPANT, **said)


async def is_over(desk: Hands, person: str) -> bool:
    """Whether nothing more is waited for from a member, once what is due now was carried out."""
    await desk.perform(stream_of(person))
    return (await desk.plan(stream_of(person))).finished


async def test_a_survey_that_nobody_was_sent_is_told_apart_from_one_that_there_is_not(desk: Hands) -> None:
    await with_members(desk)
    witness, summary = Witness(desk.system), desk.system.store.client.queries.survey
    nowhere = await witness.refused_now("not-found", summary(desk.system.tenant, "nowhere", "parting"))
    assert nowhere.wrong.en == "There is no service:nowhere that you can see."
    early = await witness.refused_now("survey-not-sent", summary(desk.system.tenant, SERVICE, "parting"))
    assert early.wrong.en == "The survey parting of service circle was sent to nobody yet."
    assert early.right.en.endswith("No survey of this service was sent yet.")
    await the_service_ends(desk)
    unknown = await witness.refused_now("survey-unknown", summary(desk.system.tenant, SERVICE, "goodbye"))
    assert unknown.wrong.en == "Service circle has no survey goodbye."
    assert unknown.right.en == "Sent were: parting survey (parting)."
    for one in (nowhere, early, unknown):
        assert isinstance(one, NotFound)
        explains_itself(one)


async def test_members_answer_after_the_end_until_their_survey_is_closed(desk: Hands) -> None:
    await with_members(desk)
    await the_service_ends(desk)
    assert (await desk.system.event_types(stream_of(HOST)))[-1] == "EndedWithService", "nobody asks a host"
    assert await is_over(desk, HOST)
    for person in GUESTS:
        assert (await desk.system.event_types(stream_of(person)))[-2:] == ["EndedWithService", "SurveySent"]
    assert not await is_over(desk, "guest-1")
    (request,) = [mail for mail in desk.system.mails() if mail.subject == "お別れのアンケートのお願い：輪"]
    assert "1. また会いたいですか(1 〜 5)\n2. ひと言(自由にお書きください)\n" in request.text

    late = desk.send(stream_of("guest-1"), "AgreeOnNotice", notice="P9D")
    await Witness(desk.system).refused_now("service-ended", late)
    summary = desk.system.store.client.queries.survey
    for person, step in (("guest-1", 5), ("guest-2", 4)):
        await answer(desk, person, f"again={step}", f"words=ひみつ {person}")
    few = await summary(desk.system.tenant, SERVICE, "parting")
    assert (few.sent, few.answered, few.still_open, few.questions) == (4, 2, 2, ())
    assert await is_over(desk, "guest-1")

    await meet_next(desk, stream_of("guest-3"))
    await answer(desk, "guest-3", "again=3")
    for _ in ("reminded", "closed"):
        await meet_next(desk, stream_of("guest-4"))
    assert await is_over(desk, "guest-4")
    closed = desk.send(stream_of("guest-4"), "AnswerSurvey", survey="parting", answers=["again=1"])
    await Witness(desk.system).refused_now("survey-over", closed, field="survey")
    told = await summary(desk.system.tenant, SERVICE, "parting")
    assert (told.answered, told.still_open, told.closed) == (3, 0, 1)
    assert [(one.question, one.answered, one.mean) for one in told.questions] == [("again", 3, 4.0), ("words", 2, None)]
    assert "ひみつ" not in repr(told)
