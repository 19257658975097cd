"""What one look of `banso doctor` found, and the look at an installation's own playbooks."""

from pydantic import BaseModel, ConfigDict

from banso.playbook_folder import Playbooks
from banso.settings import Settings
from domain.shared.values import BilingualText, Language


class Check(BaseModel):
    """One thing that was looked at."""

    model_config = ConfigDict(frozen=True)

    name: str
    ok: bool | None
    """None: neither right nor wrong, only worth knowing."""
    detail: BilingualText | str
    """What was found; a plain text is the same in both languages."""
    remedy: BilingualText | str | None = None
    """What to do about it, where something can be done."""

    def found(self, language: Language) -> str:
        """What was found, in one language."""
        return _of(self.detail, language)

    def advice(self, language: Language) -> str:
        """What to do about it; empty where there is nothing to do."""
        return "" if self.remedy is None else _of(self.remedy, language)


def _of(text: BilingualText | str, language: Language) -> str:
    return text if isinstance(text, str) else text.of(language)


def two(ja: str, en: str) -> BilingualText:
    """A text in both languages."""
    return BilingualText(ja=ja, en=en)


def own_playbooks(settings: Settings) -> Check:
    """Whether the files of the playbook folder can be used; those that cannot break nothing else."""
    own = Playbooks(settings.playbook_directory).own()
    mistakes = [mistake for one in own for mistake in one.mistakes]
    if mistakes:
        ja, en = ("\n".join(one.explain(each) for one in mistakes) for each in ("ja", "en"))
        remedy = two(
            f"{settings.playbook_directory} のファイルを直してください。ほかのプレイブックは使えます。",
            f"Mend the files in {settings.playbook_directory}. All other playbooks can be used.",
        )
        return Check(name="own playbooks", ok=False, detail=two(ja, en), remedy=remedy)
    if not own:
        return Check(name="own playbooks", ok=None, detail=two("ありません", "none"))
    return Check(name="own playbooks", ok=True, detail=", ".join(one.name for one in own))
