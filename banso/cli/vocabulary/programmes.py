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
)
