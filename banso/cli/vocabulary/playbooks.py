"""What the rules of every engagement mean, and what the words in braces of its messages are filled with."""

from banso.cli.vocabulary.vocabulary import Vocabulary

PLAYBOOKS = Vocabulary(
    rules={
        "rules.name": (
            "プレイブックの名前。英小文字・数字・ハイフンで書き、ファイルの名前と同じにします",
            "what the playbook is called: lower-case letters, digits and dashes; its file is called the same",
        ),
        "rules.version": (
            "版。規則を変えるたびに上げます",
            "its version; other rules need a higher one",
        ),
        "rules.title": ("人に見せる題名", "what people read as its name"),
        "rules.seats_at_most": ("一つの募集で、いちばん多い人数", "the most people whom one posting may look for"),
        "rules.waiting_list": (
            "待機リストに入れる、いちばん多い人数",
            "the most people who may wait at the same time for a seat that becomes free",
        ),
        "rules.follow_ups": (
            "ふりかえりの後、いつ近況をうかがうか",
            "when people are asked how they fare, counted from the end of the retrospective",
        ),
        "rules.gates": (
            "活動を始める前に確かめること。空なら、選ばれた人はすぐに始められます",
            "what has to be settled before somebody starts; with none, whoever is selected is ready at once",
        ),
        "rules.waits": (
            "待つことごとの期間。名前は下の一覧にあります",
            "periods for each kind of waiting; their names are listed below",
        ),
        "rules.waits.*": (
            "何かを待つとき、いつ本人に催促し、いつコーディネーターに知らせるか",
            "how long silence may last before its owner is reminded, and before a coordinator is told",
        ),
        "rules.waits.*.remind_after": ("待ち始めてから催促まで", "from the beginning of the wait to the reminder"),
        "rules.waits.*.escalate_after": (
            "待ち始めてからコーディネーターへの報告まで",
            "from the beginning of the wait to the word to the coordinator; not before the reminder",
        ),
        "rules.interviews": ("応募した人との面談", "interviews with those who apply"),
        "rules.interviews.minutes": (
            "面談一回の長さ(分)。カレンダーに入ります",
            "minutes that calendars keep free for one",
        ),
        "rules.execution": ("活動の期間", "the time of work"),
        "rules.execution.weekly_hours_cap": (
            "一週間の上限(時間)。勤務先が少なくすることはできます",
            "the most hours a week; an employer may agree to fewer",
        ),
        "rules.execution.notice": (
            "途中で終えるとき、予告から終わりまで",
            "from the notice of an early end to that end; the law may ask for 30 days",
        ),
        "rules.execution.check_in_every": (
            "参加者からの報告を待つ間隔。書かなければ、便りのない日は数えません",
            "how often a participant's word is due; without it, the radar counts no silent days of theirs",
        ),
        "rules.execution.leaving_notice_days": (
            "一人が途中で抜けるとき、知らせから最後の日までの日数",
            "days between somebody's word that they leave early and their last day",
        ),
        "rules.payment": ("報酬の支払い", "payment of fees"),
        "rules.payment.days_from_receipt": (
            "受領日を一日目として、何日目までに支払うか。報酬のない成果には関わりません",
            "by which day a fee is paid, the day of receipt being day one; results without a fee are not concerned",
        ),
        "rules.retrospective": ("ふりかえり", "the retrospective"),
        "rules.retrospective.voices": ("誰の声を聞くか", "whose voices are heard"),
        "rules.retrospective.tags": (
            "声に付けられる、得たもの。名前と言葉は自由に決めます。すでに言葉のある名前は、リストで並べるだけでも書けます",
            "what may have been gained, by names and words that you choose; names that have words may simply be listed",
        ),
        "rules.memberships": (
            "窓口の活動にメンバーがいるときの役割",
            "roles of members, where a service has any",
        ),
    },
    braces={
        "recipient": ("宛先の人の名前", "the name of whoever it is written to"),
        "title": ("募集や窓口の名前", "what the engagement or the desk is called"),
        "host": ("受け入れる企業や団体。窓口のことでは地域", "who receives; of a desk, its region"),
        "until": ("その人をいつまで待つか(日)", "the day until which their answer is waited for"),
        "person": ("話題になっている人の名前", "the name of whom it is about"),
        "link": ("決定のページへのリンク", "the link to the page on which to decide"),
        "reason": ("誰かが書いた理由", "the reason that somebody gave"),
        "milestone": ("成果の名前", "what the result is called"),
        "amount": ("報酬の額、または有償の契約の金額(円)", "the fee, or the amount of a paid contract, in yen"),
        "due": ("期日", "the day that it is due, or that it ends"),
        "evidence": (
            "届けた人が書いた、成果の内容。前提では、そう考える理由",
            "what was delivered, in the words of whoever delivered it; of a premise, what showed it",
        ),
        "missing": ("足りないと言われた点", "what is missing"),
        "accepted": ("報酬のうち認められた額(円)", "how much of the fee was accepted, in yen"),
        "rest": ("報酬の残りの額(円)", "how much of the fee is left, in yen"),
        "position": ("意見の相違で書かれた立場", "the position that somebody takes in a disagreement"),
        "text": ("人が書いた文", "what somebody wrote"),
        "how": ("これから、どのように連絡を取り合うか", "in which way somebody stays connected"),
        "who": ("返事などをした人", "who answered, or stands in"),
        "month": ("何回目の近況うかがいか", "which follow-up it is: 1, 2, ..."),
        "seats": ("席の数", "the number of seats"),
        "place": ("場所、または待機リストの順番", "where, or which place on the waiting list"),
        "when": ("日時", "day and hour, with the zone"),
        "cap": ("一週間の上限(時間)", "the most hours a week"),
        "hours": ("時間", "hours"),
        "fee": ("報酬の額(円)", "the fee in yen"),
        "document": ("契約書の印(ハッシュ)", "the fingerprint of the contract's document"),
        "kind": ("何のことか", "what kind of thing it is about"),
        "weeks": ("週ごとの時間", "the hours, week by week"),
        "main_job": ("本業の様子", "how the main job fared"),
        "tags": ("ふりかえりで選べる、得たもの。一行に一つ", "what may have been gained, a line each"),
        "learned": ("得たもの", "what was learned"),
        "stayed": ("最後まで続いたか", "whether they stayed to the end"),
        "open": (
            "引き継いだ、まだ終わっていないこと。相談では、続いている件数",
            "what is still open and was handed over; of problems, how many are open",
        ),
    },
)
