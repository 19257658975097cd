"""Information packs: delivered in versions, and read in exactly the version that was delivered last."""

from domain.participation.programme import commands as asked
from domain.participation.programme.events import PackAcknowledged, PackDelivered
from domain.participation.programme.state import Pack
from domain.participation.state import Participation
from domain.shared.actors import Role
from domain.shared.decider import Context
from domain.shared.models import Event
from domain.shared.refusals import refusal
from domain.shared.values import narrative
from domain.shared.waiting import Owner


def deliver(command: asked.DeliverPack, state: Participation, context: Context) -> list[Event]:
    """A pack that the playbook knows, from the seat to the end of the programme; each version once."""
    _require_known(command.pack, context)
    if state.stage not in ("prepare", "work"):
        raise refusal(
            "not-taking-part",
            wrong=("いまは資料をお渡しする段階ではありません。", "This is not the time for information packs."),
            right=("席が決まってから修了までの間に渡してください。", "Deliver them from the seat to the completion."),
        )
    known = state.programme.packs.get(command.pack)
    if known is not None and command.version == known.version:
        return []
    if known is not None and command.version < known.version:
        raise refusal(
            "pack-version-old",
            wrong=(
                f"「{command.pack}」は第 {known.version} 版がすでに渡されています。",
                f"Version {known.version} of {command.pack} was delivered already.",
            ),
            right=("それより新しい版を渡してください。", "Deliver a newer version than that."),
            field="version",
        )
    return [
        PackDelivered(
            pack=command.pack,
            version=command.version,
            title=command.title,
            text=narrative(state.person, _something_to_read(command)),
            schedule=context.schedule("pack_acknowledgement", state.time_zone),
            owner=Owner(role=Role.PARTICIPANT, persons=(state.person,)),
        )
    ]


def acknowledge(command: asked.AcknowledgePack, state: Participation) -> list[Event]:
    """Only what was delivered last can be said to have been read; saying it twice changes nothing."""
    known = state.programme.packs.get(command.pack)
    if known is None or command.version != known.version or state.stage == "ended":
        raise _not_delivered(command, known)
    if known.acknowledged == command.version:
        return []
    return [PackAcknowledged(pack=command.pack, version=command.version)]


def _something_to_read(command: asked.DeliverPack) -> str:
    parts = [part for part in (command.text, command.link) if part]
    if not parts:
        raise refusal(
            "pack-empty",
            wrong=("資料の中身がありません。", "There is nothing to read in this pack."),
            right=("文(text)かリンク(link)、または両方を添えてください。", "Give its text, a link, or both."),
            field="text",
        )
    return "\n\n".join(parts)


def _require_known(pack: str, context: Context) -> None:
    known = context.rules.packs
    if pack not in known:
        names = ", ".join(known) or "-"
        raise refusal(
            "pack-unknown",
            wrong=(f"このプレイブックに「{pack}」という資料はありません。", f"This playbook knows no pack {pack}."),
            right=(
                f"使えるのは {names} です。プレイブックの [rules] の packs で決めます。",
                f"There are: {names}. A playbook names them in its [rules], as packs.",
            ),
            field="pack",
        )


def _not_delivered(command: asked.AcknowledgePack, known: Pack | None) -> Exception:
    right = (
        ("届いた資料を指定してください。", "Name a pack that was delivered.")
        if known is None
        else (f"いまの版は第 {known.version} 版です。", f"The version that counts is {known.version}.")
    )
    return refusal(
        "pack-not-delivered",
        wrong=(
            f"「{command.pack}」の第 {command.version} 版は、いま確認を待っている資料ではありません。",
            f"Version {command.version} of {command.pack} does not wait to be read.",
        ),
        right=right,
        field="pack" if known is None else "version",
    )
