"""Every step as a coordinator names it: one line per verb. Data only; `banso.cli.steps` makes commands of it."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Verb:
    """`banso GROUP NAME ID ...` sends a command of this type to a stream of this kind.

    `names` are fields that may be written without --field, in this order, after the ID. `fixed` are fields that the
    verb itself settles. `through` names a field where the ID is that field's instead: a participation's, whose
    engagement gets the command. `about` (Japanese, English) is said where the command's own words would not do.
    """

    group: str
    name: str
    kind: str
    type: str
    names: tuple[str, ...] = ()
    fixed: dict[str, object] = field(default_factory=dict)
    through: str | None = None
    about: tuple[str, str] | None = None

    @property
    def id_kind(self) -> str:
        """What kind of stream the ID on the command line is one of."""
        return self.through or self.kind

    @property
    def settled(self) -> set[str]:
        """Fields that nobody has to write."""
        return {*self.fixed, *([self.through] if self.through else [])}


GROUPS: dict[str, tuple[str, str]] = {
    "service": ("窓口を開き、閉じます", "Open and close a desk"),
    "member": ("サービスのメンバー", "Members of a service"),
    "gathering": ("勉強会や相談日などの集まり", "Study meetings, counselling days and other gatherings"),
    "closing": ("サービスの終わりと、その先", "The end of a service, and what lives on"),
    "person": ("人を登録し、連絡先を変えます", "Register people, change how they are reached"),
    "enquiry": ("企業からの相談", "A company's enquiry"),
    "posting": ("募集をつくり、公開します", "Draft a posting and publish it"),
    "application": ("応募から選考まで", "From the application to the choice"),
    "consent": ("勤務先の同意", "The employer's consent"),
    "contract": ("契約を示し、署名を記録します", "Offer a contract and sign it"),
    "place": ("居場所と動ける時間", "Where people are, and when they have time"),
    "tax": ("税務上の取り扱い", "The tax treatment"),
    "permit": ("就労の許可", "Work permission"),
    "seat": ("待機リストと、席の案内", "The waiting list and offers of a seat"),
    "project": ("キックオフ、休止、終わり", "Kick-off, pauses and the end of a project"),
    "client": ("クライアントとの契約と営業時間", "The client's contract and business hours"),
    "task": ("チームの仕事", "Tasks of a team"),
    "session": ("相談などのセッション", "Sessions, such as counselling"),
    "pack": ("資料", "Information packs"),
    "programme": ("プログラムの修了", "Completing a programme"),
    "survey": ("アンケート", "Surveys"),
    "pivot": ("サービスの前提と、その転換", "What a service believes, and when it turns"),
    "milestone": ("成果を決め、渡し、承認します", "Plan, deliver and approve results"),
    "consultation": ("現場の困りごとと、支える人", "Problems from the front, and who supports"),
    "customer": ("新しい製品と、払ってくれる顧客", "New products, and customers who pay"),
    "premise": ("前提の台帳", "The ledger of premises"),
    "plan": ("計画の版と同意", "Versions of the plan, and who agrees"),
    "departure": ("出発の準備", "Before somebody is sent"),
    "payment": ("報酬の支払い", "Payment of fees"),
    "checkin": ("週の報告と返事、声かけ", "Weekly reports, their answers, a word with whoever is silent"),
    "coordinator": ("コーディネーターの交代", "Coordinators come and go"),
    "companion": ("伴走者の交代", "Companions come and go"),
    "deputy": ("代理", "Deputies"),
    "company": ("企業の担当者", "Who decides for the company"),
    "retrospective": ("ふりかえり", "Looking back together"),
    "story": ("みんなの同意で公開する物語", "The story that everybody agrees to"),
    "followup": ("その後の近況", "How people fare afterwards"),
}
"""Groups in the order in which a project needs them, with what each is for."""

VERBS = (
    Verb("service", "open", "service", "OpenService"),
    Verb("service", "coordinator", "service", "AddDeskCoordinator", ("coordinator",)),
    Verb("service", "without", "service", "RemoveDeskCoordinator", ("coordinator",)),
    Verb("service", "contact", "service", "ChangeDeskContact", ("contact",)),
    Verb("service", "close", "service", "CloseService"),
    Verb("service", "invite", "service", "InvitePool", ("predecessor",)),
    Verb("pivot", "record", "service", "RecordServicePremise", ("premise",)),
    Verb("pivot", "change", "service", "ChangeServicePremise", ("premise",)),
    Verb("pivot", "keep", "service", "KeepServicePremise", ("premise",)),
    Verb("member", "join", "membership", "JoinService", ("service", "person", "member_role")),
    Verb("member", "leave", "membership", "LeaveService"),
    Verb("gathering", "arrange", "service", "ArrangeGathering", ("gathering", "kind")),
    Verb("gathering", "cancel", "service", "CancelGathering", ("gathering",)),
    Verb("gathering", "register", "membership", "RegisterForGathering", ("gathering",)),
    Verb("gathering", "move", "membership", "MoveGathering", ("gathering",)),
    Verb("gathering", "attendance", "membership", "RecordAttendance", ("gathering",)),
    Verb("gathering", "attendance-complete", "service", "CompleteAttendance", ("gathering",)),
    Verb("closing", "announce", "service", "AnnounceClosing", ("last_day",)),
    Verb("closing", "agree-notice", "membership", "AgreeOnNotice", ("notice",)),
    Verb("closing", "return", "membership", "NoteReturn"),
    Verb("closing", "mark-call", "membership", "MarkForCall"),
    Verb("closing", "record-call", "membership", "RecordCall"),
    Verb("closing", "voice", "membership", "GiveClosingVoice"),
    Verb("closing", "look-back", "service", "CloseLookingBack"),
    Verb("closing", "lead", "membership", "AgreeToLead"),
    Verb("closing", "found", "service", "FoundCommunity", ("leader", "community")),
    Verb("closing", "join", "membership", "JoinCommunity"),
    Verb("closing", "leave", "membership", "LeaveCommunity"),
    Verb("closing", "successor", "membership", "ConsentToSuccessor"),
    Verb("closing", "invite-on", "service", "InviteMembersOn", ("next_service",)),
    Verb("member", "suits", "membership", "SayWhatSuits"),
    Verb("member", "match", "membership", "MatchAccompanist", ("accompanist",)),
    Verb("member", "rematch", "membership", "Rematch"),
    Verb("member", "away", "membership", "AnnounceAbsence", ("first_day", "last_day")),
    Verb("member", "back", "membership", "TakeBackAbsence", ("first_day",)),
    Verb(
        "member",
        "pause",
        "membership",
        "TakeClients",
        fixed={"open": False},
        about=(
            "伴走者が、新しい方をお受けするのをしばらく休みます。",
            "An accompanist takes no further clients for now.",
        ),
    ),
    Verb(
        "member",
        "resume",
        "membership",
        "TakeClients",
        fixed={"open": True},
        about=("伴走者が、また新しい方をお受けします。", "An accompanist takes further clients again."),
    ),
    Verb("member", "goal", "membership", "SetGoal", ("goal",)),
    Verb("member", "write", "membership", "WriteReport"),
    Verb("member", "answer", "membership", "AnswerReport", ("number",)),
    Verb("member", "care", "membership", "CloseCare"),
    Verb("person", "register", "person", "RegisterPerson"),
    Verb("person", "contact", "person", "ChangeContact"),
    Verb("enquiry", "record", "engagement", "RecordEnquiry"),
    Verb("enquiry", "close", "engagement", "CloseEnquiry"),
    Verb("posting", "draft", "engagement", "DraftPosting"),
    Verb("posting", "revise", "engagement", "RevisePosting"),
    Verb("posting", "publish", "engagement", "PublishPosting"),
    Verb("application", "apply", "participation", "Apply"),
    Verb("application", "arrange", "participation", "ArrangeInterview"),
    Verb("application", "interview", "participation", "RecordInterview"),
    Verb("application", "cancel-interview", "participation", "CancelInterview"),
    Verb("application", "missed-interview", "participation", "RecordMissedInterview"),
    Verb("application", "select", "engagement", "SelectParticipant", through="participation"),
    Verb("application", "decline", "participation", "DeclineApplicant"),
    Verb("application", "withdraw", "participation", "Withdraw"),
    Verb("application", "pool", "participation", "AgreeToPool"),
    Verb("application", "unpool", "participation", "LeavePool"),
    Verb("application", "end", "participation", "EndParticipation"),
    Verb("seat", "wait", "engagement", "PutOnWaitingList", through="participation"),
    Verb("seat", "accept", "participation", "AcceptSeat"),
    Verb("seat", "decline", "participation", "DeclineSeat"),
    Verb("consent", "record", "participation", "RecordEmployerConsent"),
    Verb("consent", "refuse", "participation", "RecordEmployerRefusal"),
    Verb("consent", "withdraw", "participation", "WithdrawEmployerConsent"),
    Verb("contract", "offer", "participation", "OfferContract"),
    Verb("contract", "sign", "participation", "SignContract"),
    Verb("contract", "amend", "participation", "AmendContract"),
    Verb("contract", "leave", "participation", "EndEarly"),
    Verb("contract", "stay", "participation", "WithdrawEarlyEnd"),
    Verb("place", "move", "person", "Relocate", ("since",)),
    Verb("place", "stay", "person", "CallOffMove", ("since",)),
    Verb("place", "hours", "person", "SetAvailability"),
    Verb("tax", "settle", "participation", "SettleTaxTreatment"),
    Verb("permit", "record", "person", "RecordPermit"),
    Verb("permit", "inform", "participation", "ProvidePermissionInformation"),
    Verb(
        "permit",
        "clear",
        "participation",
        "DecidePermission",
        fixed={"clear": True},
        about=("名前のある人が、根拠を添えて、働けると決めます。", "The named human decides, with grounds: may work."),
    ),
    Verb(
        "permit",
        "refuse",
        "participation",
        "DecidePermission",
        fixed={"clear": False},
        about=(
            "名前のある人が、根拠を添えて、働けないと決めます。",
            "The named human decides, with grounds: may not work.",
        ),
    ),
    Verb("project", "start", "engagement", "StartExecution"),
    Verb("project", "pause", "engagement", "PauseEngagement"),
    Verb("project", "resume", "engagement", "ResumeEngagement"),
    Verb("project", "notice", "engagement", "GiveNotice"),
    Verb("project", "withdraw-notice", "engagement", "WithdrawNotice"),
    Verb("project", "cancel", "engagement", "CancelEngagement"),
    Verb("project", "complete", "engagement", "CompleteEngagement"),
    Verb("client", "contract", "engagement", "ConcludeClientContract"),
    Verb("client", "hours", "engagement", "SetBusinessHours"),
    Verb("task", "add", "engagement", "AddTask", ("task",)),
    Verb("task", "assign", "engagement", "AssignTask", ("task", "assignee")),
    Verb("task", "finish", "engagement", "FinishTask", ("task",)),
    Verb("session", "arrange", "participation", "ArrangeSession", ("session_kind",)),
    Verb("session", "move", "participation", "MoveSession", ("session",)),
    Verb("session", "cancel", "participation", "CancelSession", ("session",)),
    Verb("session", "record", "participation", "RecordSession", ("session", "attendance")),
    Verb("pack", "deliver", "participation", "DeliverPack", ("pack", "version")),
    Verb("pack", "acknowledge", "participation", "AcknowledgePack", ("pack", "version")),
    Verb("programme", "complete", "participation", "CompleteProgramme"),
    Verb("survey", "answer", "participation", "AnswerSurvey", ("survey",)),
    Verb(
        "survey",
        "member",
        "membership",
        "AnswerSurvey",
        ("survey",),
        about=(
            "メンバーがアンケートに答えます。質問=答え の形で、質問の数だけ書きます。",
            "A member answers a survey, each answer as QUESTION=ANSWER: a number, a choice, or words of their own.",
        ),
    ),
    Verb("milestone", "plan", "engagement", "PlanMilestone", ("milestone",)),
    Verb("milestone", "deliver", "engagement", "DeliverMilestone", ("milestone",)),
    Verb("milestone", "approve", "engagement", "ApproveMilestone", ("milestone",)),
    Verb("milestone", "changes", "engagement", "RequestChanges", ("milestone",)),
    Verb("milestone", "part", "engagement", "ApprovePartly", ("milestone",)),
    Verb("milestone", "disagree", "engagement", "DisagreeWithChanges", ("milestone",)),
    Verb("milestone", "settle", "engagement", "SettleDisagreement", ("milestone",)),
    Verb("consultation", "route", "engagement", "RouteConsultations", ("owner",)),
    Verb("consultation", "front", "engagement", "PutAtFront", ("person",)),
    Verb("consultation", "home", "engagement", "TakeFromFront", ("person",)),
    Verb("consultation", "raise", "engagement", "RaiseConsultation", ("kind",)),
    Verb("consultation", "answer", "engagement", "AnswerConsultation", ("consultation",)),
    Verb("consultation", "redirect", "engagement", "RedirectConsultation", ("consultation", "to")),
    Verb("consultation", "reflect", "engagement", "ReflectInSchedule", ("consultation",)),
    Verb("consultation", "close", "engagement", "CloseConsultation", ("consultation",)),
    Verb("consultation", "care", "engagement", "CareForCarrier", ("person",)),
    Verb("customer", "asked", "engagement", "RecordCustomerAsked", ("customer",)),
    Verb("customer", "contract", "engagement", "RecordPaidContract", ("customer",)),
    Verb("customer", "learned", "engagement", "RecordLearning"),
    Verb("premise", "mission", "engagement", "StateMission"),
    Verb("premise", "record", "engagement", "RecordPremise", ("premise",)),
    Verb("premise", "carries", "engagement", "RestOnPremise", ("premise",)),
    Verb("premise", "review", "engagement", "ReviewPremise", ("premise",)),
    Verb("premise", "position", "engagement", "StatePosition", ("unit",)),
    Verb("plan", "propose", "engagement", "ProposePlan"),
    Verb("plan", "accept", "engagement", "AcceptPlan", ("person",)),
    Verb("plan", "disagree", "engagement", "DisagreeWithPlan", ("person",)),
    Verb("plan", "withdraw", "engagement", "WithdrawPlan"),
    Verb("departure", "module", "participation", "RecordModule", ("module",)),
    Verb("departure", "leave", "participation", "Depart"),
    Verb("payment", "record", "engagement", "RecordPayment", ("milestone",)),
    Verb("checkin", "submit", "participation", "SubmitCheckIn"),
    Verb("checkin", "answer", "participation", "AnswerCheckIn", ("number",)),
    Verb("checkin", "care", "participation", "CloseCare"),
    Verb("coordinator", "appoint", "engagement", "AppointCoordinator", ("coordinator",)),
    Verb("coordinator", "leave", "engagement", "LeaveAsCoordinator", ("coordinator",)),
    Verb("companion", "change", "engagement", "ChangeCompanion", ("companion",)),
    Verb("deputy", "name", "engagement", "NameDeputy", ("deputy",)),
    Verb("deputy", "dismiss", "engagement", "DismissDeputy", ("deputy",)),
    Verb("company", "contacts", "engagement", "ChangeCompanyContacts"),
    Verb("retrospective", "open", "engagement", "OpenRetrospective"),
    Verb("retrospective", "voice", "engagement", "GiveVoice", ("person",)),
    Verb("retrospective", "close", "engagement", "CloseRetrospective"),
    Verb("story", "draft", "engagement", "DraftStory"),
    Verb("story", "agree", "engagement", "AgreeToStory", ("person",)),
    Verb("story", "withdraw", "engagement", "WithdrawFromStory", ("person",)),
    Verb("story", "drop", "engagement", "DropStory"),
    Verb("followup", "answer", "participation", "AnswerFollowUp", ("ordinal",)),
    Verb("followup", "company", "engagement", "AnswerFollowUp", ("ordinal",)),
)

MORE = {
    "plan": {"diff": "banso.cli.premises:diff"},
    "member": {"suggest": "banso.cli.accompaniment:suggest"},
}
"""What a group can besides sending commands: a name, and where it is found."""

ELSEWHERE = {("person", "ErasePerson"): "erase"}
"""Commands of people that no verb sends, because a command of the command line does more than send them."""


def verbs_of(group: str) -> tuple[Verb, ...]:
    """The verbs of one group, in their order."""
    return tuple(verb for verb in VERBS if verb.group == group)


def verb_for(kind: str, type_: str) -> Verb | None:
    """The first verb that sends a command; None where there is none."""
    return next((verb for verb in VERBS if (verb.kind, verb.type) == (kind, type_)), None)
