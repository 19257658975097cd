"""The demo's scenario: the sample's five projects, from the first day to their last follow-ups.

What is late is late on purpose, and different in every project; `COURSES` says where.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from banso.demo.scenario import Act, After, Day, Quoted, Seen, Shown
from banso.demo.stories import Story, Thread
from banso.sample.loading import OFFICE, Step, steps
from banso.sample.projects import Project, projects
from domain.shared.actors import Actor, Role

FEES = {"m1": 250_000, "m2": 150_000}
"""In yen."""
WORK = {"m1": 60, "m2": 140}
"""How many days after the kick-off each result is handed over."""
REPORT_DAYS = tuple(range(7, 140, 12))
"""After the kick-off: not every Monday of half a year, and often enough that the radar stays green."""
FOLLOW_UPS = (1, 2, 3)
"""Ordinals; the playbook says after how many months."""
PEOPLE = ("president", "companion", "applicant", "employer")
"""What ids of those who belong to one project begin with, in the sample."""


@dataclass(frozen=True)
class Late:
    """An answer that comes only so many days after the reminder, or after the coordinator was told."""

    after: str
    days: int = 1


Answer = int | Late
"""Days after being asked, or late."""
REMINDED, TOLD = Late("Reminded"), Late("Escalated")
ON_THE_DAY = Late("Reminded", 0)


@dataclass(frozen=True)
class Course:
    """How fast everybody of one project answers."""

    selection: Answer = 3
    consent: Answer = 2
    participant_signs: Answer = 1
    company_signs: Answer = 2
    approval: Answer = 2
    sends_back: bool = False
    payment: Answer = 10
    report_answer: Answer = 1
    hours: str = "6"
    employer_voice: Answer | None = 3
    follow_up: Answer = 2
    last_follow_up: Answer | None = 2


COURSES = {
    "a": Course(approval=TOLD),
    "b": Course(consent=REMINDED, sends_back=True, follow_up=3),
    "c": Course(company_signs=REMINDED, payment=TOLD, employer_voice=None),
    "d": Course(report_answer=REMINDED, hours="9.5", payment=ON_THE_DAY),
    "e": Course(selection=REMINDED, approval=REMINDED, last_follow_up=None),
}


def title_of(milestone: str) -> str:
    """What a result is called."""
    return f"成果 {milestone[1:]}"


def scenario(letters: str = "abcde") -> tuple[Act, ...]:
    """Every act of these projects; those who share a moment act in this order."""
    chosen = [project for project in projects() if project.letter in letters]
    unwanted = {project.letter for project in projects() if project.letter not in letters}
    acts = [_sample_act(step) for step in steps() if _letter(step) not in unwanted]
    for project in chosen:
        acts += _Project(project, COURSES[project.letter]).acts()
    return tuple(acts)


def _letter(step: Step) -> str:
    """The project to which a step of the sample belongs; empty for the desk and its coordinators."""
    kind, _, identifier = step.stream.partition(":")
    if kind == "person":
        return identifier.partition("-")[2][:1] if identifier.partition("-")[0] in PEOPLE else ""
    return identifier[:1] if kind in ("engagement", "participation") else ""


def _sample_act(step: Step) -> Act:
    """The sample's own commands: applications come two days after the posting, all else at the beginning."""
    values = {name: value for name, value in step.command.items() if name != "type"}
    when = None
    if step.command["type"] == "Apply":
        when = After(Seen(f"engagement:{values['engagement']}", "PostingPublished"), 2)
    return Act(step.stream, step.command["type"], step.actor, when, values)


class _Project:
    """The acts of one project. The first of its applicants gets the seat."""

    def __init__(self, project: Project, course: Course) -> None:
        letter = project.letter
        self.project, self.course = project, course
        self.engagement, self.participation = f"engagement:{letter}", f"participation:{letter}1"
        self.participant = Actor(person=f"applicant-{letter}1", role=Role.PARTICIPANT)
        self.president = Actor(person=f"president-{letter}", role=Role.COMPANY)
        self.companion = Actor(person=f"companion-{letter}", role=Role.COMPANION)
        self.employer = Actor(person=f"employer-{letter}1", role=Role.EMPLOYER)
        self.of_engagement = partial(Seen, self.engagement)
        self.of_participation = partial(Seen, self.participation)

    def acts(self) -> Iterator[Act]:
        """From the interviews to the last follow-up."""
        yield from self.choosing()
        yield from self.contract()
        yield from self.work()
        for milestone in FEES:
            yield from self.result(milestone)
        yield from self.looking_back()
        yield from self.staying_connected()

    def choosing(self) -> Iterator[Act]:
        """Everybody is interviewed; one is chosen, the others get a reason and a place in the pool."""
        applied = self.of_participation("Applied")
        for number, _ in enumerate(self.project.added.applicants, start=1):
            stream = f"participation:{self.project.letter}{number}"
            note = {"held_on": Day(), "note": "思いをゆっくり聞けました。"}
            yield Act(stream, "RecordInterview", OFFICE, After(Seen(stream, "Applied"), 2), note)
        chosen = self.answer(applied, "application_answer", f"{self.project.letter}1", self.course.selection)
        yield Act(self.engagement, "SelectParticipant", OFFICE, chosen, {"participation": f"{self.project.letter}1"})
        for number, _ in enumerate(self.project.added.applicants[1:], start=2):
            yield from self.declining(number)

    def declining(self, number: int) -> Iterator[Act]:
        """A kind no."""
        stream = f"participation:{self.project.letter}{number}"
        person = Actor(person=f"applicant-{self.project.letter}{number}", role=Role.PARTICIPANT)
        reason = {"reason": "今回は席が一つでした。次の機会にぜひご一緒したいです。"}
        yield Act(stream, "DeclineApplicant", OFFICE, After(self.of_engagement("ParticipantSelected")), reason)
        yield Act(stream, "AgreeToPool", person, After(Seen(stream, "Declined"), 2))

    def contract(self) -> Iterator[Act]:
        """The employer's consent, the terms, both signatures."""
        stream, course = self.participation, self.course
        asked = self.of_participation("Selected")
        consent = self.answer(asked, "employer_consent", f"{self.project.letter}1", course.consent)
        yield Act(stream, "RecordEmployerConsent", self.employer, consent, {"weekly_hours_cap": "8"})
        terms = {
            "work": self.project.theme, "fee": sum(FEES.values()), "weekly_hours": "8", "starts_on": Day(7),
            "ends_on": Day(200), "place": "オンラインと現地",
        }  # fmt: skip
        yield Act(stream, "OfferContract", OFFICE, After(self.of_participation("EmployerConsented"), 1), terms)
        rendered = self.of_participation("ContractRendered")
        document = {"document": Quoted(rendered, "document")}
        for side, who, how in (
            ("participant", self.participant, course.participant_signs),
            ("company", self.president, course.company_signs),
        ):
            when = self.answer(rendered, "contract_signature", f"1.{side}", how)
            yield Act(stream, "SignContract", who, when, {"side": side, **document}, side)

    def work(self) -> Iterator[Act]:
        """Milestones, the kick-off, and reports that are answered."""
        ready, begun = self.of_engagement("ParticipantReady"), self.of_participation("WorkStarted")
        for milestone, fee in FEES.items():
            planned = {"milestone": milestone, "title": title_of(milestone), "fee": fee}
            values = {**planned, "due_on": Day(WORK[milestone] + 10)}
            yield Act(self.engagement, "PlanMilestone", OFFICE, After(ready, 1), values, milestone)
        yield Act(self.engagement, "StartExecution", OFFICE, After(ready, 5, monday=True))
        for number, days in enumerate(REPORT_DAYS, start=1):
            yield from self.report(number, After(begun, days))

    def report(self, number: int, when: After) -> Iterator[Act]:
        """One week's report; the second one of D has more hours than the employer agreed to, and is answered late."""
        unusual = number == 2
        words = {"week_of": Day(-7), "main_job": "well", "text": "お客さまの声を聞きに行きました。"}
        hours = self.course.hours if unusual else "6"
        yield Act(self.participation, "SubmitCheckIn", self.participant, when, {**words, "hours": hours}, str(number))
        asked = self.of_participation("CheckInSubmitted", {"number": number})
        how = self.course.report_answer if unusual else 1
        answered = self.answer(asked, "check_in_answer", str(number), how)
        answer = {"number": number, "text": "その一歩が心強いです。次も一緒に考えましょう。"}
        yield Act(self.participation, "AnswerCheckIn", self.companion, answered, answer, str(number))

    def result(self, milestone: str) -> Iterator[Act]:
        """Handed over, perhaps sent back once, approved by the company, paid."""
        course, first = self.course, milestone == "m1"
        handed_over = After(self.of_participation("WorkStarted"), WORK[milestone])
        yield self.delivery(milestone, 1, handed_over)
        deliveries = 1
        if course.sends_back and first:
            missing = {"missing": "費用の見積もりを添えてください。"}
            yield self.decision("RequestChanges", milestone, 1, 2, missing)
            changes = self.of_engagement("ChangesRequested", {"milestone": milestone})
            yield self.delivery(milestone, 2, After(changes, 5))
            deliveries = 2
        yield self.decision("ApproveMilestone", milestone, deliveries, course.approval if first else 2, {})
        received = self.of_engagement("MilestoneDelivered", {"milestone": milestone, "delivery": 1})
        paid = self.answer(received, "payment", milestone, course.payment if first else 10, self.engagement)
        values = {"milestone": milestone, "paid_on": Day()}
        yield Act(self.engagement, "RecordPayment", self.president, paid, values, milestone)

    def delivery(self, milestone: str, number: int, when: After) -> Act:
        """A result lies before the company."""
        values = {"milestone": milestone, "evidence": "できあがったものと、届いた声をまとめました。"}
        return Act(self.engagement, "DeliverMilestone", self.participant, when, values, f"{milestone}.{number}")

    def decision(self, type_: str, milestone: str, number: int, how: Answer, values: dict[str, Any]) -> Act:
        """The company decides on exactly what it was shown."""
        asked = self.of_engagement("MilestoneDelivered", {"milestone": milestone, "delivery": number})
        when = self.answer(asked, "milestone_approval", f"{milestone}.{number}", how, self.engagement)
        content = Shown(asked, title_of(milestone), FEES[milestone])
        shown = {"milestone": milestone, "delivery": number, "content": content}
        return Act(self.engagement, type_, self.president, when, {**shown, **values}, f"{milestone}.{number}")

    def looking_back(self) -> Iterator[Act]:
        """Three voices; where the employer keeps silent, a coordinator closes after being told."""
        paid = self.of_engagement("PaymentRecorded", {"milestone": "m2"})
        yield Act(self.engagement, "OpenRetrospective", OFFICE, After(paid, 1))
        opened = self.of_engagement("RetrospectiveOpened")
        for who, how in ((self.participant, 1), (self.president, 2), (self.employer, self.course.employer_voice)):
            when = After(opened, how) if isinstance(how, int) else None
            tags = ["young_staff_grew", "main_job_quality"]
            words = {"person": who.person, "tags": tags, "text": "若い社員が、自分から動くようになりました。"}
            if when is not None:
                yield Act(self.engagement, "GiveVoice", who, when, words, who.role.value)
        if self.course.employer_voice is None:
            silent = self.answer(opened, "retrospective", self.employer.person, TOLD, self.engagement)
            yield Act(self.engagement, "CloseRetrospective", OFFICE, silent)

    def staying_connected(self) -> Iterator[Act]:
        """Follow-ups after one, three and six months, to company and participant."""
        for ordinal in FOLLOW_UPS:
            how = self.course.last_follow_up if ordinal == FOLLOW_UPS[-1] else self.course.follow_up
            for stream, who in ((self.engagement, self.president), (self.participation, self.participant)):
                yield self.follow_up(stream, who, ordinal, how)

    def follow_up(self, stream: str, who: Actor, ordinal: int, how: Answer | None) -> Act:
        """How they fare; or, where nobody answers, a coordinator closes the book, for time never does."""
        asked = Seen(stream, "FollowUpSent", {"ordinal": ordinal})
        if how is None:
            told = self.answer(asked, "follow_up", str(ordinal), replace(TOLD, days=2), stream)
            type_ = "CompleteEngagement" if stream == self.engagement else "EndParticipation"
            return Act(stream, type_, OFFICE, told, {"reason": "お返事がないままになりました。"})
        words = {"ordinal": ordinal, "text": "その後も、月に一度は連絡を取り合っています。"}
        when = self.answer(asked, "follow_up", str(ordinal), how, stream)
        return Act(stream, "AnswerFollowUp", who, when, words, str(ordinal))

    def answer(self, asked: Seen, kind: str, subject: str, how: Answer, stream: str | None = None) -> After:
        """When somebody answers who was asked by an event."""
        if isinstance(how, int):
            return After(asked, how)
        return After(Seen(stream or self.participation, how.after, {"kind": kind, "subject": subject}), how.days)


def _threads() -> tuple[Thread, ...]:
    return tuple(Thread(project.letter, project.theme) for project in projects())


def _names() -> dict[str, str]:
    """What people of the sample are called, without the remark behind their names."""
    registered = (step for step in steps() if step.command["type"] == "RegisterPerson")
    return {step.stream.partition(":")[2]: str(step.command["name"]).partition("(")[0] for step in registered}


STORY = Story(number=1, threads=_threads, acts=scenario, names=_names)
