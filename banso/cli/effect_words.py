"""What the ledger's kinds and states are called by people."""

EFFECT_STATES = {
    "pending": ("これから", "pending"),
    "attempted": ("試行中", "attempted"),
    "done": ("完了", "done"),
    "uncertain": ("不明", "uncertain"),
    "parked": ("停止中", "parked"),
}

EFFECT_KINDS = {
    "notify": ("お知らせ", "notification"),
    "deliver_to_stream": ("ほかの記録への伝達", "word to another stream"),
    "tell_each": ("関係する記録すべてへの伝達", "word to each of many streams"),
    "render_contract": ("契約書の作成", "writing of the contract"),
    "check_work_permission": ("就労許可の確認", "check of the work permission"),
}
