"""What may happen to one project on its way: every turn that the main path does not take."""

from domain.shared.actors import Role

from support.hands import private
from support.region import Project, Region
from support.story_one_afterwards import speak
from support.story_one_beginning import FEE, FEES, apply, posting, terms
from support.story_one_working import approve, deliver, keep_writing


async def enquiry(region: Region, project: Project) -> None:
    """The company asks before it knows what for; no posting comes of it by itself, a coordinator makes it with them."""
    engagement, witness = project.engagement, region.witness
    president = (project.president, Role.COMPANY)
    asked = {"service": "desk", "host": project.host, "company_contacts": list(project.company)}
    words = {**asked, "coordinator": project.coordinator, "wish": private("若い人に店を知ってほしい")}
    for_another = region.send(engagement, "RecordEnquiry", "stranger", Role.COMPANY, **words)
    await witness.refused("not-in-their-name", for_another, field="company_contacts")
    await region.send(engagement, "RecordEnquiry", *president, **words)
    mails = [f"enquiry_received > {project.president}", f"enquiry_arrived > {project.coordinator}"]
    await witness.saw({engagement: "EnquiryRecorded"}, mails)
    assert private("若い人に店を知ってほしい") in witness.mail_to(project.coordinator, "enquiry_arrived").text
    await witness.refused("still-an-enquiry", region.send(engagement, "PublishPosting"))
    await region.system.skip(days=3)
    await witness.saw({engagement: "Reminded"}, [f"enquiry_answer_reminder > {project.coordinator}"])
    await region.send(engagement, "DraftPosting", **posting(project))
    await region.send(engagement, "PublishPosting")
    readers = (*project.company, project.companion)
    await witness.saw(
        {engagement: "PostingDrafted PostingPublished", "service:desk": "EngagementListed"},
        [f"posting_published > {one}" for one in readers],
    )


async def interview(region: Region, project: Project) -> None:
    """Somebody applies; a conversation is arranged, and both are told when on their clocks."""
    await apply(region, project, project.participant, f"{project.letter}1")
    at = f"{region.day(2)}T19:00:00+09:00"
    late = region.send(project.participation, "ArrangeInterview", at=f"{region.day(-1)}T19:00:00+09:00", place="駅前")
    await region.witness.refused("date-past", late, field="at")
    await region.send(project.participation, "ArrangeInterview", at=at, place="駅前")
    mails = [f"interview_arranged > {one}" for one in (project.participant, project.coordinator)]
    await region.witness.saw({project.participation: "InterviewToRecord InterviewArranged"}, mails)
    assert "19:00(日本時間)" in region.witness.mail_to(project.participant, "interview_arranged").text


async def other_hands(region: Region, project: Project) -> None:
    """A deputy for a while, and another companion: everybody knows whom to turn to."""
    engagement, witness = project.engagement, region.witness
    for person in ("stand-in", "next-companion"):
        await region.register(person)
    await witness.overlook()
    words = {"deputy": "stand-in", "stands_in_for": project.coordinator, "until": region.day(9)}
    await region.send(engagement, "NameDeputy", **words)
    everybody = ("stand-in", project.coordinator, *project.company, project.companion, project.participant)
    named = [f"deputy_named > {one}" for one in everybody]
    await witness.saw({engagement: "DeputyNamed"}, named)
    await region.send(engagement, "ChangeCompanion", companion="next-companion")
    changed = {engagement: "CompanionChanged", project.participation: "CompanionNoted"}
    await witness.saw(changed, [f"companion_changed > {one}" for one in (*everybody, "next-companion")])
    project.companion_since = "next-companion"
    await region.system.skip(days=10)
    over = [f"deputy_ended > {one}" for one in ("stand-in", project.coordinator)]
    await witness.saw({engagement: "DeputyEnded"}, over)


async def consent_taken_back(region: Region, project: Project) -> None:
    """The employer takes its consent back: work rests, nobody decides for it, and a new one lets it go on."""
    stream, witness = project.participation, region.witness
    employer = (project.employer or "", Role.EMPLOYER)
    await region.send(stream, "WithdrawEmployerConsent", *employer, reason=private("決算期のため"))
    told = [f"consent_withdrawn > {project.participant}"]
    told += [f"consent_withdrawn_office > {one}" for one in (project.coordinator, *project.company)]
    await witness.saw({stream: "EmployerConsentWithdrawn"}, told)
    await region.system.skip(days=1)
    words = {"week_of": region.day(0), "hours": "6", "main_job": "well", "text": private("続けたい")}
    report = region.send(stream, "SubmitCheckIn", project.participant, Role.PARTICIPANT, **words)
    await witness.refused("work-paused", report)
    await region.send(stream, "RecordEmployerConsent", *employer, weekly_hours_cap="8")
    resumed = [f"work_resumed > {one}" for one in (project.participant, project.coordinator, *project.company)]
    consented = [f"employer_consented > {one}" for one in (project.participant, project.coordinator)]
    await witness.saw({stream: "EmployerConsented WorkResumed"}, [*resumed, *consented])


async def amendment(region: Region, project: Project) -> None:
    """Other terms are a round of their own; until both have signed them, the earlier ones stay in force."""
    stream, witness = project.participation, region.witness
    nine = region.send(stream, "AmendContract", **terms(region, weekly_hours="9"))
    await witness.refused("hours-above-cap", nine, field="weekly_hours")
    await region.send(stream, "AmendContract", **terms(region, weekly_hours="5"))
    sides = (project.participant, *project.company)
    await witness.saw({stream: "ContractOffered ContractRendered"}, [f"amendment_to_sign > {one}" for one in sides])
    state = await region.participation(project)
    assert (str(state.contract.terms.weekly_hours), str(state.draft.terms.weekly_hours)) == ("8", "5")
    signing = {"document": state.draft.document}
    await region.send(stream, "SignContract", project.participant, Role.PARTICIPANT, side="participant", **signing)
    await witness.saw({stream: "ContractSigned"})
    await region.send(stream, "SignContract", project.president, Role.COMPANY, side="company", **signing)
    concluded = [f"amendment_concluded > {one}" for one in (*sides, project.coordinator)]
    await witness.saw({stream: "ContractSigned ContractConcluded"}, concluded)
    assert str((await region.participation(project)).contract.terms.weekly_hours) == "5"


async def a_part_and_a_disagreement(region: Region, project: Project) -> None:
    """A part is accepted; what is missing is disputed, reminded of, settled by a coordinator, and delivered again."""
    engagement, witness = project.engagement, region.witness
    await deliver(region, project, "m1")
    content = (await region.engagement(project)).milestones["m1"].content
    part = {"milestone": "m1", "delivery": 1, "content": content, "missing": private("写真がありません")}
    president, participant = (project.president, Role.COMPANY), (project.participant, Role.PARTICIPANT)
    whole = region.send(engagement, "ApprovePartly", *president, accepted_fee=FEES["m1"], **part)
    await witness.refused("not-a-part", whole, field="accepted_fee")
    await region.send(engagement, "ApprovePartly", *president, accepted_fee=100_000, **part)
    told = [f"milestone_partly_approved > {one}" for one in (project.participant, project.coordinator)]
    await witness.saw({engagement: "MilestonePartlyApproved"}, told)
    position = {"milestone": "m1", "delivery": 1, "position": private("写真は約束にありません")}
    await region.send(engagement, "DisagreeWithChanges", *participant, **position)
    await witness.saw({engagement: "DisagreementRaised"}, [f"disagreement_raised > {project.coordinator}"])
    await region.system.skip(days=3)
    await witness.saw({engagement: "Reminded"}, [f"disagreement_reminder > {project.coordinator}"])
    settled = {"milestone": "m1", "outcome": "changes_dropped", "settlement": private("写真はなくてよい")}
    await region.send(engagement, "SettleDisagreement", project.coordinator, **settled)
    everybody = (project.coordinator, project.participant, *project.company)
    mails = [f"disagreement_settled > {one}" for one in everybody]
    await witness.saw({engagement: "DisagreementSettled"}, mails)
    await deliver(region, project, "m1", number=2)
    await approve(region, project, "m1")


async def a_pause(region: Region, project: Project) -> None:
    """Work rests for two months; nobody is reminded or missed meanwhile; then whoever was asked has all the time."""
    engagement, witness = project.engagement, region.witness
    await deliver(region, project, "m2")
    await region.send(engagement, "PauseEngagement", reason=private("店の改装"))
    everybody = (project.coordinator, *project.company, project.companion, project.participant)
    paused = {engagement: "EngagementPaused", project.participation: "RestNoted"}
    await witness.saw(paused, [f"engagement_paused > {one}" for one in everybody])
    words = {"milestone": "m2", "paid_on": region.day(0)}
    await region.send(engagement, "RecordPayment", **words)
    await region.send(engagement, "RecordPayment", **{**words, "milestone": "m1"})
    await witness.saw({engagement: "PaymentRecorded PaymentRecorded"})
    await region.system.skip(days=60)
    await witness.saw({})
    await region.send(engagement, "ResumeEngagement")
    resumed = {engagement: "EngagementResumed", project.participation: "RestNoted"}
    await witness.saw(resumed, [f"engagement_resumed > {one}" for one in everybody])
    await region.system.skip(days=3)
    reminded = [f"milestone_approval_reminder > {one}" for one in project.company]
    await witness.saw({engagement: "Reminded"}, reminded)


async def an_early_end(region: Region, project: Project) -> None:
    """The company gives notice, takes it back and gives it anew; thirty days later the work is over, and what was
    delivered is still decided on.
    """
    engagement, witness = project.engagement, region.witness
    president = (project.president, Role.COMPANY)
    everybody = (project.coordinator, *project.company, project.companion, project.participant)
    await region.send(engagement, "GiveNotice", *president, given_by="company", reason=private("店を畳む"))
    await witness.saw({engagement: "NoticeGiven"}, [f"notice_given > {one}" for one in everybody])
    await region.send(engagement, "WithdrawNotice", *president)
    await witness.saw({engagement: "NoticeWithdrawn"}, [f"notice_withdrawn > {one}" for one in everybody])
    await witness.refused("no-notice", region.send(engagement, "WithdrawNotice", *president))
    await region.send(engagement, "GiveNotice", *president, given_by="company", reason=private("やはり店を畳む"))
    await witness.saw({engagement: "NoticeGiven"}, [f"notice_given > {one}" for one in everybody])
    await approve(region, project, "m2", "milestone_approval_reminder")
    for days in (10, 10, 11):
        await keep_writing(region)
        await region.system.skip(days=days)
    terminated = {engagement: "EngagementTerminated", project.participation: "RestNoted"}
    await witness.saw(terminated, [f"engagement_terminated > {one}" for one in everybody])
    more = {"milestone": "m3", "title": "もう一つ", "fee": FEE, "due_on": region.day(30)}
    await witness.refused("work-over", region.send(engagement, "PlanMilestone", **more))


async def voices(region: Region, project: Project) -> None:
    """Everybody looks back; the employer gets its report."""
    engagement, witness = project.engagement, region.witness
    await region.send(engagement, "OpenRetrospective")
    mails = [f"retrospective_request > {person}" for person, _ in project.voices]
    await witness.saw({engagement: "RetrospectiveOpened"}, mails)
    await witness.refused("retrospective-open", region.send(engagement, "DraftStory", text=private("旗の話")))
    for person, role in project.voices:
        await speak(region, project, person, role)
    people = [person for person, _ in project.voices]
    told = [f"retrospective_closed > {one}" for one in (*people, project.coordinator)]
    closed = {engagement: "VoiceGiven VoiceGiven VoiceGiven RetrospectiveClosed", project.participation: "WorkEnded"}
    await witness.saw(closed, [*told, f"employer_summary > {project.employer}"])
    summary = witness.mail_to(project.employer or "", "employer_summary").text
    assert "最後まで参加しました" in summary


async def a_story(region: Region, project: Project) -> None:
    """Published when everybody said yes; one of them is silent and reminded first, and later takes the yes back."""
    engagement, witness = project.engagement, region.witness
    await region.send(engagement, "DraftStory", text=private("旗の話"))
    people = [person for person, _ in project.voices]
    await witness.saw({engagement: "StoryDrafted"}, [f"story_consent_request > {one}" for one in people])
    for person, role in project.voices[:-1]:
        await region.send(engagement, "AgreeToStory", person, role, person=person, version=1)
    await witness.saw({engagement: "StoryConsentGiven StoryConsentGiven"})
    await region.system.skip(days=7)
    silent, role = project.voices[-1]
    await witness.saw({engagement: "Reminded"}, [f"story_consent_reminder > {silent}"])
    assert not (await region.engagement(project)).story.published
    await region.send(engagement, "AgreeToStory", silent, role, person=silent, version=1)
    everybody = [*people, project.coordinator]
    published = [f"story_published > {one}" for one in everybody]
    await witness.saw({engagement: "StoryConsentGiven StoryPublished"}, published)
    await region.send(engagement, "WithdrawFromStory", silent, role, person=silent)
    await witness.saw({engagement: "StoryWithdrawn"}, [f"story_taken_back > {one}" for one in everybody])
    assert not (await region.engagement(project)).story.published
