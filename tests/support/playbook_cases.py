"""Playbooks with one mistake each: where it is, and what is said of it."""

from typing import NamedTuple

START = """[rules]
name = "museum"
version = 1
title = { ja = "博物館", en = "Museum" }
"""
ROLES = "[rules.memberships.client]\n[rules.memberships.accompanist]\n"
STUDY = '[rules.study_meetings]\nname = { ja = "勉強会", en = "Study meeting" }\nplace = "ここ"\n'
GATHERING = '[rules.gatherings.day]\nname = { ja = "相談日", en = "Counselling day" }\n'
SESSION = '[rules.sessions.talk]\ntitle = { ja = "相談", en = "A talk" }\n'
SURVEY = '[rules.surveys.end]\ntitle = { ja = "終わり", en = "The end" }\n'
QUESTION = '[rules.surveys.end.questions.wish]\ntext = { ja = "望み", en = "A wish" }\n'
WORDS = QUESTION + 'kind = "text"\n'
GAINS = '[rules.closing.gains]\nmoney = { ja = "収入", en = "Money" }\n'
DIMENSIONS = '[rules.closing.dimensions]\nmind = { ja = "頭で", en = "In thought" }\n'
FAREWELL = '[rules.closing.farewell]\nname = { ja = "お別れ", en = "Farewell" }\nplace = "ここ"\n'
CLOSING = GAINS + DIMENSIONS + FAREWELL
NOTICE = '[rules.closing]\nnotice = "P30D"\n'


class Case(NamedTuple):
    """What follows the shortest playbook, the place of its mistake, and words of the reason, in both languages.

    The mistake is in the only line that ends in `#!`.
    """

    text: str
    place: str
    ja: str
    en: str


REASONS = {
    "a number in quotes": Case('[rules.execution]\nleaving_notice_days = "3" #!\n', "execution.leaving_notice_days",
        "整数ではありません", "no whole number"),
    "true instead of a number": Case("[rules.execution]\nleaving_notice_days = true #!\n",
        "execution.leaving_notice_days", "整数ではありません", "no whole number"),
    "yes instead of true": Case('[rules.teams]\nclient_contract = "yes" #!\n', "teams.client_contract",
        "true でも false でもありません", "neither true nor false"),
    "red below the usual yellow": Case("[rules.radar]\nred = 5 #!\n", "radar.red", "20 点)より先に", "not be less"),
    "yellow above the usual red": Case("[rules.radar]\nyellow = 50 #!\n", "radar.yellow", "赤(30 点)", "not be less"),
    "remind later than the usual escalation": Case(
        '[rules.waits.payment]\nremind_after = "P40D" #!\n', "waits.payment.remind_after",
        "催促(P40D)より前に", "before it reminds"),
    "escalate before the usual reminder": Case(
        '[rules.waits.payment]\nescalate_after = "P1D" #!\n', "waits.payment.escalate_after",
        "より前に報告(P1D)", "before it reminds"),
    "no weekly hours": Case(
        '[rules.teams]\nbusiness_hours = ["mon-fri 9-18"] #!\n', "teams.business_hours.0",
        "曜日と時刻として読めません", "no weekly hours"),
    "hours that end before they begin": Case(
        '[rules.teams]\nbusiness_hours = ["mon 18:00-09:00"] #!\n', "teams.business_hours.0",
        "始まって終わっていません", "does not end after it begins"),
    "fewer sessions than are needed": Case(
        SESSION + "at_least = 3\nat_most = 2 #!\n", "sessions.talk.at_most", "3 回に届きません", "never be held"),
    "a choice without choices": Case(
        SURVEY + QUESTION + 'kind = "choice" #!\n', "surveys.end.questions.wish.kind",
        "二つ以上必要", "two choices or more"),
    "choices where none are chosen": Case(
        SURVEY + QUESTION + 'kind = "scale"\nchoices = { a = { ja = "あ", en = "A" } } #!\n',
        "surveys.end.questions.wish.choices", "付けられません", "has no choices"),
    "no period": Case('[rules.reports]\nevery = "daily" #!\n', "reports.every", "使える期間ではありません", "usable"),
    "a role that nobody has, in matching": Case(
        ROLES + '[rules.matching]\nclient = "cliant" #!\naccompanist = "accompanist"\n', "matching.client",
        "「cliant」という役割は", "no role cliant"),
    "a role that nobody has, in reports": Case(
        ROLES + '[rules.reports]\nby = ["client", "nobody"] #!\n', "reports.by.1",
        "「nobody」という役割は", "no role nobody"),
    "one of few": Case(
        '[rules.places]\nconsent_by = "anybody" #!\n', "places.consent_by",
        "'own_employer'、'employer_of_the_assigned' のどれでもありません", "is none of"),
    "true where a text belongs": Case(
        '[rules.reports]\nevery = true #!\n', "reports.every", "true は文字列", "true is"),
    "a day where a text belongs": Case(
        '[rules.reports]\nevery = 2026-01-01 #!\n', "reports.every", "2026-01-01 は文字列", "2026-01-01 is"),
    "no time of day": Case(
        STUDY + 'every = "P6M"\nat = "25:00" #!\n', "study_meetings.at", "時刻ではありません", "no time"),
    "a name that is too long": Case(f'packs = ["{"x" * 65}"] #!\n', "packs.0", "64 字まで", "at most 64"),
    "a number without end": Case(
        f"[rules.radar]\nred = 0x{'f' * 4000} #!\n", "radar.red", "0xfff", "0xfff"),
}  # fmt: skip


SENSELESS = {
    "a working role that nobody has": Case(
        ROLES + CLOSING + NOTICE + 'working_roles = ["acompanist"] #!\n', "closing.working_roles.0",
        "「acompanist」という役割は", "no role acompanist"),
    "a working role where there are none": Case(
        CLOSING + NOTICE + 'working_roles = ["accompanist"] #!\n', "closing.working_roles.0",
        "「accompanist」という役割は", "no role accompanist"),
    "a farewell after the last day": Case(
        NOTICE + CLOSING + "days = [1, 31] #!\n", "closing.farewell.days.1", "最後の日(P30D 後)", "after the last day"),
    "a farewell on the usual days, after the last one": Case(
        CLOSING + '[rules.closing]\nnotice = "P1D" #!\n', "closing.notice", "2 日目は", "Day 2"),
    "two farewells on one day": Case(
        NOTICE + CLOSING + "days = [1, 2, 1] #!\n", "closing.farewell.days.2", "1 が二度", "1 is written twice"),
    "more hoped for at the farewell than there is room": Case(
        NOTICE + CLOSING + "capacity = 3\nminimum = 5 #!\n", "closing.farewell.minimum", "定員(3 名)", "room for 3"),
    "more hoped for than there is room": Case(
        GATHERING + "capacity = 3\nminimum = 5 #!\n", "gatherings.day.minimum", "定員(3 名)", "room for 3"),
    "more hoped for at a study meeting than there is room": Case(
        STUDY + 'every = "P6M"\ncapacity = 3\nminimum = 5 #!\n', "study_meetings.minimum", "定員(3 名)", "room for 3"),
    "invited before the meeting before": Case(
        STUDY + 'every = "P2W"\ninvite_before = "P3W" #!\n', "study_meetings.invite_before", "P3W 前", "P3W ahead"),
    "meetings more often than they are usually invited to": Case(
        STUDY + 'every = "P7D" #!\n', "study_meetings.every", "P21D 前", "P21D ahead"),
    "coverage without hours": Case(
        "[rules.teams]\nminimum_coverage = 2 #!\n", "teams.minimum_coverage", "営業時間", "Without business_hours"),
    "a client's contract without a team": Case(
        "[rules.teams]\nclient_contract = true #!\n", "teams.client_contract", "チームもなく", "there is no team"),
    "a client whom nobody accompanies": Case(
        ROLES + '[rules.matching]\nclient = "client" #!\n', "matching.client", "client だけでは", "With client alone"),
    "an accompanist of nobody": Case(
        '[rules.memberships.friend]\n[rules.matching]\naccompanist = "friend" #!\n', "matching.accompanist",
        "accompanist だけでは", "With accompanist alone"),
    "follow-ups out of order": Case(
        'follow_ups = ["P3M", "P1M"] #!\n', "follow_ups.1", "早い順に", "in their order"),
    "follow-ups at the same time": Case(
        'follow_ups = ["P1Y", "P12M"] #!\n', "follow_ups.1", "後になりません", "not come later"),
    "a follow-up twice": Case('follow_ups = ["P1M", "P1M"] #!\n', "follow_ups.1", "P1M が二度", "P1M is written twice"),
    "a tag twice": Case(
        '[rules.retrospective]\ntags = ["online_skills", "next_step_seen", "online_skills"] #!\n',
        "retrospective.tags.2", "二度", "twice"),
    "a voice twice": Case(
        '[rules.retrospective]\nvoices = ["company", "company"] #!\n', "retrospective.voices.1", "二度", "twice"),
    "a gate twice": Case('gates = ["contract", "contract"] #!\n', "gates.1", "contract が二度", "twice"),
    "a pack twice": Case('packs = ["visa", "visa"] #!\n', "packs.1", "visa が二度", "twice"),
    "hours twice": Case(
        '[rules.teams]\nbusiness_hours = ["mon 09:00-10:00", "mon 09:00-10:00"] #!\n', "teams.business_hours.1",
        "二度", "twice"),
    "no Japanese words": Case(
        '[rules.modules]\nskill = { ja = "", en = "Skill" } #!\n', "modules.skill.ja", "空です", "is empty"),
    "English words of spaces": Case(
        '[rules.consultations.kinds]\nslow = { ja = "遅い", en = "  " } #!\n', "consultations.kinds.slow.en",
        "空です", "is empty"),
    "a place of spaces": Case(
        '[rules.study_meetings]\nname = { ja = "勉強会", en = "Study" }\nevery = "P6M"\nplace = " " #!\n',
        "study_meetings.place", "空です", "is empty"),
    "a survey after programmes that there are not": Case(
        SURVEY + 'asked = "programme_completed" #!\n' + QUESTION + 'kind = "text"\n', "surveys.end.asked",
        "修了する人がなく", "nobody completes a programme"),
    "a survey of a role that nobody has": Case(
        ROLES + SURVEY + 'asked = "service_ended"\nof = ["client", "acompanist"] #!\n' + WORDS, "surveys.end.of.1",
        "「acompanist」という役割は", "no role acompanist"),
    "a survey of members after work, which they do not end": Case(
        ROLES + SURVEY + 'of = ["client"]\nasked = "work_ended" #!\n' + WORDS, "surveys.end.asked",
        "メンバー(of)には work_ended の機会がなく", "work_ended never comes for members"),
    "a survey of members on the usual occasion": Case(
        ROLES + SURVEY + 'of = ["client", "accompanist"] #!\n' + WORDS, "surveys.end.of",
        "メンバー(of)には work_ended の機会がなく", "work_ended never comes for members"),
    "a survey of members after programmes that there are not": Case(
        ROLES + SURVEY + 'of = ["client"]\nasked = "programme_completed" #!\n' + WORDS, "surveys.end.asked",
        "メンバー(of)には programme_completed の機会がなく", "programme_completed never comes for members"),
    "a survey of participants at the end of a service": Case(
        ROLES + SURVEY + 'asked = "service_ended" #!\n' + WORDS, "surveys.end.asked",
        "service_ended の機会があるのはメンバーだけ", "comes for members only"),
    "a survey of those who leave, where there are no members": Case(
        SURVEY + 'asked = "member_left" #!\n' + WORDS, "surveys.end.asked",
        "member_left の機会があるのはメンバーだけ", "comes for members only"),
    "a role that is asked twice": Case(
        ROLES + SURVEY + 'asked = "member_left"\nof = ["client", "client"] #!\n' + WORDS, "surveys.end.of.1",
        "client が二度", "client is written twice"),
}  # fmt: skip


CASES = REASONS | SENSELESS
