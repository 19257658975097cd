"""Where people are, when they have time, and what is asked anew after a move."""

from banso.cli.vocabulary.vocabulary import Vocabulary

PLACES = Vocabulary(
    events={
        "Relocated": "居場所の移動を記録しました",
        "MoveBegan": "予定されていた移動の日が来ました",
        "AvailabilitySet": "動ける時間を記録しました",
        "WhereaboutsNoted": "参加者の居場所と時間を確かめました",
        "PlaceChanged": "居場所が変わり、確認をやり直します",
        "ConsentAskedAnew": "新しい場所について勤務先に同意をお願いしました",
        "TaxTreatmentAsked": "税務上の取り扱いの確認をお願いしました",
        "TaxTreatmentSettled": "税務上の取り扱いが確認できました",
        "NotPermittedHere": "いまの場所では働けないと分かりました",
        "RecheckCame": "定期的な再確認の時が来ました",
        "PermitExpiring": "許可の期限が近づいています",
        "PermitExpired": "許可の期限が過ぎました",
    },
    commands={
        "Relocate": "ある日からの居場所(国と時間帯)を記録します。同じ日について言い直すと置き換わります。",
        "SetAvailability": "いまいる場所の時計で、週のどの時間に動けるかを記録します。空でも何も終わりません。",
        "NoteWhereabouts": "居場所と時間と許可を参加に伝えます(Banso が送ります)。",
        "SettleTaxTreatment": "報酬の税務上の取り扱いを、根拠を添えて確かなものとして記録します。",
    },
    fields={
        "since": "いつから",
        "manner": "移動のしかた",
        "hours": "時間",
        "moved_at": "移動の記録日時",
        "moves_on": "次の移動の日",
        "permit_until": "許可の最終日",
        "whereabouts": "居場所と時間",
        "registered_at": "登録時の国と時間帯",
        "places": "居場所",
    },
    waits={
        "tax_treatment": ("税務上の取り扱いの確認", "tax treatment to settle"),
        "permit_renewal": ("許可の更新", "renewal of a permit"),
    },
    messages={
        "place_changed": ("居場所の変化", "another place"),
        "member_unavailable": ("時間が取れないこと", "no time at the moment"),
        "tax_treatment_request": ("税務上の取り扱いの確認のお願い", "tax treatment to find out about"),
        "tax_treatment_settled": ("税務上の取り扱い", "tax treatment settled"),
        "recheck_came": ("定期的な再確認", "time to look again"),
        "permit_expiring": ("許可の期限の予告", "permit ends soon"),
        "permit_expired": ("許可の期限切れ", "permit has ended"),
        "not_permitted_here": ("いまの場所での就労不可", "not permitted in this place"),
    },
    values={
        "planned": ("予定どおり", "planned"),
        "overnight": ("急な移動", "overnight"),
        "not_asked": ("未確認", "not asked"),
        "asked": ("確認中", "asked"),
        "settled": ("確認済み", "settled"),
    },
)
