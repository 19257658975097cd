"""What messages of a participation call things, in both languages."""

from domain.shared.values import BilingualText

WISHED_BY = {
    "participant": BilingualText(ja="参加者ご本人", en="the participant"),
    "company": BilingualText(ja="受入企業", en="the company"),
    "coordinator": BilingualText(ja="コーディネーター", en="the coordinator"),
    "together": BilingualText(ja="みなさまの合意", en="everybody, by agreement"),
}
"""Whose wish an early end is."""

WAIT_WORDS = {
    "application_answer": BilingualText(ja="応募への返事", en="an answer to the application"),
    "contract_signature": BilingualText(ja="契約書への署名", en="a signature on the contract"),
    "work_permission": BilingualText(ja="就労の可否の確認", en="a decision on the work permission"),
    "consent_renewal": BilingualText(ja="勤務先の新しい同意", en="a new consent of the employer"),
    "tax_treatment": BilingualText(ja="税務上の取り扱いの確認", en="a word on the tax treatment"),
    "permit_renewal": BilingualText(ja="許可の更新", en="the renewal of a permit"),
    "interview_record": BilingualText(ja="面談の記録", en="a record of the interview"),
    "session_record": BilingualText(ja="セッションの記録", en="a record of a session"),
    "check_in_answer": BilingualText(ja="報告への返事", en="an answer to a report"),
    "isolation_care": BilingualText(ja="ひと声かけること", en="a word with somebody who may be on their own"),
}
"""What is waited for, where others may take it over."""
