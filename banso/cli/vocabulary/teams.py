"""Teams that serve a client."""

from banso.cli.vocabulary.vocabulary import Vocabulary

TEAMS = Vocabulary(
    events={
        "ClientContractConcluded": "クライアントとの契約を記録しました",
        "BusinessHoursSet": "営業時間と人数を決めました",
        "TaskAdded": "仕事が加わりました",
        "TaskAssigned": "仕事の担当が決まりました",
        "TaskQueued": "仕事の引き受け手を探しています",
        "TaskFinished": "仕事が終わりました",
        "StandingNoted": "メンバーの状況を確かめました",
        "CoverageForecast": "人手の見込みが変わりました",
        "CoverageReviewed": "人手の見込みをあらためて確かめました",
        "CoverageShort": "人手が足りなくなる見込みを知らせました",
    },
    commands={
        "ConcludeClientContract": "運営とクライアントの契約を記録します。",
        "SetBusinessHours": "クライアントの時計での営業時間と、必要な人数を決めます。",
        "AddTask": "仕事を加えます。担当を書かなければ、コーディネーターが探します。",
        "AssignTask": "仕事をほかのメンバーにお願いします。",
        "FinishTask": "仕事を終えたものとして記録します。",
        "NoteStanding": "メンバーの状況をプロジェクトに伝えます(Banso が送ります)。",
    },
    fields={
        "signed_on": "署名日",
        "minimum_coverage": "必要な人数",
        "task": "仕事",
        "assignee": "担当する参加",
        "active": "活動中",
        "team": "チーム",
        "client_contract": "クライアントとの契約",
        "business_hours": "営業時間",
        "minimum": "必要な人数",
        "tasks": "仕事",
        "forecast": "人手の見込み",
        "feared": "不足を知らせたまま",
        "looked_at": "見込みを確かめた日時",
        "reviews": "見直し",
        "short_from": "足りなくなる日",
        "tell_at": "知らせる日時",
        "covered": "動ける人数",
        "finished_by": "終えた人",
        "queued": "探した回数",
    },
    waits={
        "task_assignment": ("仕事の引き受け手", "somebody for a task"),
        "coverage": ("人手の手立て", "coverage to settle"),
    },
    messages={
        "client_contract_concluded": ("クライアントとの契約", "contract with the client"),
        "task_assigned": ("仕事のお願い", "task assigned"),
        "task_handed_over": ("仕事の引き継ぎ", "task handed over"),
        "task_queued": ("引き受け手のいない仕事", "task without anybody"),
        "coverage_short": ("人手不足の見込み", "coverage will be short"),
        "coverage_restored": ("人手の回復", "coverage restored"),
    },
    rules={
        "rules.teams": ("一つのチームとしての働き方", "a team that works as one"),
        "rules.teams.business_hours": (
            "クライアントの時計での営業時間。空なら、チームは使いません",
            "the client's business hours, on the client's clock; with none there is no team",
        ),
        "rules.teams.minimum_coverage": (
            "営業時間のどの時点でも動ける、メンバーの人数",
            "how many members have time at each moment of those hours",
        ),
        "rules.teams.forecast_ahead": (
            "人手が足りなくなるどれだけ前に、コーディネーターに知らせるか",
            "how long before too few will have time the coordinator is told",
        ),
        "rules.teams.client_contract": (
            "`true` なら、運営とクライアントの契約がそろうまで、活動を始められません",
            "with `true`, work waits for a contract between operator and client",
        ),
    },
    braces={
        "task": ("仕事の名前", "what the task is called"),
        "covered": ("動ける人数の見込み", "how many will have time"),
        "minimum": ("お約束や目安の人数", "how many were promised or hoped for, at least"),
    },
)
