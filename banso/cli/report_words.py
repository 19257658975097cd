"""What the regional report calls the things that it counts."""

from banso.cli.words import VALUES

TAGS = {
    "new_challenge_realised": ("新しい挑戦が形になった", "something new took shape"),
    "young_staff_grew": ("若手社員が育った", "young staff grew"),
    "online_skills": ("オンラインのスキルが身についた", "skills in working online"),
    "strength_discovered": ("強みに気づいた", "a strength was discovered"),
    "companions_found": ("仲間ができた", "companions were found"),
    "next_step_seen": ("次の一歩が見えた", "the next step can be seen"),
    "confidence_regained": ("自信を取り戻した", "confidence came back"),
    "main_job_quality": ("本業にもよい影響があった", "the main job fared well"),
}

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
