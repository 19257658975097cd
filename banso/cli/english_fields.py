"""What fields are called in English where their names, with blanks, would not do."""

FIELDS_EN = {
    "gates": "settled before work",
    "employer_heard": "employer is heard",
    "in_pool": "in the pool",
    "consented": "employer consented",
    "permission": "work permission",
    "permission_attempt": "checks of permission",
    "content": "fingerprint",
    "hours_since": "hours hold since",
    "review": "next review",
    "review_at": "next review",
    "places": "whereabouts",
    "known": "all of them",
    "end": "announcement",
    "ends": "announcements",
}
"""Fields whose names alone would say too little in English."""
