"""Story 7: a pro-bono month for a museum, by a playbook that somebody wrote who only read docs/playbooks.md.

Two people give a small museum a few evenings. Nobody is paid, nothing is signed, no employer is asked.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

from psycopg.conninfo import conninfo_to_dict

from banso.playbooks import parse_playbook
from domain.shared.actors import Role

from support.command_line import CommandLine
from support.hands import Hands, begin_on_monday, private
from support.system import MASTER_KEY_TEXT, System
from support.witness import Witness, subjects_of

PLAYBOOK = Path(__file__).parents[2] / "docs" / "examples" / "museum-month.toml"
HOST = "見本博物館(架空)"
TITLE = "やさしい解説をつくる"
ENGAGEMENT = "engagement:labels"
WRITER, DRAWER = "participation:labels1", "participation:labels2"
PEOPLE = {WRITER: "writer", DRAWER: "drawer"}
"""Who goes which way: the writer has an employer, the drawer is a student who reads English."""
COORDINATOR, CURATOR, EMPLOYER = "coordinator", "curator", "boss-of-writer"


def url_of(owner: str) -> str:
    """A connection string as the URL that settings want."""
    parts = conninfo_to_dict(owner)
    return f"postgresql://{parts['user']}@/{parts['dbname']}?{urlencode({'host': parts['host']})}"


@dataclass
class Museum(Hands):
    """The hands of everybody in the story, and a witness of what comes of it."""

    line: CommandLine
    began: datetime

    @classmethod
    async def of(cls, system: System) -> "Museum":
        """Ten in the morning of a Monday, so that every run sees the same weekdays and hours."""
        monday = await begin_on_monday(system)
        playbook = parse_playbook(PLAYBOOK.read_bytes(), PLAYBOOK.name)
        witness = Witness(system, {"drawer": "en"}, subjects_of(playbook))
        variables = {"DATABASE_URL": url_of(system.owner), "BANSO_MASTER_KEY": MASTER_KEY_TEXT}
        line = CommandLine(system.settings.data_directory, variables)
        return cls(system, witness, line, monday)

    async def to_day(self, number: int) -> None:
        """The story's so manieth day (0 is the first), minutes after what falls due whole days after an earlier one."""
        await self.system.skip_to(self.began + timedelta(days=number, minutes=number))


async def write_the_playbook(museum: Museum) -> None:
    """No service opens with a playbook that is not there; `banso playbook add` puts it where it is found."""
    await museum.register(COORDINATOR, employment="employed")
    await museum.witness.overlook()
    desk = {"name": "東濃プロボノ窓口", "region": "岐阜県", "playbook": "museum-month", "coordinators": [COORDINATOR]}
    await museum.witness.refused(
        "playbook-unknown", museum.send("service:desk", "OpenService", **desk), field="playbook"
    )
    added = museum.line.ask("playbook", "add", str(PLAYBOOK), "--json")
    assert (added.code, added.json["version"], added.json["changed"]) == (0, 1, True)
    await museum.send("service:desk", "OpenService", **desk)
    await museum.witness.saw({"service:desk": "ServiceOpened"}, [f"desk_opened > {COORDINATOR}"])


async def post(museum: Museum) -> None:
    """Four hours a week and three seats are the most; the museum is told in the standard's words."""
    await museum.register(CURATOR, employment="employed")
    await museum.register(EMPLOYER, employment="employed")
    await museum.register("writer", employment="employed", employer_contact=EMPLOYER)
    await museum.register("drawer", employment="student")
    await museum.witness.overlook()
    posting = {
        "service": "desk", "title": TITLE, "theme": "展示の解説", "host": HOST, "seats": 2, "weekly_hours": "4",
        "goal": "初めて来た人が、立ち止まって読みたくなる解説ができる", "roles": ["文章", "絵"],
        "shared_decision": "どの展示から始めるかを、学芸の方と一緒に決める",
        "coordinator": COORDINATOR, "company_contacts": [CURATOR],
    }  # fmt: skip
    refused, saw = museum.witness.refused, museum.witness.saw
    long = museum.send(ENGAGEMENT, "DraftPosting", **{**posting, "weekly_hours": "5"})
    await refused("hours-above-cap", long, field="weekly_hours")
    await refused("too-many-seats", museum.send(ENGAGEMENT, "DraftPosting", **{**posting, "seats": 4}), field="seats")
    await museum.send(ENGAGEMENT, "DraftPosting", **posting)
    await saw({ENGAGEMENT: "PostingDrafted", "service:desk": "EngagementListed"})
    await museum.send(ENGAGEMENT, "PublishPosting")
    await saw({ENGAGEMENT: "PostingPublished"}, [f"posting_published > {CURATOR}"])


async def apply(museum: Museum) -> None:
    """Both apply at once; after one silent day the coordinator is reminded, for a month has no time for silence."""
    for stream, person in PEOPLE.items():
        words = {"engagement": "labels", "person": person, "motivation": private("あの土偶が好きです")}
        await museum.send(stream, "Apply", person, Role.PARTICIPANT, **words)
        mails = [f"application_arrived > {COORDINATOR}", f"application_received > {person}"]
        await museum.witness.saw({stream: "Applied", ENGAGEMENT: "ApplicationNoted"}, mails)
    await museum.to_day(1)
    reminded = [f"application_answer_reminder > {COORDINATOR}"] * 2
    await museum.witness.saw(dict.fromkeys(PEOPLE, "Reminded"), reminded)


async def choose(museum: Museum) -> None:
    """With no gates whoever is chosen is ready; there is nothing to consent to and nothing to sign."""
    await museum.to_day(2)
    for number, (stream, person) in enumerate(PEOPLE.items(), start=1):
        note = {"held_on": museum.day(), "note": private("絵も見せてくれた")}
        await museum.send(stream, "RecordInterview", **note)
        await museum.send(ENGAGEMENT, "SelectParticipant", participation=stream.partition(":")[2])
        events = "ParticipantSelected" + (" SeatsFilled" if number == 2 else "") + " ParticipantReady"
        filled = [f"seats_filled > {COORDINATOR}"] if number == 2 else []
        mails = [f"selected > {person}", f"participant_ready > {COORDINATOR}", *filled]
        await museum.witness.saw({stream: "Interviewed Selected BecameReady", ENGAGEMENT: events}, mails)
    assert "契約や手続きはありません" in museum.witness.mail_to("writer", "selected").text
    assert "nothing to sign" in museum.witness.mail_to("drawer", "selected").text
    consent = museum.send(WRITER, "RecordEmployerConsent", EMPLOYER, Role.EMPLOYER, weekly_hours_cap="4")
    await museum.witness.refused("not-found", consent)
    terms = {"work": "解説", "fee": 0, "weekly_hours": "4", "starts_on": museum.day(5), "ends_on": museum.day(20)}
    contract = museum.send(WRITER, "OfferContract", **terms, place="博物館")
    await museum.witness.refused("no-contract-here", contract)


async def begin(museum: Museum) -> None:
    """One result, for no fee."""
    await museum.to_day(7)
    result = {"milestone": "m1", "title": "三つの展示の解説", "fee": 0, "due_on": museum.day(14)}
    await museum.send(ENGAGEMENT, "PlanMilestone", **result)
    await museum.send(ENGAGEMENT, "StartExecution")
    mails = [f"execution_started > {one}" for one in (CURATOR, *PEOPLE.values())]
    started = {ENGAGEMENT: "MilestonePlanned ExecutionStarted", **dict.fromkeys(PEOPLE, "WorkStarted")}
    await museum.witness.saw(started, mails)


async def report(museum: Museum) -> None:
    """Nobody accompanies but the coordinator: she gets the report, and answers it the next day after a reminder."""
    await museum.to_day(10)
    words = {"week_of": museum.day(), "hours": "3", "main_job": "well", "text": private("土偶の前で一時間考えた")}
    await museum.send(WRITER, "SubmitCheckIn", "writer", Role.PARTICIPANT, **words)
    await museum.witness.saw({WRITER: "CheckInSubmitted"}, [f"check_in_arrived > {COORDINATOR}"])
    await museum.to_day(11)
    await museum.witness.saw({WRITER: "Reminded"}, [f"check_in_answer_reminder > {COORDINATOR}"])
    await museum.send(WRITER, "AnswerCheckIn", number=1, text=private("その一時間がうれしいです"))
    await museum.witness.saw({WRITER: "CheckInAnswered"}, ["check_in_answered > writer"])


async def deliver(museum: Museum) -> None:
    """The museum is asked without a word of money, and nothing falls due."""
    await museum.to_day(14)
    words = {"milestone": "m1", "evidence": private("三枚の解説と絵")}
    await museum.send(ENGAGEMENT, "DeliverMilestone", "writer", Role.PARTICIPANT, **words)
    await museum.witness.saw({ENGAGEMENT: "MilestoneDelivered"}, [f"milestone_approval_request > {CURATOR}"])
    asked = museum.witness.mail_to(CURATOR, "milestone_approval_request").text
    assert private("三枚の解説と絵") in asked
    assert "報酬" not in asked
    state = await museum.system.state(ENGAGEMENT)
    assert (list(state.waits), state.milestones["m1"].payment_due_on) == (["milestone_approval:m1.1"], None)
    payment = museum.send(ENGAGEMENT, "RecordPayment", milestone="m1", paid_on=museum.day())
    await museum.witness.refused("no-fee", payment, field="milestone")


async def silent_museum(museum: Museum) -> None:
    """Two silent days remind, four tell the coordinator, none approves; then the museum types its name."""
    await museum.to_day(16)
    await museum.witness.saw({ENGAGEMENT: "Reminded"}, [f"milestone_approval_reminder > {CURATOR}"])
    await museum.to_day(18)
    await museum.witness.saw({ENGAGEMENT: "Escalated"}, [f"milestone_approval_escalated > {COORDINATOR}"])
    early = museum.send(ENGAGEMENT, "OpenRetrospective")
    await museum.witness.refused("milestones-open", early)
    decisions = museum.system.store.client.decisions
    token = museum.witness.link_to(CURATOR, "milestone_approval_reminder")
    page = await decisions.page(token)
    assert (page.standing, page.fee, page.confirmation) == ("open", 0, HOST)
    await museum.witness.refused("confirmation-mismatch", decisions.approve(token, "0"), field="confirmation")
    await decisions.approve(token, HOST)
    mails = [f"milestone_approved > {one}" for one in (*PEOPLE.values(), COORDINATOR)]
    await museum.witness.saw({ENGAGEMENT: "MilestoneApproved"}, mails)
