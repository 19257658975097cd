"""Every word of the pages, in Japanese and English. Japanese is written for the head of a small company."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.shared.values import BilingualText


def _both(ja: str, en: str) -> BilingualText:
    return BilingualText(ja=ja, en=en)


@dataclass(frozen=True)
class Notice:
    """A page of its own for what is no decision page: its HTTP status, its title, and its paragraphs."""

    status: int
    title: BilingualText
    paragraphs: tuple[BilingualText, ...]


WORDS: Mapping[str, BilingualText] = {
    "product": _both("Banso（伴走）", "Banso"),
    "other_language": _both("English", "日本語"),
    # What is to be decided
    "decision_title": _both("成果のご確認をお願いします", "A result for you to decide on"),
    "dear": _both("{name} 様", "Dear {name},"),
    "decision_lead": _both(
        "次の成果が届きました。内容をご覧のうえ、承認するか、足りないところをお知らせください。",
        "The result below has been delivered. Please read it, then approve it or say what is missing.",
    ),
    "opening": _both("このページを開いただけでは、何も決まりません。", "Opening this page decides nothing."),
    "project": _both("プロジェクト", "Project"),
    "company": _both("企業", "Company"),
    "milestone": _both("成果", "Result"),
    "delivered_by": _both("納品した人", "Delivered by"),
    "received_on": _both("受領日", "Received on"),
    "evidence": _both("納品の内容", "What was delivered"),
    "fee": _both("報酬", "Fee"),
    "no_fee": _both("なし", "None"),
    "payment_due_on": _both("支払期日", "Payment due on"),
    "asked_by": _both("確認をお願いしている人", "Asked by"),
    "coordinator": _both("コーディネーター {name}", "{name}, coordinator"),
    "answer_by": _both("ご回答のお願い", "Please answer by"),
    "until": _both("{moment}まで", "{moment}"),
    "expires_at": _both("このリンクの期限", "This link works until"),
    "silence": _both(
        "お返事がないまま、承認したことになることはありません。",
        "Silence approves nothing, however long it lasts.",
    ),
    "overdue": _both(
        "ご回答がないときは、コーディネーターからご連絡します。",
        "Without an answer by then, the coordinator gets in touch.",
    ),
    "others_told": _both(
        "お決めになると、{names} さんにもお知らせします。", "When you decide, {names} will be told as well."
    ),
    # How to decide
    "problem_title": _both("まだ決まっていません", "Nothing was decided yet"),
    "approve_heading": _both("承認する", "Approve"),
    "approve_lead": _both(
        "この内容でよろしければ、確認のため{what}を入力して、承認してください。",
        "If this is as agreed, type {what} to confirm, and approve.",
    ),
    "the_fee": _both("報酬の金額", "the fee"),
    "the_company": _both("企業名", "the company's name"),
    "confirm_fee": _both("報酬の金額（円）", "Fee in yen"),
    "confirm_company": _both("企業名", "The company's name"),
    "confirm_hint": _both("「{value}」と入力してください", "Type {value}"),
    "approve_button": _both("承認する", "Approve this result"),
    "partly_heading": _both("一部を承認する", "Approve a part"),
    "partly_lead": _both(
        "承認する分の報酬と、足りないところをお書きください。残りは、あらためて納品されてからご確認いただきます。",
        "Say how much of the fee you accept, and what is missing. The rest is delivered again for your decision.",
    ),
    "accepted_part": _both("承認する分の報酬（円）", "How much of the fee you accept, in yen"),
    "accepted_part_hint": _both("1 円から {most} 円まで", "From 1 to {most} yen"),
    "accepted_fee_wrong": _both(
        "承認する分の報酬は、1 円から {most} 円までの数字でお書きください。", "Write an amount from 1 to {most} yen."
    ),
    "partly_button": _both("一部を承認する", "Approve this part"),
    "held_back_heading": _both("いまは承認できません", "This cannot be approved just now"),
    "held_back": _both(
        "新しい計画に、関係する皆さまが同意されると、承認できるようになります。どなたのせいでもありません。"
        "足りないところは、いまでもお知らせいただけます。",
        "Once everybody concerned has agreed to the new plan, you can approve it. Nobody is to blame. "
        "You may still say what is missing.",
    ),
    "changes_heading": _both("足りないところを伝える", "Say what is missing"),
    "changes_lead": _both(
        "お書きになった内容は、納品した人とコーディネーター、ほかのご担当者にそのまま伝わります。",
        "What you write goes as it stands to those who delivered, the coordinator and your company's other contacts.",
    ),
    "missing": _both("足りないところ、直してほしいところ", "What is missing, or should be changed"),
    "missing_hint": _both("3,000文字まで", "At most 3,000 characters"),
    "changes_button": _both("修正をお願いする", "Ask for changes"),
    "confirmation_wrong": _both(
        "入力が一致しません。「{value}」と入力してください。",
        "This does not match. Type {value} to confirm.",
    ),
    "missing_empty": _both("足りないところをお書きください。", "Say what is missing."),
    "missing_unusable": _both(
        "3,000文字までで、記号（= + - @）ではなく言葉から書き始めてください。見えない制御文字は取り除いてください。",
        "Write at most 3,000 characters, begin with a word (not with = + - @), and leave out invisible characters.",
    ),
    # What was decided
    "approved_title": _both("承認されました", "This result was approved"),
    "changes_title": _both("修正をお願いしました", "Changes were asked for"),
    "partly_title": _both("一部が承認されました", "A part of this result was approved"),
    "partly_approved": _both("一部承認", "Approved in part"),
    "accepted_fee": _both("承認された分の報酬", "Accepted of the fee"),
    "too_late": _both(
        "先に決定されていたため、いま送られた内容では何も変わっていません。",
        "This had been decided before, so what you have just sent changed nothing.",
    ),
    "decided_by": _both("決めた人", "Decided by"),
    "by_link": _both("{name} 様宛てのリンクから", "Somebody with the link sent to {name}"),
    "decided_at": _both("決定日時", "Decided on"),
    "decision": _both("決定", "Decision"),
    "approved": _both("承認", "Approved"),
    "changes_asked": _both("修正依頼", "Changes asked for"),
    "missing_told": _both("お伝えした内容", "What was said to be missing"),
    "next_heading": _both("これから", "What happens next"),
    "next_payment": _both(
        "報酬{amount}を、支払期日の{date}までにお支払いください。", "Please pay the fee of {amount} by {date}."
    ),
    "next_no_payment": _both("この成果に、お支払いはありません。", "There is nothing to pay for this result."),
    "next_approved_told": _both(
        "参加者とコーディネーターに、承認をお知らせします。",
        "The participants and the coordinator are told of the approval.",
    ),
    "next_changes_told": _both(
        "参加者とコーディネーターに、お書きになった内容をお伝えします。",
        "The participants and the coordinator are told what is missing.",
    ),
    "next_delivery": _both(
        "直した成果が届きましたら、あらためてメールでご確認をお願いします。",
        "When the result is delivered again, another mail asks for your decision.",
    ),
    "next_due_stays": _both(
        "支払期日は最初の受領日から数えるため、{date}のまま変わりません。",
        "The payment stays due on {date}, which is counted from the first delivery.",
    ),
    "next_mistake": _both(
        "決定は一度だけです。お間違えのときは、コーディネーターにご連絡ください。",
        "A delivery is decided once. If this was a mistake, please tell the coordinator.",
    ),
    "next_others": _both("{names} さんにもお知らせします。", "{names} will be told as well."),
    # Beside a notice
    "written": _both("お書きになった文章（控えとして写せます）", "What you had written, for you to copy"),
    "again": _both("もう一度送る", "Send it again"),
    "reload": _both("もう一度開く", "Try again"),
    "request_id": _both("お問い合わせの番号", "Number of this request"),
}

UNCHANGED = _both("いまの操作では、何も変わっていません。", "Nothing was changed by this.")
OPEN_MAIL = _both("メールのリンクを、もう一度開いてください。", "Please open the link in your mail again.")

NOTICES: Mapping[str, Notice] = {
    "welcome": Notice(
        200,
        _both("Banso（伴走）", "Banso, running alongside you"),
        (
            _both(
                "ここは、メールでお願いしたご確認のためのページです。",
                "These pages are for decisions that a mail asks for.",
            ),
            _both("メールのリンクを開いてください。", "Please open the link in your mail."),
        ),
    ),
    "unknown": Notice(
        404,
        _both("リンクを確認できませんでした", "This link is not known here"),
        (
            _both(
                "リンクが途中で切れているか、別のものに変わっています。",
                "It may have been cut off, or changed on its way.",
            ),
            _both(
                "メールのリンクを最後までそのまま開いてください。",
                "Please open the link exactly as it stands in your mail.",
            ),
            UNCHANGED,
        ),
    ),
    "not-found": Notice(
        404,
        _both("ページが見つかりません", "There is no such page"),
        (_both("メールのリンクを開いてください。", "Please open the link in your mail."), UNCHANGED),
    ),
    "expired": Notice(
        410,
        _both("リンクの期限が切れました", "This link has expired"),
        (
            _both(
                "決定はまだされていません。お返事がないまま、承認したことになることはありません。",
                "Nothing has been decided yet: silence approves nothing.",
            ),
            _both(
                "お手数ですが、コーディネーターに新しいリンクをお頼みください。",
                "Please ask the coordinator for a new link.",
            ),
        ),
    ),
    "revoked": Notice(
        410,
        _both("このリンクは使えなくなりました", "This link has been withdrawn"),
        (
            _both(
                "新しい納品が届いたか、ご担当者が変わったため、取り消されています。",
                "A later delivery has taken its place, or somebody else decides now.",
            ),
            _both(
                "いちばん新しいメールのリンクを開いてください。届いていないときは、コーディネーターにご連絡ください。",
                "Please open the link in your latest mail. If you have none, ask the coordinator.",
            ),
            UNCHANGED,
        ),
    ),
    "session-lost": Notice(
        403,
        _both("もう一度メールから開いてください", "Please open your mail again"),
        (
            _both(
                "安全のため、このページはリンクを開いてから30分で閉じます。"
                "Cookieを受け付けない設定のときも、ここで止まります。",
                "For safety this page closes 30 minutes after its link was opened. "
                "It also needs the browser to take a cookie.",
            ),
            OPEN_MAIL,
            UNCHANGED,
        ),
    ),
    "other-link": Notice(
        403,
        _both("別のリンクが開かれています", "Another link was opened meanwhile"),
        (
            _both(
                "このブラウザーでは、あとから別の成果のリンクが開かれました。取り違えを防ぐため、受け付けませんでした。",
                "In this browser the link of another result was opened after this one, so this was not taken: "
                "it might have been meant for the other.",
            ),
            OPEN_MAIL,
            UNCHANGED,
        ),
    ),
    "elsewhere": Notice(
        403,
        _both("この送信は受け付けられません", "This cannot be taken"),
        (
            _both("別のサイトから送られたもののようです。", "It seems to have been sent by another site."),
            OPEN_MAIL,
            UNCHANGED,
        ),
    ),
    "refused": Notice(409, _both("受け付けられませんでした", "This was not taken"), ()),
    "too-large": Notice(
        413,
        _both("文章が長すぎます", "This is too long"),
        (
            _both(
                "3,000文字までお送りいただけます。長い資料は、置き場所をお書きください。",
                "At most 3,000 characters are taken. For longer material, write where it is to be found.",
            ),
            UNCHANGED,
        ),
    ),
    "unreadable": Notice(
        400,
        _both("送信を読み取れませんでした", "This could not be read"),
        (OPEN_MAIL, UNCHANGED),
    ),
    "method": Notice(405, _both("この操作はできません", "This cannot be done here"), (OPEN_MAIL, UNCHANGED)),
    "store-away": Notice(
        503,
        _both("いま表示できません", "This cannot be shown right now"),
        (
            _both("データベースから返事がありません。", "The database does not answer."),
            _both(
                "しばらくしてから、もう一度開いてください。何度開いても大丈夫です。",
                "Please try again in a while. Trying again is safe.",
            ),
            UNCHANGED,
        ),
    ),
    "not-known-yet": Notice(
        503,
        _both("まだ分かりません", "Not known yet"),
        (
            _both(
                "データベースから返事がなく、決定が記録されたかどうか、まだ分かりません。",
                "The database did not answer, so it is not known yet whether your decision was recorded.",
            ),
            _both(
                "しばらくしてから、もう一度お送りください。何度送っても、決定は一度だけ記録されます。",
                "Please send it again in a while. That is safe: it counts once, however often it is sent.",
            ),
        ),
    ),
    "broken": Notice(
        500,
        _both("思いがけない問題が起きました", "Something went wrong on our side"),
        (
            _both(
                "決定が記録されたかどうかは、メールのリンクをもう一度開くと分かります。開いても、送り直しても、二重にはなりません。",
                "Open the link in your mail again to see whether your decision was recorded. "
                "Neither opening nor sending it again counts twice.",
            ),
            _both(
                "続くときは、下の番号をコーディネーターにお伝えください。",
                "If it goes on, please give the coordinator the number below.",
            ),
        ),
    ),
}
