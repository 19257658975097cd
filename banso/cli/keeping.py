"""`banso audit`, `anchor`, `rebuild`, `recover`, `export`, `erase`: what keeps the store safe."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from banso.cli.errors import OK, REFUSED, Problem, nothing_changed, wrong_usage
from banso.cli.help import described, subcommands
from banso.cli.output import USUAL, Table, View, advise, moment, write, write_json
from banso.cli.progress import progress_bar
from banso.cli.session import MYSELF, WHOSE, Acting, Tenant, checked_identifier, keep, present_settings, stream_of
from banso.cli.texts import language, say
from banso.cli.words import PURPOSES, word

if TYPE_CHECKING:
    from banso.maintenance import Erasure, Findings, Maintenance, Rebuilt, Recovered

PATIENCE_SECONDS = 60.0

audit = subcommands(
    "audit", say("記録が書かれたときのままかを確かめます。", "Is everything as it was written?"), "banso audit verify"
)


@audit.command
@described(
    say(
        "出来事の鎖、状態、一覧、受付票、働きかけ、外に残した指紋を、すべて突き合わせます。何も変えません。"
        "損傷があれば終了コードは 1 です。",
        "Compares chains of events, states, read models, receipts, effects and anchors. Changes nothing. The exit code "
        "is 1 where something is damaged.",
    ),
    "banso audit verify",
    "banso audit verify --tenant gifu --json",
)
def verify(
    *,
    tenant: Annotated[
        str | None, Parameter(help=say("この地域だけ(なければすべて)", "Only this tenant; else all"))
    ] = None,
    view: View = USUAL,
) -> int:
    """Prove that nothing was altered or lost."""
    whose = None if tenant is None else checked_identifier(tenant, "--tenant")

    async def work(maintenance: "Maintenance") -> "Findings":
        with progress_bar(say("点検", "Looking"), view) as tell:
            return await maintenance.audit(whose, tell)

    findings = keep(work)
    if view.json:
        write_json(
            {"sound": findings.sound, "damages": findings.damages, **_looked_at(findings), "found": findings.found}
        )
    else:
        _write_findings(findings, view)
    return OK if findings.sound else REFUSED


def _looked_at(findings: "Findings") -> dict[str, int]:
    names = ("streams", "events", "effects", "receipts", "anchors")
    return {name: getattr(findings, name) for name in names}


def _write_findings(findings: "Findings", view: View) -> None:
    rows = [
        (one.code, f"{one.tenant} {one.stream}{f' v{one.version}' if one.version else ''}", one.what.of(language()))
        for one in findings.found
    ]
    if rows:
        Table((say("種類", "Code"), say("どこ", "Where"), say("何が", "What")), rows).write(view)
        write(say(f"損傷が {findings.damages} 件あります。", f"Damages: {findings.damages}."))
    else:
        write(say("すべて、書かれたときのままです。", "Everything is as it was written."))
    counts = _looked_at(findings)
    write(
        say(
            f"見たもの: 記録 {counts['streams']}、出来事 {counts['events']}、働きかけ {counts['effects']}、"
            f"受付票 {counts['receipts']}、外に残した指紋 {counts['anchors']}",
            f"Looked at {counts['streams']} streams, {counts['events']} events, {counts['effects']} effects, "
            f"{counts['receipts']} receipts, {counts['anchors']} anchors.",
        )
    )


@described(
    say(
        "記録の鎖の先端を、データベースの外(BANSO_ANCHORS)に残します。末尾の切り取りや記録の消失が分かるようになります。",
        "Writes the heads of all chains outside the database (BANSO_ANCHORS), so that a cut tail or a missing stream "
        "shows in an audit.",
    ),
    "banso anchor",
)
def anchor(*, view: View = USUAL) -> None:
    """Write the chains' heads outside the database."""
    count = keep(lambda maintenance: maintenance.anchor())
    if view.json:
        write_json({"anchored": count})
    else:
        write(say(f"{count} 件の先端を残しました。", f"{count} head{'' if count == 1 else 's'} anchored."))


@described(
    say(
        "一覧を出来事から作り直し、できあがったら入れ替えます。その間も、すべて使えます。",
        "Builds a read model anew from the events, beside the old one, and swaps them. Everything goes on meanwhile.",
    ),
    "banso rebuild overviews",
    "banso rebuild waits",
)
def rebuild(
    readmodel: Annotated[str, Parameter(help="overviews, waits, service_counts, report_facts")],
    /,
    *,
    view: View = USUAL,
) -> None:
    """Build a read model anew from the events."""

    async def work(maintenance: "Maintenance") -> "Rebuilt":
        with progress_bar(say("作り直し", "Rebuilding"), view) as tell:
            return await maintenance.rebuild(readmodel, tell)

    done = keep(work)
    if view.json:
        write_json({"rebuilt": done})
        return
    write(
        say(
            f"{done.readmodel} を作り直しました(出来事 {done.events}、行 {done.rows}、"
            f"その間に変わった記録 {done.caught_up})。",
            f"{done.readmodel} was rebuilt: {done.events} events, {done.rows} rows; {done.caught_up} streams changed "
            "meanwhile.",
        )
    )


@described(
    say(
        "Temporal のデータを失ったあとや、バックアップから戻したあとに使います。バックアップより後に消去された方を"
        "もう一度消去し、それから進行中のすべての流れを再開させます。済んだことは繰り返しません。何度実行しても構いません。",
        "After Temporal's data was lost, or the database was restored from a backup: erases again whoever was erased "
        "after the backup, then starts every open workflow again. What is done is not done again; repeating this is "
        "harmless.",
    ),
    "banso recover",
    "banso recover --no-wait",
)
def recover(
    *,
    no_wait: Annotated[
        bool,
        Parameter(
            negative="",
            help=say(
                "ワーカーが引き取るのを待ちません(まだ動かしていないとき)",
                "Do not wait for workers; none runs yet",
            ),
        ),
    ] = False,
    view: View = USUAL,
) -> None:
    """Erase again whom a backup brought back, then start every open workflow again."""

    async def work(maintenance: "Maintenance") -> "Recovered":
        with progress_bar(say("再開", "Recovering"), view) as tell:
            return await maintenance.recover(tell, 0 if no_wait else PATIENCE_SECONDS)

    done = keep(work)
    if view.json:
        write_json({"recovered": done})
        return
    write(
        say(
            f"消去の記録どおりにもう一度消去した方: {done.replayed} 人。途中だった消去の完了: {done.erasures} 件。",
            f"Persons erased again, as the log of erasures says: {done.replayed}. "
            f"Interrupted erasures completed: {done.erasures}.",
        )
    )
    write(
        say(
            f"進行中の記録 {done.streams} 件に知らせました。",
            f"{done.streams} open streams were given news, so that their workflows start again.",
        )
    )
    if done.waiting:
        advise(
            say(
                f"まだ {done.waiting} 件が引き取られていません。ワーカーが動けば、自動で引き取られます。",
                f"{done.waiting} are not taken up yet; they will be, by themselves, when a worker runs.",
            )
        )


@described(
    say(
        "一つの記録を、出来事ごとに標準出力へ書き出します。csv は表計算ソフトで安全に開けます。",
        "Writes one stream to standard output, event by event. csv opens safely in a spreadsheet.",
    ),
    "banso export engagement:a > a.jsonl",
    "banso export engagement:a --format csv > a.csv",
)
def export(
    stream: Annotated[str, Parameter(help=say("記録(種類:番号)", "Stream, as kind:id"))],
    /,
    *,
    form: Annotated[Literal["jsonl", "csv"], Parameter(name="--format", help="jsonl, csv")] = "jsonl",
    output: Annotated[Path | None, Parameter(help=say("書き出すファイル", "A file to write to"))] = None,
    myself: Acting = MYSELF,
    whose: Tenant = WHOSE,
    view: View = USUAL,
) -> None:
    """Write one stream out."""
    tenant, actor, reference = whose.id, myself.actor, stream_of(stream)

    async def work(maintenance: "Maintenance") -> list[str]:
        return [line async for line in maintenance.export(tenant, reference, actor=actor, form=form)]

    lines = keep(work)
    if view.json:
        write_json({"stream": reference.key, "format": form, "lines": [line.rstrip("\r\n") for line in lines]})
    elif output is None:
        sys.stdout.write("".join(lines))
    else:
        output.write_text("".join(lines), encoding="utf-8", newline="")
        advise(say(f"{output} に {len(lines)} 行を書きました。", f"{len(lines)} lines were written to {output}."))


@described(
    say(
        "人の個人情報を消去します。鍵を壊すので、バックアップのものも読めなくなり、元に戻せません。"
        "法律が保存を求めるもの(契約)は残ります。確認のため番号の入力を求めます。",
        "Erases a person's data. Its keys are destroyed, so that backups cannot be read either; nobody can undo it. "
        "What a law demands (contracts) is kept. Asks to type the id.",
    ),
    "banso erase applicant-a1 --reason ...",
    "banso erase applicant-a1 --yes --json",
)
def erase(
    person: Annotated[str, Parameter(help=say("人の番号", "Id of the person"))],
    /,
    *,
    reason: Annotated[
        str | None, Parameter(help=say("理由(個人情報は書かないでください)", "Why; nothing personal"))
    ] = None,
    yes: Annotated[bool, Parameter(negative="", help=say("確認を求めません", "Do not ask"))] = False,
    myself: Acting = MYSELF,
    whose: Tenant = WHOSE,
    view: View = USUAL,
) -> None:
    """Erase a person's data."""
    tenant, actor = whose.id, myself.actor
    identifier = checked_identifier(person.removeprefix("person:"), "PERSON")
    present_settings()
    if not yes:
        _confirm(identifier, tenant)
    why = reason or say("本人の求めによる消去", "erased at the person's request")

    async def work(maintenance: "Maintenance") -> "Erasure":
        return await maintenance.erase(tenant, identifier, actor=actor, reason=why)

    done = keep(work)
    if view.json:
        write_json({"erased": done})
        return
    kept = ", ".join(word(PURPOSES, purpose) for purpose in done.kept_purposes) or say("なし", "nothing")
    write(
        say(
            f"{identifier} の個人情報を消去しました({moment(done.erased_at)})。法律により残るもの: {kept}",
            f"The data of {identifier} was erased ({moment(done.erased_at)}). Kept because a law demands it: {kept}.",
        )
    )


def _confirm(identifier: str, tenant: str) -> None:
    """Let the id be typed.

    Raises:
        Problem: there is nobody to ask, or something else was typed.
    """
    if not sys.stdin.isatty():
        raise wrong_usage(
            "confirmation-missing",
            say(
                "消去には確認が要りますが、ここでは尋ねられません。",
                "Erasing has to be confirmed, and nobody can be asked here.",
            ),
            say("端末で実行するか、--yes を付けてください。", "Run it on a terminal, or add --yes."),
            "--yes",
        )
    advise(
        say(
            f"地域 {tenant} の {identifier} の個人情報を消去します。元に戻せません。",
            f"The data of {identifier} in tenant {tenant} will be erased. Nobody can undo it.",
        )
    )
    sys.stderr.write(say(f"確認のため {identifier} と入力してください: ", f"Type {identifier} to confirm: "))
    sys.stderr.flush()
    if sys.stdin.readline().strip() != identifier:
        raise Problem(
            "confirmation-mismatch",
            say("入力が一致しません。", "What you typed does not match."),
            say("もう一度実行してください。", "Run it again."),
            REFUSED,
            outcome=nothing_changed(),
        )
