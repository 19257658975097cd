"""The end of a demo in words."""

from banso.demo.notebook import Page
from banso.demo.verdict import Verdict
from banso.demo.words import pick
from domain.shared.values import Language


def summary(page: Page, verdict: Verdict, days: int, language: Language) -> list[str]:
    """Lines for people: how long it took, who was late, and what became of everything."""

    def say(ja: str, en: str) -> str:
        return pick((ja, en), language)

    all_done = say("はい", "yes") if set(verdict.effects) <= {"done"} else say("いいえ", "no")
    lines = [
        say(
            f"{days} 日分を {page.seconds:.0f} 秒で終えました。",
            f"{days} days, told in {page.seconds:.0f} seconds.",
        ),
        say(
            f"待たせた人への催促 {verdict.reminded} 回、コーディネーターへの知らせ {verdict.escalated} 回。"
            "決めたのは、どれも人です。",
            f"People were reminded {_times(verdict.reminded)}, the coordinator was told {_times(verdict.escalated)}; "
            "every decision was a person's.",
        ),
        say(
            f"人の行い: {verdict.acts_accepted} / {verdict.acts}、出来事: {verdict.events}、"
            f"働きかけ: {sum(verdict.effects.values())}(すべて済み: {all_done})",
            f"Acts of people: {verdict.acts_accepted} of {verdict.acts}. Events: {verdict.events}. "
            f"Effects: {sum(verdict.effects.values())}, all of them done: {all_done}.",
        ),
        say(
            f"メール: {verdict.mails_owed} 通のうち、届かなかったもの {verdict.mails_missing}、"
            f"二度届いたもの {verdict.mails_twice}。記録の損傷: {verdict.damages}",
            f"Mails: {verdict.mails_owed}, of which {verdict.mails_missing} did not arrive and "
            f"{verdict.mails_twice} came twice. Damages found by the audit: {verdict.damages}.",
        ),
    ]
    if page.refused:
        refused = len(page.refused)
        lines.append(
            say(
                f"理由を添えてお断りしたこと {refused} 回。どれも、何も変えていません。",
                f"Refused with a reason: {refused}, none of which changed anything.",
            )
        )
    if verdict.questions:
        lines.append(
            say(
                f"過去の日についての質問 {verdict.questions} 件。その時も終わりにも正しい答え {verdict.answered} 件。",
                f"Questions about past days: {verdict.questions}; answered right, then and again at the end: "
                f"{verdict.answered}.",
            )
        )
    if page.broken is not None:
        lines.append(
            say(
                f"強制終了の時: 出来事 {page.broken.events}、届いたメール {page.broken.mails}、途中の働きかけ "
                f"{page.broken.open_effects}。止まっている間の人の行い {page.broken.decided_meanwhile}。"
                f"その後、変わってしまった記録: {verdict.heads_lost}",
                f"When everything was killed: {page.broken.events} events, {page.broken.mails} mails out, "
                f"{page.broken.open_effects} effects under way; {page.broken.decided_meanwhile} acts of people while "
                f"it was down. Histories that are not what they were: {verdict.heads_lost}.",
            )
        )
    right = say("何も失われず、二度行われたこともありません。", "Nothing was lost, and nothing was done twice.")
    wrong = say("数が合いません。上の行をご覧ください。", "The counts do not agree; see the lines above.")
    return [*lines, right if verdict.right else wrong]


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"
