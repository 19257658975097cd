"""`banso report`: what a region can tell, in a period of its own days."""

from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from banso.cli.errors import wrong_usage
from banso.cli.help import described
from banso.cli.output import USUAL, Table, View, advise, write, write_json
from banso.cli.report_front import at_the_front
from banso.cli.report_members import among_members
from banso.cli.report_words import MAIN_JOB, OUTCOMES, TAGS
from banso.cli.session import WHOSE, Tenant, ask, checked_day, checked_identifier
from banso.cli.surveys import write_survey
from banso.cli.texts import language, say
from banso.cli.words import word

if TYPE_CHECKING:
    from banso.client import Report

Rows = list[tuple[str, str]]


@described(
    say(
        "地域の報告です。募集・応募・選考までの日数・途中終了・成果と支払い・時間・ふりかえり・その後を数えます。"
        "日付は地域の時間帯で、両端の日を含みます。個人に関することは含みません。",
        "What the region can tell: postings, applications, time to match, early ends, results and payments, hours, "
        "retrospectives and what came after. Days are those of the region's zone, both included. Nothing personal.",
    ),
    "banso report",
    "banso report --since 2026-04-01 --until 2026-09-30",
    "banso report desk --json",
    "banso report desk --survey closing",
)
def report(
    service: Annotated[str | None, Parameter(help=say("窓口の番号(なければすべて)", "Id of a desk; else all"))] = None,
    /,
    *,
    since: Annotated[str | None, Parameter(help=say("この日から(2026-04-01)", "From this day on (2026-04-01)"))] = None,
    until: Annotated[str | None, Parameter(help=say("この日まで(2026-09-30)", "Up to this day (2026-09-30)"))] = None,
    survey: Annotated[
        str | None,
        Parameter(help=say("このアンケートの集計(窓口の番号も要ります)", "Summary of this survey; needs a desk's id")),
    ] = None,
    whose: Tenant = WHOSE,
    view: View = USUAL,
) -> None:
    """What the region can tell."""
    tenant = whose.id
    desk = None if service is None else checked_identifier(service.removeprefix("service:"), "SERVICE")
    if survey is not None:
        _refuse_period(since, until)
        _survey(tenant, desk, checked_identifier(survey, "--survey"), view)
        return
    first = None if since is None else checked_day(since, "--since")
    last = None if until is None else checked_day(until, "--until")
    if first is not None and last is not None and first > last:
        raise wrong_usage(
            "period-turned-round",
            say(f"--since {first} は --until {last} より後です。", f"--since {first} comes after --until {last}."),
            say("早いほうの日を --since にしてください。", "Let --since be the earlier day."),
            "--since",
        )
    told = ask(lambda client: client.report(tenant, service=desk, since=first, until=last))
    if view.json:
        write_json({"report": told})
    else:
        _write(told, view)


def _refuse_period(since: str | None, until: str | None) -> None:
    if since is None and until is None:
        return
    where = "--until" if since is None else "--since"
    raise wrong_usage(
        "period-of-survey",
        say("アンケートの集計に、期間は付けられません。", "A survey is summarised as a whole, never for a period."),
        say(f"{where} を外してください。いつも全員分を集計します。", f"Leave {where} out: all answers are counted."),
        where,
    )


def _survey(tenant: str, desk: str | None, survey: str, view: View) -> None:
    if desk is None:
        raise wrong_usage(
            "service-missing",
            say("どの窓口のアンケートかが分かりません。", "It is not clear whose survey is meant."),
            say(
                "banso report 窓口の番号 --survey 名前 と書いてください。", "Write banso report SERVICE --survey NAME."
            ),
            "SERVICE",
        )
    told = ask(lambda client: client.queries.survey(tenant, desk, survey))
    if view.json:
        write_json({"survey": told})
    else:
        write_survey(told, view)


def _write(told: "Report", view: View) -> None:
    begins = told.since.isoformat() if told.since else say("はじめ", "the beginning")
    ends = told.until.isoformat() if told.until else say("今日", "today")
    desks = ", ".join(told.services)
    write(
        say(
            f"地域の報告({desks}) {begins} から {ends} まで({told.time_zone})",
            f"Report of {desks}, from {begins} to {ends} ({told.time_zone})",
        )
    )
    write()
    rows = [*_finding_people(told), *_working(told), *at_the_front(told), *among_members(told), *_looking_back(told)]
    Table((say("こと", "What"), say("数", "Figure")), rows).write(view)
    if told.behind:
        advise(
            say(
                f"まだ数えていない出来事が {told.behind} 件あります。ワーカーが動いていれば、まもなく加わります。",
                f"{told.behind} events are not counted yet; they will be, by themselves, while a worker runs.",
            )
        )


def _finding_people(told: "Report") -> Rows:
    return [
        (say("企業からの相談", "Enquiries"), str(told.enquiries)),
        (say("公開した募集", "Postings published"), str(told.postings)),
        (say("応募", "Applications"), str(told.applications)),
        (say("選ばれた参加者", "Participants selected"), str(told.selected)),
        (
            say("公開から選考までの日数(中央値)", "Days from publishing to selection (median)"),
            _days(told.median_days_to_match),
        ),
        *_programme(told),
        (say("活動を始めた参加", "Participations that began to work"), str(told.work_started)),
        (say("うち途中で終わったもの", "Of those, ended early"), _share(told.ended_early, told.early_end_rate)),
    ]


def _programme(told: "Report") -> Rows:
    """Told where there is anything to tell: not every service runs programmes."""
    rows = [
        (say("行ったセッション", "Sessions held"), told.sessions_held),
        (say("お会いできなかったセッション", "Sessions missed"), told.sessions_missed),
        (say("届けた資料", "Packs delivered"), told.packs_delivered),
        (say("読まれた資料", "Packs acknowledged"), told.packs_acknowledged),
        (say("修了", "Programmes completed"), told.programmes_completed),
        (say("アンケートの回答", "Surveys answered"), told.surveys_answered),
        (say("後に続くサービスへの招待", "Invitations to a successor"), told.successor_invitations),
    ]
    return [(what, str(count)) for what, count in rows if count]


def _working(told: "Report") -> Rows:
    within = told.weeks_reported - told.weeks_above_cap
    return [
        (say("納品", "Deliveries"), str(told.milestones_delivered)),
        (say("承認された成果", "Milestones approved"), str(told.milestones_approved)),
        (say("一部承認", "Approved in part"), str(told.milestones_partly_approved)),
        (say("差し戻し", "Sent back"), str(told.milestones_sent_back)),
        (
            say("納品から承認までの日数(中央値)", "Days from delivery to approval (median)"),
            _days(told.median_days_to_approval),
        ),
        (say("期日までの支払い", "Payments in time"), _of(told.payments_in_time, told.payments_due)),
        (say("期日に遅れた支払い", "Payments after their day"), str(told.payments_late)),
        (say("期日を過ぎて記録のない支払い", "Payments due and not on record"), str(told.payments_missing)),
        (say("上限内の週", "Weeks within the cap"), _of(within, told.weeks_reported)),
        (say("報告された時間", "Hours reported"), f"{told.hours_reported.normalize():f}"),
        *(
            (
                say(f"本業の様子: {word(MAIN_JOB, key)}", f"Main job: {word(MAIN_JOB, key)}"),
                str(told.main_job.get(key, 0)),
            )
            for key in MAIN_JOB
        ),
    ]


def _looking_back(told: "Report") -> Rows:
    return [
        (say("ふりかえりの声", "Voices in retrospectives"), str(told.voices)),
        *(
            (say(f"得たもの: {_gained(told, tag)}", f"Gained: {_gained(told, tag)}"), str(count))
            for tag, count in told.tags.items()
        ),
        *(
            (say(f"結果: {word(OUTCOMES, key)}", f"Outcome: {word(OUTCOMES, key)}"), str(told.outcomes.get(key, 0)))
            for key in OUTCOMES
        ),
        (say("公開された物語", "Stories published"), str(told.stories_published)),
        (say("最後まで終えたプロジェクト", "Engagements completed"), str(told.engagements_completed)),
        (say("早く終えたプロジェクト", "Engagements that ended early"), str(told.engagements_terminated)),
        (say("中止になったプロジェクト", "Engagements called off"), str(told.engagements_cancelled)),
        (say("近況うかがいへの返事", "Follow-ups answered"), _of(told.follow_ups_answered, told.follow_ups_asked)),
    ]


def _gained(told: "Report", tag: str) -> str:
    """In the words of the service's playbook, which the tags of earlier versions may lack."""
    words = told.tag_words.get(tag)
    return words.of(language()) if words is not None else word(TAGS, tag)


def _days(days: float | None) -> str:
    return say("まだありません", "none yet") if days is None else say(f"{days:g} 日", f"{days:g} days")


def _share(count: int, rate: float | None) -> str:
    return str(count) if rate is None else f"{count} ({rate:.1%})"


def _of(part: int, whole: int) -> str:
    return say(f"{whole} 件中 {part} 件", f"{part} of {whole}")
