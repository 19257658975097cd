"""Story 1 for the five first projects: from the postings to the last follow-up, on real servers, in skipped time."""

from collections.abc import Awaitable, Callable
from decimal import Decimal
from functools import partial

import pytest
from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.workflowservice.v1 import DescribeWorkflowExecutionRequest
from temporalio.client import WorkflowExecutionStatus

from banso.cli.texts import Language
from banso.eventstore.subscriptions import catch_up
from banso.readmodels.report_facts import ReportFacts
from domain.shared.actors import Role
from domain.shared.refusals import NotFound
from domain.shared.values import StreamReference
from workflows.contracts import Follow, workflow_id

from support.hands import private
from support.printed import printed_report
from support.region import OTHER_REGION, Project, Region
from support.story_one_afterwards import TAGS
from support.story_one_beginning import posting
from support.story_one_whole import DAYS_TO_MATCH, accompany, after_the_work, prepare, recruit
from support.system import System, until

PRINTED: dict[Language, dict[str, str]] = {
    "ja": {
        "公開した募集": "5", "応募": "6", "選ばれた参加者": "5", "うち途中で終わったもの": "0 (0.0%)",
        "公開から選考までの日数(中央値)": f"{DAYS_TO_MATCH:g} 日", "結果: 見送り": "1", "結果: 活動を終えた": "5",
        "期日までの支払い": "10 件中 9 件", "近況うかがいへの返事": "30 件中 28 件",
    },
    "en": {
        "Postings published": "5", "Applications": "6", "Participants selected": "5",
        "Of those, ended early": "0 (0.0%)", "Outcome: declined": "1", "Outcome: finished their work": "5",
        "Days from publishing to selection (median)": f"{DAYS_TO_MATCH:g} days",
        "Payments in time": "9 of 10", "Follow-ups answered": "28 of 30",
    },
}  # fmt: skip
"""What `banso report` tells at the end, among other things."""


async def test_five_projects_from_their_postings_to_their_last_follow_ups(skipping: System) -> None:
    region = Region.of(skipping)
    await recruit(region)
    await another_region_sees_nothing(region, region.projects[0])
    await prepare(region)
    await another_company_sees_nothing(region, *region.projects[:2])
    await accompany(region)
    await another_region_sees_nothing(region, region.projects[0])
    await after_the_work(region)
    await everything_is_over(region)
    await both_regions_can_tell(region)
    words_of_mails(region)


async def another_region_sees_nothing(region: Region, project: Project) -> None:
    """What is there in another region gets the same answers as what is nowhere."""
    refused, elsewhere = region.witness.refused, region.elsewhere
    chosen = {"participation": project.participation.partition(":")[2]}
    for command, values in (("PublishPosting", {}), ("OpenRetrospective", {}), ("SelectParticipant", chosen)):
        ask = partial(ask_engagement, region, command, values)
        await answered_alike(region, project.letter, ask)
    words = {"person": "coordinator-n", "motivation": private("近いので")}
    apply = partial(elsewhere, "participation:n", "Apply", **words)
    await answered_alike(region, project.letter, lambda one: apply(engagement=one))
    person = project.participant
    await answered_alike(region, person, lambda one: elsewhere(f"person:{one}", "ErasePerson", reason="消去"))
    foreign = posting(project, service="desk-n")
    await refused("person-unknown", elsewhere("engagement:new", "DraftPosting", **foreign), field="coordinator")
    of_their_desk = elsewhere("engagement:new", "DraftPosting", **posting(project))
    await refused("service-unknown", of_their_desk, field="service")
    await reads_find_nothing(region, project)


async def ask_engagement(region: Region, command: str, values: dict[str, str], identifier: str) -> object:
    """A command for an engagement, sent in the other region."""
    return await region.elsewhere(f"engagement:{identifier}", command, **values)


async def answered_alike(region: Region, there: str, ask: Callable[[str], Awaitable[object]]) -> None:
    """The refusals for an id of another region and for one that nobody has differ in the id alone."""
    foreign = await region.witness.refused(None, ask(there))
    nowhere = await region.witness.refused(None, ask("nowhere"))
    assert foreign.code == nowhere.code
    assert foreign.code in ("not-found", "engagement-unknown", "person-unknown")
    assert foreign.explain("ja") == nowhere.explain("ja").replace("nowhere", there)
    assert foreign.explain("en") == nowhere.explain("en").replace("nowhere", there)


async def reads_find_nothing(region: Region, project: Project) -> None:
    """Single things look as if they were not there; lists hold the region's own."""
    queries = region.system.store.client.queries
    readers: tuple[Callable[[str, StreamReference], Awaitable[object]], ...] = (
        queries.show,
        queries.events,
        queries.timeline,
        lambda tenant, stream: queries.document(tenant, stream, "0" * 64),
    )
    for stream in (project.engagement, project.participation, f"person:{project.participant}", "service:desk"):
        for read in readers:
            with pytest.raises(NotFound) as there:
                await read(OTHER_REGION, StreamReference.parse(stream))
            assert there.value.code == "not-found"
    assert {row.stream for row in await queries.overviews(OTHER_REGION)} == {"person:coordinator-n", "service:desk-n"}
    assert await queries.inbox(OTHER_REGION) == []
    assert {entry.stream for entry in await queries.effects(OTHER_REGION)} == {"service:desk-n"}
    assert await queries.names(OTHER_REGION, [project.participant]) == {}
    assert "service:desk-n" not in {row.stream for row in await queries.overviews(region.system.tenant)}


async def another_company_sees_nothing(region: Region, mine: Project, other: Project) -> None:
    """Neither a company nor an employer nor a participant of another project reaches this one."""
    send, refused = region.send, region.witness.refused
    content = {"milestone": "m1", "delivery": 1, "content": "0" * 64}
    await refused("not-found", send(mine.engagement, "ApproveMilestone", other.president, Role.COMPANY, **content))
    consent = {"weekly_hours_cap": "8"}
    strangers = send(mine.participation, "RecordEmployerConsent", other.employer or "", Role.EMPLOYER, **consent)
    await refused("not-found", strangers)
    words = {"milestone": "m1", "evidence": private("他人の成果")}
    await refused("not-found", send(mine.engagement, "DeliverMilestone", other.participant, Role.PARTICIPANT, **words))
    await refused("not-allowed", send(mine.engagement, "StartExecution", mine.participant, Role.PARTICIPANT))


async def everything_is_over(region: Region) -> None:
    """Every stream has ended and is paid, every effect is done, and every workflow has ended, too."""
    await region.witness.saw({})
    for project in region.projects:
        engagement, participation = await region.engagement(project), await region.participation(project)
        assert (engagement.stage, participation.stage) == ("ended", "ended")
        assert not engagement.waits
        assert not participation.waits
        assert all(milestone.paid_on for milestone in engagement.milestones.values())
        for stream in (project.engagement, project.participation):
            await has_ended(region, Follow(tenant=region.system.tenant, stream=stream))
    statuses = await region.system.rows("SELECT DISTINCT status FROM banso.effects")
    assert statuses == [("done",)]
    sent = await region.system.rows("SELECT count(*) FROM banso.effects WHERE kind = 'notify'")
    assert sent == [(len(region.witness.seen),)], "every notification is exactly one mail"


async def both_regions_can_tell(region: Region) -> None:
    """Step 8: postings, applications, time to match, early ends, outcomes; nothing of it in the other region's."""
    await catch_up(region.system.store.pool, ReportFacts())
    told = await region.system.store.client.report(region.system.tenant)
    assert (told.services, told.postings, told.applications, told.selected) == (["desk"], 5, 6, 5)
    assert told.median_days_to_match == DAYS_TO_MATCH
    assert (told.work_started, told.ended_early, told.early_end_rate) == (5, 0, 0.0)
    assert {name: count for name, count in told.outcomes.items() if count} == {
        "declined": 1, "pool_joined": 1, "work_finished": 5,
    }  # fmt: skip
    assert (told.weeks_reported, told.weeks_above_cap, told.hours_reported) == (65, 1, Decimal("393.5"))
    assert told.main_job == {"well": 65}
    assert (told.milestones_approved, told.milestones_sent_back) == (10, 1)
    assert (told.payments_due, told.payments_in_time, told.payments_late) == (10, 9, 1)
    assert told.tags == {tag: 3 if tag == "main_job_quality" else 5 for tags in TAGS.values() for tag in tags}
    assert (told.follow_ups_asked, told.follow_ups_answered, told.engagements_completed) == (30, 28, 5)
    for language, printed in PRINTED.items():
        assert printed.items() <= printed_report(told, language).items()
    theirs = await region.system.store.client.report(OTHER_REGION)
    assert (theirs.services, theirs.postings, theirs.applications, theirs.voices) == (["desk-n"], 0, 0, 0)


async def has_ended(region: Region, follow: Follow) -> None:
    """The workflow has ended, and did not fail."""
    assert region.system.environment is not None
    client = region.system.environment.client
    execution = WorkflowExecution(workflow_id=workflow_id(follow))
    request = DescribeWorkflowExecutionRequest(namespace=client.namespace, execution=execution)

    async def over() -> bool:
        # Read as it comes: the time-skipping server gives unset attributes as null, which the client cannot decode.
        found = await client.workflow_service.describe_workflow_execution(request)
        return found.workflow_execution_info.status == WorkflowExecutionStatus.COMPLETED

    await until(over, f"the end of {workflow_id(follow)}")


def words_of_mails(region: Region) -> None:
    """Some mails word by word, in both languages."""
    a, b, d = (region.only(letter)[0] for letter in "abd")
    subject = {
        ("president-a", "milestone_approval_request"): f"ご承認のお願い：成果 2（{a.title}）",
        ("president-b", "milestone_approval_request"): f"Please approve: 成果 2 ({b.title})",
        ("hr-a", "employer_consent_request"): f"副業へのご同意のお願い：{private('架空 participant-a')}様",
        ("participant-d", "follow_up_request"): f"How have you been? Follow-up 3: {d.title}",
        ("coordinator-e", "follow_up_escalated"): f"その後のお返事がありません：{region.only('e')[0].title}",
    }
    for (person, message), words in subject.items():
        assert region.witness.mail_to(person, message).subject == words
    assert "150,000" in region.witness.mail_to("president-a", "milestone_approval_request").text
    assert all(private(f"架空 {told.person}") in told.mail.text for told in region.witness.seen)
    links = [told for told in region.witness.seen if "/decide/" in told.mail.text]
    assert {told.message for told in links} == {"milestone_approval_request", "milestone_approval_reminder"}
    assert {told.person for told in links} == {person for project in region.projects for person in project.company}
