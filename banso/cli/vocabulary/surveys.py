"""Surveys."""

from banso.cli.vocabulary.vocabulary import Vocabulary

SURVEYS = Vocabulary(
    events={
        "SurveySent": "アンケートをお願いしました",
        "SurveyAnswered": "アンケートの回答がありました",
        "SurveyClosed": "アンケートの受付を終えました",
    },
    commands={"AnswerSurvey": "アンケートに答えます。質問=答え の形で、質問の数だけ書きます。"},
    fields={
        "survey": "アンケート",
        "surveys": "アンケート",
        "answers": "答え",
        "questions": "質問",
        "choices": "選択肢",
        "ratings": "数字での答え",
        "chosen": "選んだ答え",
        "texts": "言葉での答え",
    },
    values={
        "scale": ("数字で", "by a figure"),
        "choice": ("選択肢から", "one of several"),
        "text": ("言葉で", "in words"),
        "answered": ("回答済み", "answered"),
        "closed": ("受付終了", "closed"),
    },
    waits={"survey_answer": ("アンケートへの回答", "answer to a survey")},
    messages={
        "survey_request": ("アンケートのお願い", "survey"),
        "survey_answered": ("アンケートのお礼", "thanks for a survey"),
    },
    rules={
        "rules.surveys": (
            "参加者かメンバーへのアンケート。一度だけ催促し、その後は締め切ります",
            "surveys that participants or members are asked to answer: reminded of once, then closed",
        ),
        "rules.surveys.*": ("アンケート。名前は自由に決めます", "a survey; you choose its name"),
        "rules.surveys.*.title": ("人に見せる題名", "what people read as its name"),
        "rules.surveys.*.asked": (
            "いつお願いするか。参加者には、活動が終わったとき(`work_ended`)か、プログラムを修了したとき"
            "(`programme_completed`)。メンバーには、サービスとともに終わったとき(`service_ended`)か、"
            "ご本人が卒業したとき(`member_left`)",
            "what makes it go out; to participants: the end of the work (`work_ended`) or a completed programme "
            "(`programme_completed`); to members: the end of their service (`service_ended`) or that they left it "
            "(`member_left`)",
        ),
        "rules.surveys.*.of": (
            "お願いするメンバーの役割。書かなければ、参加者にお願いします",
            "roles of the members who are asked; without any, participants are",
        ),
        "rules.surveys.*.questions": ("質問。名前は自由に決めます", "its questions, by names that you choose"),
        "rules.surveys.*.questions.*": ("一つの質問", "one question"),
        "rules.surveys.*.questions.*.kind": (
            "答え方: 1 から 5 の数(`scale`)、選択肢から一つ(`choice`)、自由な言葉(`text`)",
            "what answers it: a number from 1 to 5 (`scale`), one of its choices (`choice`), free words (`text`)",
        ),
        "rules.surveys.*.questions.*.text": ("質問の文", "the question itself"),
        "rules.surveys.*.questions.*.choices": (
            "選択肢。`choice` の質問だけに、二つ以上書きます",
            "what can be chosen: two or more for the kind `choice`, none for the others",
        ),
    },
    braces={
        "survey": ("アンケートの題名", "the survey's title"),
        "questions": (
            "質問の一覧。一行に一つ、答え方も添えます",
            "its questions, one a line, each with how to answer it",
        ),
    },
)
