"""Members of a service."""

from banso.cli.vocabulary.vocabulary import Vocabulary

MEMBERSHIPS = Vocabulary(
    events={
        "MembersCounted": "メンバーの数が変わりました",
        "JoinedService": "メンバーになりました",
        "TimeZoneNoted": "居場所の時計に合わせました",
        "LeftService": "メンバーを卒業しました",
        "MembersInNewHands": "メンバーの担当者が変わりました",
        "CoordinatorChanged": "担当のコーディネーターが変わりました",
    },
    commands={
        "NoteMember": "メンバーの増減を記録します(Banso が送ります)。",
        "JoinService": "プレイブックにある役割で、大切な前提を共有してメンバーになります。",
        "NoteTimeZone": "引っ越した先の時間帯をメンバーとしての記録に伝えます(Banso が送ります)。",
        "NoteCoordinators": "窓口のコーディネーターが変わったことを記録します(Banso が送ります)。",
        "LeaveService": "理由を添えてメンバーを卒業します。",
    },
    fields={
        "zone_number": "時間帯のお知らせの番号",
        "member_role": "メンバーの役割",
        "members": "メンバーの数",
        "joined": "参加",
        "understandings": "共有した前提",
        "leaving_reason": "卒業の理由",
    },
    stages={"member": ("メンバー", "member")},
    messages={
        "membership_began": ("メンバーとしての参加", "membership began"),
        "members_handed_over": ("メンバーの引き継ぎ", "members handed over"),
        "membership_ended": ("メンバーの卒業", "membership ended"),
    },
    rules={
        "rules.memberships.*": ("メンバーの役割。名前は自由に決めます", "a role of members; you choose its name"),
        "rules.memberships.*.understandings": (
            "加わる人が、すべて共有する大切な前提",
            "what everybody who joins shares, all of it",
        ),
    },
)
