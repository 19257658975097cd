"""What the domain's names are called by people: roles, stages, waits, steps, states of effects; fields; messages."""

import re

from banso.cli.texts import say

ROLES = {
    "coordinator": ("コーディネーター", "coordinator"),
    "company": ("企業", "company"),
    "participant": ("参加者", "participant"),
    "companion": ("伴走者", "companion"),
    "employer": ("勤務先", "employer"),
    "operator": ("運営", "operator"),
    "system": ("Banso", "Banso"),
}

KINDS = {
    "service": ("窓口", "service"),
    "engagement": ("プロジェクト", "engagement"),
    "participation": ("参加", "participation"),
    "person": ("人", "person"),
}

STAGES = {
    "recruit": ("募集", "recruiting"),
    "apply": ("応募", "applied"),
    "prepare": ("準備", "preparing"),
    "accompany": ("伴走", "at work"),
    "work": ("伴走", "at work"),
    "look_back": ("ふりかえり", "looking back"),
    "stay_connected": ("その後", "staying connected"),
    "ended": ("終了", "ended"),
    "open": ("開設中", "open"),
    "registered": ("登録済み", "registered"),
    "erased": ("消去済み", "erased"),
}

WAITS = {
    "employer_consent": ("勤務先の同意", "employer's consent"),
    "contract_signature": ("契約書の署名", "signature of the contract"),
    "work_permission": ("就労許可の確認", "check of the work permission"),
    "milestone_approval": ("成果の承認", "approval of a milestone"),
    "application_answer": ("応募への返事", "answer to applicant"),
    "seat_offer": ("席の案内への返事", "answer to the offer of a seat"),
    "check_in_answer": ("報告への返事", "answer to a report"),
    "payment": ("報酬の支払い", "payment of the fee"),
    "retrospective": ("ふりかえりの声", "voice in the retrospective"),
    "follow_up": ("その後の近況", "follow-up"),
    "disagreement": ("意見の相違の話し合い", "disagreement to settle"),
}

STEPS = {
    "asked": ("依頼済み", "asked"),
    "reminded": ("催促済み", "reminded"),
    "escalated": ("報告済み", "escalated"),
}

EFFECT_STATES = {
    "pending": ("これから", "pending"),
    "attempted": ("試行中", "attempted"),
    "done": ("完了", "done"),
    "uncertain": ("不明", "uncertain"),
    "parked": ("停止中", "parked"),
}

EFFECT_KINDS = {
    "notify": ("お知らせ", "notification"),
    "deliver_to_stream": ("ほかの記録への伝達", "word to another stream"),
    "render_contract": ("契約書の作成", "writing of the contract"),
    "check_work_permission": ("就労許可の確認", "check of the work permission"),
}

MESSAGES = {
    "application_received": ("応募の受付", "application received"),
    "application_arrived": ("応募が届いたこと", "application arrived"),
    "selected": ("選考の結果", "selected"),
    "declined": ("見送り", "declined"),
    "employer_consent_request": ("同意のお願い", "request for consent"),
    "employer_consented": ("勤務先の同意", "employer consented"),
    "employer_refused": ("勤務先の不同意", "employer refused"),
    "contract_to_sign": ("契約書の署名のお願い", "contract to sign"),
    "contract_concluded": ("契約の成立", "contract concluded"),
    "permission_information_request": ("就労許可についての質問", "question about the work permission"),
    "permission_review": ("就労許可の判断のお願い", "work permission to decide on"),
    "permission_cleared": ("就労可能", "work permission cleared"),
    "permission_refused": ("就労不可", "work permission refused"),
    "participant_ready": ("参加準備の完了", "participant ready"),
    "seats_filled": ("満席", "seats filled"),
    "posting_published": ("募集の公開", "posting published"),
    "execution_started": ("キックオフ", "work started"),
    "milestone_approval_request": ("成果の承認のお願い", "request for approval"),
    "milestone_approved": ("成果の承認", "milestone approved"),
    "milestone_changes_requested": ("成果の差し戻し", "changes requested"),
    "hours_over_cap": ("稼働時間の超過", "hours above the cap"),
    "check_in_arrived": ("報告が届いたこと", "report arrived"),
    "check_in_answered": ("報告への返事", "report answered"),
    "retrospective_request": ("ふりかえりのお願い", "request to look back"),
    "retrospective_closed": ("ふりかえりの終了", "retrospective closed"),
    "follow_up_request": ("近況のうかがい", "follow-up question"),
    "withdrawn": ("辞退", "withdrawal"),
    "coordinator_appointed": ("コーディネーターの就任", "coordinator appointed"),
    "desk_opened": ("窓口の開設", "desk opened"),
    "desk_coordinator_added": ("窓口の新しいコーディネーター", "coordinator joined the desk"),
    "desk_coordinator_removed": ("窓口を離れるコーディネーター", "coordinator left the desk"),
    "desk_contact_changed": ("窓口の連絡先の変更", "contact of the desk changed"),
    "desk_closed": ("窓口の終了", "desk closed"),
    "milestone_partly_approved": ("成果の一部承認", "milestone approved in part"),
    "disagreement_raised": ("修正依頼への意見", "disagreement about changes"),
    "disagreement_settled": ("話し合いの結果", "disagreement settled"),
    "waitlisted": ("待機リスト", "waiting list"),
    "seat_offered": ("席の案内", "offer of a seat"),
    "seat_declined": ("席の辞退", "offered seat declined"),
    "seat_offer_lapsed": ("席の案内の期限切れ", "offer of a seat lapsed"),
    "recruiting_closed": ("募集の終了", "recruiting closed"),
    "engagement_paused": ("休止", "pause"),
    "engagement_resumed": ("再開", "resumption"),
    "notice_given": ("早期終了の予告", "notice of an early end"),
    "engagement_terminated": ("早期終了", "early end"),
    "engagement_cancelled": ("中止", "cancellation"),
    "application_called_off": ("中止のお詫び", "cancellation, to an applicant"),
}

PURPOSES = {
    "contact": ("連絡先", "contact"),
    "narrative": ("書いた文", "what was written"),
    "contract": ("契約", "contracts"),
}

VALUES = {
    "none": ("なし", "none"),
    "waiting": ("待機中", "waiting"),
    "offered": ("案内中", "offered"),
    "accepted": ("受諾", "accepted"),
    "given": ("確保", "given"),
    "not_started": ("まだ", "not started"),
    "checking": ("確認中", "checking"),
    "information_needed": ("情報待ち", "information needed"),
    "human_review": ("人が判断中", "a human decides"),
    "clear": ("働けます", "clear"),
    "refused": ("働けません", "refused"),
    "employed": ("勤め人", "employed"),
    "self_employed": ("自営", "self-employed"),
    "student": ("学生", "student"),
    "not_working": ("働いていない", "not working"),
    "well": ("順調", "well"),
    "strained": ("やや無理", "strained"),
    "suffering": ("支障あり", "suffering"),
    "approved": ("承認", "approved"),
    "partly_approved": ("一部承認", "approved in part"),
    "changes_requested": ("修正依頼", "sent back"),
    "changes_stand": ("修正する", "the changes are made"),
    "changes_dropped": ("修正しない", "the changes are dropped"),
    "participants": ("参加者", "the participants"),
    "region": ("地域の窓口", "the regional organisation"),
    "notice": ("予告中", "notice given"),
    "terminated": ("早期終了", "ended early"),
    "cancelled": ("中止", "cancelled"),
    "agreed_otherwise": ("別の形で合意", "agreed on something else"),
}
"""Values that a field may have, where they are words of ours."""

FIELDS_JA = {
    "service": "窓口",
    "title": "題名",
    "theme": "テーマ",
    "host": "受入企業",
    "host_uses_employees": "受入企業に従業員がいる",
    "goal": "共有する目標",
    "shared_decision": "一緒に決めること",
    "roles": "役割",
    "seats": "定員",
    "weekly_hours": "週の時間",
    "seat": "席",
    "waiting_list": "待機リスト",
    "seats_offered": "案内中の席",
    "coordinator": "担当コーディネーター",
    "coordinators": "コーディネーター",
    "company_contacts": "企業の担当者",
    "companion": "伴走者",
    "time_zone": "時間帯",
    "payment_days": "支払いまでの日数",
    "participation": "参加",
    "person": "人",
    "employer_contact": "勤務先の担当者",
    "milestone": "成果",
    "fee": "報酬(円)",
    "due_on": "納期",
    "evidence": "成果の説明",
    "delivery": "納品回",
    "content": "内容の指紋",
    "missing": "足りないこと",
    "paid_on": "支払日",
    "successor": "後任",
    "tags": "得たもの",
    "text": "文",
    "ordinal": "回",
    "reason": "理由",
    "engagement": "プロジェクト",
    "motivation": "応募の理由",
    "held_on": "面談日",
    "note": "メモ",
    "weekly_hours_cap": "週の上限時間",
    "conditions": "条件",
    "work": "仕事の内容",
    "starts_on": "開始日",
    "ends_on": "終了日",
    "place": "場所",
    "side": "署名する側",
    "document": "文書の指紋",
    "clear": "許可する",
    "grounds": "根拠",
    "week_of": "週",
    "hours": "時間",
    "main_job": "本業の様子",
    "number": "番号",
    "name": "名前",
    "email": "メール",
    "language": "言語",
    "residence": "居住国",
    "citizen_of": "国籍",
    "employment": "働き方",
    "uses_employees": "従業員がいる",
    "country": "国",
    "kind": "種類",
    "valid_until": "期限",
    "region": "地域",
    "playbook": "プレイブック",
    "contact": "団体の連絡先",
    "stays_connected": "終了後の相談先",
    "stage": "段階",
    "published": "公開",
    "applications": "応募",
    "milestones": "成果",
    "voices": "ふりかえりの声",
    "follow_ups": "近況うかがいの日",
    "follow_ups_sent": "近況うかがい(送付)",
    "follow_ups_answered": "近況うかがい(回答)",
    "started_at": "開始",
    "selected": "選考済み",
    "ready": "準備完了",
    "received_on": "受領日",
    "payment_due_on": "支払期日",
    "decision": "決定",
    "approved": "承認",
    "by": "決めた人",
    "at": "日時",
    "role": "役割",
    "on_behalf_of": "代理の相手",
    "holder_of_link": "リンクの持ち主",
    "voice": "立場",
    "employed": "雇用",
    "outcome": "結果",
    "outcome_reason": "結果の理由",
    "in_pool": "次の案内を希望",
    "consented": "勤務先の同意",
    "consent_conditions": "同意の条件",
    "contract": "契約",
    "round": "回",
    "terms": "条件",
    "signed": "署名済み",
    "concluded": "成立",
    "permission": "就労許可",
    "permission_attempt": "就労許可の確認回",
    "permission_reviewer": "就労許可の判断者",
    "permission_note": "就労許可のメモ",
    "check_ins": "報告",
    "answer": "返事",
    "permits": "許可",
    "erased": "消去",
    "engagements": "プロジェクト数",
    "closed": "終了",
    "kept_purposes": "残す目的",
    "version": "版",
    "hash": "指紋",
    "freed_seat": "枠が空いた",
    "owner": "担当",
    "persons": "人",
    "asked": "依頼先",
    "payment_schedule": "支払いの予定",
    "approval": "承認の予定",
    "schedule": "予定",
    "consent": "同意の予定",
    "attempt": "回",
    "what": "内容",
    "why": "理由",
    "cap": "上限",
    "accepted_fee": "承認した報酬(円)",
    "position": "参加者の意見",
    "company_position": "企業の意見",
    "settlement": "話し合いの結果",
    "settled_by": "記録した人",
    "given_by": "申し出た側",
    "pause": "休止",
    "ending": "早期終了・中止",
    "ends_at": "終了日時",
    "schedules": "新しい予定",
    "disagreements": "意見の相違",
    "since": "開始",
    "remind_at": "催促",
    "escalate_at": "報告",
    "step": "段階",
    "subject": "対象",
    "type": "種類",
}
"""Fields of commands, events and states, in Japanese; English readers get the name itself, with spaces."""


def word(table: dict[str, tuple[str, str]], name: str) -> str:
    """What a name is called; the name itself, with spaces, where no word was given."""
    known = table.get(name)
    return name.replace("_", " ") if known is None else say(*known)


def field_label(name: str) -> str:
    """What a field is called."""
    return say(FIELDS_JA.get(name, name), name.replace("_", " "))


def message_word(name: str) -> str:
    """What a message is about; reminders and escalations of a wait included."""
    for ending, (ja, en) in {
        "_reminder": ("の催促", "reminder: "),
        "_escalated": ("の遅れの報告", "overdue: "),
    }.items():
        kind = name.removesuffix(ending)
        if kind != name and kind in WAITS:
            return say(f"{WAITS[kind][0]}{ja}", f"{en}{WAITS[kind][1]}")
    return word(MESSAGES, name)


def spaced(name: str) -> str:
    """A type's name as words: PostingPublished as "Posting published"."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    return words[:1] + words[1:].lower()
