"""What a service learned, and who is invited to what comes next."""

from banso.cli.vocabulary.vocabulary import Vocabulary

SUCCESSORS = Vocabulary(
    events={
        "ServicePremiseRecorded": "サービスの前提を記録しました",
        "ServicePremiseChanged": "サービスの前提が変わりました",
        "ServicePremiseHeld": "サービスの前提が今も成り立つことを確かめました",
        "ServicePremiseEntrusted": "サービスの前提に責任を持つ人が決まりました",
        "ServicePremiseReviewAsked": "サービスの前提の見直しをお願いしました",
        "PoolInvited": "前のサービスの人材プールを招待しました",
        "SuccessorAwaits": "後に続くサービスのご案内があります",
        "SuccessorHeardOf": "後に続くサービスのことが、ご本人に一度だけ伝わります",
        "InvitedToSuccessor": "後に続くサービスへ招待しました",
    },
    commands={
        "RecordServicePremise": "サービスが前提としていることを、理由・責任を持つ人・見直しの日とともに記録します。",
        "ChangeServicePremise": "前提が変わったことを、いまの考え・その理由・変えることとともに記録します。",
        "KeepServicePremise": "前提を見直し、今も成り立つことを、その根拠とともに記録します。",
        "InvitePool": "前のサービスの人材プールに残った方を、それぞれ一度だけ招待します。",
        "InviteToSuccessor": "後に続くサービスへの招待を記録します(Banso が送ります)。",
        "HearOfSuccessor": "すでにご案内した方かどうかを確かめます(Banso が送ります)。",
        "TellOfSuccessor": "まだご案内していない方に、招待を送ります(Banso が送ります)。",
    },
    fields={
        "premise": "前提",
        "premises": "前提",
        "believed": "考えていること",
        "change": "変えること",
        "review": "次の見直し",
        "before": "以前",
        "now": "いまの考え",
        "predecessor": "前のサービス",
        "pivot": "前提と転換",
        "invited_from": "招待した人材プール",
        "invited_to": "招待されたサービス",
        "successors": "後に続くサービス",
    },
    messages={
        "service_premise_handed_over": ("引き継いだ前提", "premise handed over"),
        "service_premise_entrusted": ("見守りをお願いした前提", "premise entrusted"),
        "service_premise_changed": ("前提の見直し", "premise changed"),
        "successor_invitation": ("次のご案内", "invitation to what comes next"),
    },
    braces={
        "change": ("前提が変わって、これから変えること", "what changes because a premise did"),
        "successor": ("次に続くサービスの名前", "what the service that follows is called"),
        "region": ("次に続くサービスの地域", "the region of the service that follows"),
    },
)
