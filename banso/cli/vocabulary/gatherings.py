"""Gatherings of a service's members."""

from banso.cli.vocabulary.vocabulary import Vocabulary

GATHERINGS = Vocabulary(
    events={
        "StudyMeetingPlanned": "次の勉強会の予定ができました",
        "GatheringArranged": "集まりを開くことになりました",
        "GatheringCancelled": "集まりを中止しました",
        "RegistrationCounted": "集まりのお申し込みを数えました",
        "RegistrationTurnedAway": "集まりは満席でした",
        "GatheringTooSmall": "集まりのお申し込みが少なめです",
        "GatheringHeld": "集まりが終わりました",
        "AttendanceCounted": "集まりの出席を数えました",
        "GatheringInvited": "集まりに誘われました",
        "GatheringCalledOff": "誘われた集まりが中止になりました",
        "RegistrationAsked": "集まりに申し込みました",
        "RegistrationConfirmed": "集まりの席が取れました",
        "RegistrationDeclined": "集まりは満席でした",
        "GatheringChosenAnew": "別の日の集まりに移りました",
        "AttendanceRecorded": "集まりの出欠を記録しました",
    },
    commands={
        "ArrangeGathering": "プレイブックにある種類の集まりを開きます。メンバー全員に案内が届きます。",
        "CancelGathering": "集まりを、理由を添えて中止します。",
        "CountRegistration": "集まりのお申し込みを数えます(Banso が送ります)。",
        "CountAttendance": "集まりの出席を数えます(Banso が送ります)。",
        "InviteToGathering": "集まりに誘います(Banso が送ります)。",
        "NoteGatheringCancelled": "集まりの中止を記録します(Banso が送ります)。",
        "RegisterForGathering": "集まりに申し込みます。席があるかどうかは、すぐに分かります。",
        "AnswerRegistration": "お申し込みに、席の有無を答えます(Banso が送ります)。",
        "MoveGathering": "同じ会の、別の日に移ります。お誘いはいつも一つだけです。",
        "RecordAttendance": "集まりに来られたかどうかを記録します。間違いは、もう一度記録して直せます。",
    },
    fields={
        "gathering": "集まり",
        "gatherings": "集まり",
        "meeting": "集まり",
        "membership": "メンバー",
        "registered": "お申し込み",
        "accepted": "席がある",
        "attended": "出席",
        "was": "前の記録",
        "known": "一覧",
        "options": "選べる集まり",
        "called_small": "人数が少ないことのお知らせ",
        "next_study_meeting": "次の勉強会",
        "invite_at": "案内する日時",
        "invite_before": "どれだけ前に案内するか",
        "times": "全部で何回か",
    },
    values={
        "invited": ("お誘い中", "invited"),
        "registered": ("お申し込み済み", "registered"),
        "turned_away": ("満席", "no seat left"),
        "called_off": ("中止", "called off"),
    },
    messages={
        "gathering_invited": ("集まりへのお誘い", "invitation to a gathering"),
        "gathering_registered": ("集まりの席の確保", "place in a gathering kept"),
        "gathering_full": ("集まりの満席", "gathering full"),
        "gathering_moved": ("集まりの日の変更", "moved to another gathering"),
        "gathering_called_off": ("集まりの中止", "gathering called off"),
        "gathering_too_small": ("集まりのお申し込みが少ないこと", "few registered for a gathering"),
        "gathering_held": ("集まりの出欠の記録のお願い", "gathering held: who came"),
    },
    rules={
        "rules.gatherings": ("メンバーの集まり", "gatherings of a service's members"),
        "rules.gatherings.*": ("集まりの種類。名前は自由に決めます", "a kind of gathering; you choose its name"),
        "rules.gatherings.*.name": ("人に見せる名前", "what people read as its name"),
        "rules.gatherings.*.minutes": (
            "長さ(分)",
            "how many minutes it takes",
        ),
        "rules.gatherings.*.minimum": (
            "二日前の申し込みがこれより少なければ、コーディネーターに知らせます",
            "with fewer registered two days before, the office is told",
        ),
        "rules.gatherings.*.capacity": (
            "申し込める人数の上限。書かなければ、全員が申し込めます",
            "how many may register at most; everybody where it is not said",
        ),
        "rules.study_meetings": (
            "サービスが自動で開く勉強会。書かなければ開きません",
            "study meetings that the service arranges by itself; none where it is not said",
        ),
        "rules.study_meetings.name": ("人に見せる名前", "what people read as its name"),
        "rules.study_meetings.minutes": (
            "長さ(分)",
            "how many minutes it takes",
        ),
        "rules.study_meetings.minimum": (
            "二日前の申し込みがこれより少なければ、コーディネーターに知らせます",
            "with fewer registered two days before, the office is told",
        ),
        "rules.study_meetings.capacity": (
            "申し込める人数の上限。書かなければ、全員が申し込めます",
            "how many may register at most; everybody where it is not said",
        ),
        "rules.study_meetings.every": ("どれだけの間隔で開くか", "how long it is from one meeting to the next"),
        "rules.study_meetings.invite_before": (
            "どれだけ前に案内するか",
            "how long before a meeting its invitations go out",
        ),
        "rules.study_meetings.at": (
            "始まる時刻。サービスの時計で",
            "the hour, by the clocks of the service's zone",
        ),
        "rules.study_meetings.place": ("場所、またはリンク", "a place or a link"),
        "rules.study_meetings.times": (
            "全部で何回開くか。書かなければ、サービスが続くあいだ",
            "how many there are in all; where it is not said, as long as the service lives",
        ),
    },
    braces={
        "gathering": ("集まりの名前", "what the gathering is called"),
    },
)
