"""Members of a service."""

from banso.cli.vocabulary.vocabulary import Vocabulary

MEMBERSHIPS = Vocabulary(
    events={
        "MembersCounted": "メンバーの数が変わりました",
        "JoinedService": "メンバーになりました",
        "LeftService": "メンバーを卒業しました",
    },
    commands={
        "NoteMember": "メンバーの増減を記録します(Banso が送ります)。",
        "JoinService": "プレイブックにある役割で、大切な前提を共有してメンバーになります。",
        "LeaveService": "理由を添えてメンバーを卒業します。",
    },
    fields={
        "member_role": "メンバーの役割",
        "members": "メンバーの数",
        "joined": "参加",
        "understandings": "共有した前提",
        "leaving_reason": "卒業の理由",
    },
    stages={"member": ("メンバー", "member")},
    messages={
        "membership_began": ("メンバーとしての参加", "membership began"),
        "membership_ended": ("メンバーの卒業", "membership ended"),
    },
)
