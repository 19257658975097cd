"""What was tried for targets that may be missed, by the target's key."""

_COMMANDS = (
    "BEGIN travels with the first look and COMMIT with the writes (two waits instead of six); events, state, effects, "
    "receipt, news and read models are one statement (six or seven statements a command instead of twelve); waits are "
    "written only where they changed. What is left is the processor time of one Python process: psycopg's cursors, "
    "pydantic, and a notification for each command that rings the bell by itself"
)
_SANDBOX = (
    "found, not yet done: the sandbox runs the workflow modules anew for every workflow, 10 ms of processor time each; "
    "passing workflows.contracts and the empty package activities through makes it 6.5 ms, workflows.following too 4.5"
)

TRIED: dict[str, str] = {
    "command-update": _COMMANDS,
    "command-append": _COMMANDS,
    "command-at-once": _COMMANDS,
    "command-peer-one": _COMMANDS
    + "; the peer's aggregates are short (some 15 events), which is kind to replaying them",
    "command-peer-eight": _COMMANDS
    + "; eight writers share the one process's interpreter lock, as the peer's threads do",
    "reactions-one": _SANDBOX + "; each mail is four short transactions in turn, which could be two",
    "reactions-bursts": _SANDBOX + "; mails of one batch are sent one after the other, each on a connection of its own",
    "wake-nothing": _SANDBOX,
    "wake-effect": _SANDBOX,
    "rebuild-fold": "one row a stream, decoded together; folding pydantic models is what takes the time, not reading",
    "rebuild-peer": "as for the cursor fold: events are validated and folded as the domain's own models",
    "up": "modules that are compiled ahead halve the start of each process (2.5 s to 1.3 s of processor time)",
}
