"""Sessions, information packs and the completion of a programme."""

from banso.cli.vocabulary.vocabulary import Vocabulary

PROGRAMMES = Vocabulary(
    events={
        "SessionArranged": "セッションの日時が決まりました",
        "SessionMoved": "セッションの日時や場所が変わりました",
        "SessionCancelled": "セッションを取りやめました",
        "SessionHeld": "セッションを行いました",
        "SessionMissed": "セッションでお会いできませんでした",
        "PackDelivered": "資料を届けました",
        "PackAcknowledged": "資料が読まれました",
        "ProgrammeCompleted": "プログラムを修了しました",
    },
    commands={
        "ArrangeSession": "プレイブックにあるセッションの日時と場所を決めます。カレンダーのファイルも届きます。",
        "MoveSession": "セッションの日時や場所を変えます。カレンダーの予定も変わります。",
        "CancelSession": "理由を添えてセッションを取りやめます。回数には数えません。",
        "RecordSession": "セッションが終わってから、行ったか(held)、お会いできなかったか(missed)を記録します。",
        "DeliverPack": "資料を文かリンクで届けます。新しい版は、あらためて読んでもらいます。",
        "AcknowledgePack": "この版の資料を読んだことを伝えます。",
        "CompleteProgramme": "セッションと資料がそろった参加者が、プログラムを修了します。",
    },
    fields={
        "session": "セッション",
        "session_kind": "セッションの種類",
        "sessions": "セッション",
        "attendance": "実施",
        "note": "メモ",
        "minutes": "分",
        "sequence": "変更の回数",
        "pack": "資料",
        "packs": "資料",
        "link": "リンク",
        "acknowledged": "読まれた版",
        "programme": "プログラム",
        "completed_at": "修了日時",
    },
    waits={
        "session_record": ("セッションの記録", "record of a session"),
        "pack_acknowledgement": ("資料の確認", "pack to be read"),
    },
    messages={
        "session_arranged": ("セッションの日時", "session arranged"),
        "session_moved": ("セッションの変更", "session moved"),
        "session_cancelled": ("セッションの取りやめ", "session cancelled"),
        "session_missed": ("お会いできなかったセッション", "session missed"),
        "pack_delivered": ("資料のお届け", "pack delivered"),
        "programme_completed": ("プログラムの修了", "programme completed"),
    },
    values={
        "arranged": ("予定", "arranged"),
        "held": ("実施", "held"),
        "missed": ("会えなかった", "missed"),
    },
    rules={
        "rules.sessions": (
            "カウンセリングなど、一人ひとりとのセッション",
            "sessions of one participation, such as counselling",
        ),
        "rules.sessions.*": ("セッションの種類。名前は自由に決めます", "a kind of session; you choose its name"),
        "rules.sessions.*.title": ("人に見せる題名", "what people read as its name"),
        "rules.sessions.*.at_least": (
            "修了までに、少なくとも何回行うか",
            "how many have to be held before a programme is complete",
        ),
        "rules.sessions.*.at_most": ("多くて何回まで決められるか", "how many can be arranged at most"),
        "rules.sessions.*.minutes": (
            "一回の長さ(分)",
            "minutes that each takes",
        ),
        "rules.packs": (
            "参加者全員に届けて、読んでもらう資料の名前",
            "names of the information packs that every participant gets and reads",
        ),
    },
    braces={
        "session": ("セッションの題名と、第何回か", "the session's title, and which one it is"),
        "pack": ("資料の題名", "the title of the pack"),
    },
)
