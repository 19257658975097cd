"""What fields are called where a type of command, event or state means something else by them than all others do."""

FIELDS_OF = {
    ("DeliverMilestone", "evidence"): ("成果の説明・根拠", "evidence"),
    ("MilestoneDelivered", "evidence"): ("成果の説明・根拠", "evidence"),
    ("Milestone", "evidence"): ("成果の説明・根拠", "evidence"),
    ("Membership", "host"): ("地域", "region"),
}
"""In Japanese and English, by the type and the field."""
