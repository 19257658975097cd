"""What was tried for targets that may be missed, by the target's key."""

_COMMANDS = (
    "BEGIN travels with the first look and COMMIT with the writes (two waits instead of six); events, state, effects, "
    "receipt, news and read models are one statement (six or seven statements a command instead of twelve); waits are "
    "written only where they changed. What is left is the processor time of one Python process: psycopg's cursors, "
    "pydantic (a sixth: decide, fold, seal); rings of the bell within 10 ms are one notification"
)
_SANDBOX = (
    "the sandbox ran the workflow modules anew for every workflow, 12.6 ms of processor time each, and was entered "
    "once more for every payload; workers do without it now, which takes a quarter off; what is left is the SDK: a "
    "wake-up is two activations, four with an effect"
)
_MAILS = (
    "a mail is three short transactions instead of four, the attempt and what the mail says in one, each in a pipeline "
    "(9 answers of the database are waited for instead of 20); marking a batch attempted at once was left out, for it "
    "would count attempts that nobody made"
)

_FILE = (
    "the embedded server's file writes ahead (24.6 effects a second in a burst before, 32 to 37 with it); relaxing its "
    "synchronous writing gave nothing more"
)

_FOLD = (
    "one row a stream, decoded together: 3 µs an event; folding pydantic models takes 12 µs, half of it in copies. "
    "Rows from the cached states would be several times as fast, but a rebuild is what mends a read model, and must "
    "not believe a cache that no hash vouches for"
)

TRIED: dict[str, str] = {
    "command-update": _COMMANDS,
    "command-append": _COMMANDS,
    "command-at-once": _COMMANDS,
    "command-peer-one": _COMMANDS
    + "; the peer's aggregates are short (some 15 events), which is kind to replaying them",
    "command-peer-eight": _COMMANDS
    + "; eight writers share the one process's interpreter lock, as the peer's threads do",
    "reactions-one": f"{_SANDBOX}; {_MAILS}; {_FILE}",
    "reactions-bursts": f"{_SANDBOX}; {_MAILS}; {_FILE}; mails of one batch are sent one after the other, each on a "
    "connection of its own",
    "wake-nothing": _SANDBOX,
    "wake-effect": f"{_SANDBOX}; {_MAILS}",
    "memory": "workers do without the sandbox, which made no difference to memory; what is left is the SDK's own cache "
    "of histories and an event loop for each workflow",
    "rebuild-fold": _FOLD,
    "rebuild-peer": _FOLD,
    "reads-p95": "the people of a page are read together; what is left is the processor time of one server process",
    "decision-page-p95": "the people of a page are read together, and the page in a pipeline: 7 answers of the "
    "database are waited for instead of 13",
    "up": "modules that are compiled ahead halve the start of each process (2.5 s to 1.3 s of processor time); the "
    "ways in no longer load Temporal, activities and the worker's parts (half of what they loaded); Temporal's client "
    "is loaded while its server starts (0.4 s); building pydantic's models at first use gave 0.07 s and was left out",
}
