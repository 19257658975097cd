"""What the regional report calls the things that it counts."""

from banso.cli.words import VALUES
from domain.playbooks.capabilities.retrospective import TAGS as RETROSPECTIVE_TAGS

TAGS = {name: (words.ja, words.en) for name, words in RETROSPECTIVE_TAGS.items()}
"""What needs no words in a playbook."""

MAIN_JOB = {name: VALUES[name] for name in ("well", "strained", "suffering")}

OUTCOMES = {
    "declined": ("見送り", "declined"),
    "no_seat": ("席が空かなかった", "no seat became free"),
    "seat_declined": ("案内した席を辞退", "declined an offered seat"),
    "seat_lapsed": ("席の案内が期限切れ", "an offered seat lapsed"),
    "called_off": ("案件の中止", "the project was called off"),
    "pool_joined": ("次の案内を希望", "stayed in the pool"),
    "withdrawn": ("辞退", "withdrew"),
    "employer_refused": ("勤務先が不同意", "employer did not agree"),
    "not_permitted": ("就労不可", "work not permitted"),
    "ended_early": ("途中で終えた", "ended their work early"),
    "work_finished": ("活動を終えた", "finished their work"),
}
