"""Where people are, when they have time, and what is asked anew after a move."""

from banso.cli.vocabulary.vocabulary import Vocabulary

PLACES = Vocabulary(
    events={
        "Relocated": "居場所の移動を記録しました",
        "MoveBegan": "予定されていた移動の日が来ました",
        "MoveCalledOff": "予定されていた移動が取りやめになりました",
        "AvailabilitySet": "動ける時間を記録しました",
        "AvailabilityBegan": "知らせのあった時間が始まりました",
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
        "CallOffMove": "予定されていた移動を取りやめます。日を改めるときは、取りやめてから移動を知らせ直します。",
        "SetAvailability": "その時にいる場所の時計で、週のどの時間に動けるかを記録します。`--hours` だけを書けば"
        "「動ける時間はない」という意味で、それでプロジェクトが終わることはありません。先の日からの時間も、"
        "50 件まで知らせておけます。その日もそれまでと同じだと知らせれば、予告は取り消しです。",
        "NoteWhereabouts": "居場所と時間と許可を参加に伝えます(Banso が送ります)。",
        "SettleTaxTreatment": "報酬の税務上の取り扱いを、根拠を添えて確かなものとして記録します。",
    },
    fields={
        "move": "移動のしかた",
        "moved_at": "移動の記録日時",
        "moves_on": "次の移動の日",
        "permit_until": "許可の最終日",
        "whereabouts": "居場所と時間",
        "registered_at": "登録時の国と時間帯",
        "places": "居場所",
        "permit": "許可の番号",
        "warn_at": "許可の予告",
        "tax": "税務上の取り扱い",
        "tax_attempt": "税務の確認回",
        "consent_asked": "同意をお願いし直した回数",
        "rechecks": "再確認の回数",
        "rechecks_before": "それまでの再確認",
        "recheck_at": "次の再確認",
        "told": "伝達",
        "moves": "移動の回数",
        "stays": "居場所の移り変わり",
        "availability": "動ける時間",
        "begins_at": "始まり",
        "begun_at": "始まった日時",
        "hours_number": "時間が変わったお知らせの番号",
        "hours_since": "いまの時間の始まり",
        "hours_ahead": "これからの時間",
        "away_on": "時間が取れなくなる日",
        "moved": "動いたもの",
    },
    waits={
        "tax_treatment": ("税務上の取り扱いの確認", "tax treatment to settle"),
        "permit_renewal": ("許可の更新", "renewal of a permit"),
    },
    messages={
        "place_changed": ("居場所の変化", "another place"),
        "member_unavailable": ("時間が取れないこと", "no time at the moment"),
        "member_unavailable_ahead": ("時間が取れなくなる予告", "no time from a day on"),
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
        "asked": ("返事待ち", "waits for answers"),
        "settled": ("確認済み", "settled"),
    },
    rules={
        "rules.places": ("参加者の居場所が変わったとき", "what it means that somebody lives elsewhere"),
        "rules.places.reopen": (
            "引っ越した先について、あらためて確かめること。空なら、そのまま続けます。期限はどちらでもその人の時計に従います",
            "which gates are asked anew for the new place; with none, the work goes on from there. Deadlines follow "
            "the person's clock either way",
        ),
        "rules.places.consent_by": (
            "誰の勤務先の同意が要るか: 本人(`own_employer`)か、海外へ同行する相手(`employer_of_the_assigned`)",
            "whose employer has to agree: the participant's own, or that of whom they accompany abroad",
        ),
        "rules.places.recheck_every": (
            "確認がそろわないあいだ、どれだけの間隔で見直すか",
            "how often it is looked at anew while such a gate stays open",
        ),
        "rules.places.rechecks_at_most": (
            "見直しは何回までか。その間も後も、担当者が受け持ちます",
            "how many such re-checks there are at most; a named person has it all along",
        ),
        "rules.places.permit_recheck_before": (
            "許可が切れるどれだけ前に、コーディネーターに知らせるか。就労の確認(`work_permission`)が要るプレイブックで効きます。"
            "最終日を過ぎると活動は休みになり、確かめ直します",
            "how long before a permit ends the coordinator is told, wherever `work_permission` is a gate; once its "
            "last day is over the work rests until it was looked at anew",
        ),
    },
    braces={
        "since": ("その場所にいる最初の日", "the first day in that place"),
        "gates": ("まだ確かめられていないこと", "what is still to be settled"),
        "number": (
            "人数(お申し込み、寄せられた声)。再確認では何回目か",
            "how many people registered or answered; of a re-check, which one it is",
        ),
    },
)
