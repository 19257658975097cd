"""What the regional report calls the things that it counts."""

from banso.cli.words import VALUES

TAGS = {
    "new_challenge_realised": ("新しい挑戦が形になった", "something new took shape"),
    "young_staff_grew": ("若手社員が育った", "young staff grew"),
    "online_skills": ("オンラインのスキルが身についた", "skills in working online"),
    "strength_discovered": ("強みに気づいた", "a strength was discovered"),
    "main_job_quality": ("本業にもよい影響があった", "the main job fared well"),
}

MAIN_JOB = {name: VALUES[name] for name in ("well", "strained", "suffering")}

OUTCOMES = {
    "declined": ("見送り", "declined"),
    "pool_joined": ("次の案内を希望", "stayed in the pool"),
    "withdrawn": ("辞退", "withdrew"),
    "employer_refused": ("勤務先が不同意", "employer did not agree"),
    "not_permitted": ("就労不可", "work not permitted"),
    "work_finished": ("活動を終えた", "finished their work"),
}
