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
)
