"""What is remembered: every table, with what each is for."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

from storage.columns import Instant

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)
# SQLite gives an id only to columns of this very type; PostgreSQL wants the large one.
Id = BigInteger().with_variant(Integer, "sqlite")

# -- the house -------------------------------------------------------------------------------------

# Small things that the installation knows of itself: the key's check value, whether it ended cleanly.
house = Table("house", metadata, Column("name", String(40), primary_key=True), Column("value", Text, nullable=False))

# The last number given per kind of item.
counters = Table(
    "counters",
    metadata,
    Column("name", String(20), primary_key=True),
    Column("value", Integer, nullable=False),
)

# -- people ----------------------------------------------------------------------------------------

# Who talks to the bot and chose to be known. No "last seen".
people = Table(
    "people",
    metadata,
    Column("id", Id, primary_key=True),
    Column("chat_id", BigInteger, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("username", Text),
    Column("language", String(8), nullable=False),
    Column("language_chosen", Boolean, nullable=False),
    Column("reachable", Boolean, nullable=False),
)

# Roles, each for a unit or (null) for all, with dates.
grants = Table(
    "grants",
    metadata,
    Column("id", Id, primary_key=True),
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("role", String(12), nullable=False),
    Column("unit", String(20)),
    Column("since", Date, nullable=False),
    Column("until", Date),
)

# Links that give a role or bind a group; the token itself is not kept.
invitations = Table(
    "invitations",
    metadata,
    Column("token_hash", LargeBinary(32), primary_key=True),
    Column("role", String(12)),
    Column("unit", String(20)),
    Column("team", String(20)),
    Column("uses_left", Integer, nullable=False),
    Column("expires_at", Instant, nullable=False),
)

# -- teams -----------------------------------------------------------------------------------------

# The Telegram group (or forum topic) of each team.
bindings = Table(
    "bindings",
    metadata,
    Column("team", String(20), primary_key=True),
    Column("chat_id", BigInteger, nullable=False, index=True),
    Column("thread_id", Integer),
)

# -- items -----------------------------------------------------------------------------------------

# Ideas and feedback. `author_id` only where the person chose to be named, `seal_id` while a hidden author can be answered.
items = Table(
    "items",
    metadata,
    Column("id", Id, primary_key=True),
    Column("kind", String(10), nullable=False),
    Column("number", Integer, nullable=False),
    Column("stage", String(10), nullable=False),
    Column("text", Text, nullable=False),
    Column("unit", String(20)),
    Column("topic", String(20)),
    Column("team", String(20), nullable=False),
    Column("identity", String(8), nullable=False, server_default="named"),
    Column("author_id", ForeignKey("people.id", ondelete="SET NULL"), index=True),
    Column("seal_id", LargeBinary(16), index=True, unique=True),
    Column("claim_hash", LargeBinary(32), index=True, unique=True),
    Column("said_on", Date, nullable=False),
    Column("promised_on", Date, nullable=False),
    Column("closed_on", Date),
    Column("taker_id", ForeignKey("people.id", ondelete="SET NULL")),
    # Who declined: a second look is for somebody else.
    Column("decider_id", ForeignKey("people.id", ondelete="SET NULL")),
    Column("appealed_on", Date),
    Column("reason", Text),
    Column("outcome", Text),
    # Whether it helped: nothing, "asked", "yes", "no" or "dunno".
    Column("helped", String(5)),
    # Done already when it was told.
    Column("already", Boolean, nullable=False, server_default=false()),
    Column("campaign_id", ForeignKey("campaigns.id", ondelete="SET NULL"), index=True),
    # How many rows `voices` has for it, for lists in the order of support.
    Column("voices", Integer, nullable=False, server_default="0"),
    Column("thanks", Integer, nullable=False, server_default="0"),
    # The service point that a feedback is about, and what its author means by it: compliment, suggestion, complaint.
    Column("point", String(20)),
    Column("feedback_kind", String(10)),
    # Whether its author entered it for a caller or a visitor.
    Column("on_behalf", Boolean, nullable=False, server_default=false()),
    # When its author last heard that the promised day had passed, and was given a new one.
    Column("apologised_on", Date),
    # The idea that a feedback was joined with, where it stood until then, and which feedback an idea was made of.
    Column("merged_into", ForeignKey("items.id", ondelete="SET NULL"), index=True),
    Column("stage_before", String(10)),
    Column("made_of", ForeignKey("items.id", ondelete="SET NULL"), index=True),
    # A keyed hash of the words, as far as they are letters and digits, and the first open item that has the same.
    Column("words_hash", LargeBinary(16)),
    Column("same_as", ForeignKey("items.id", ondelete="SET NULL"), index=True),
    UniqueConstraint("kind", "number"),
    Index("ix_items_words_hash", "words_hash"),
    Index("ix_items_team_stage", "team", "stage"),
    # Each holds all that a list of the board asks for, so that turning and counting its pages reads no item.
    Index("ix_items_kind_stage_closed_on_id", "kind", "stage", "closed_on", "id"),
    Index("ix_items_kind_unit_id_stage", "kind", "unit", "id", "stage"),
    Index("ix_items_kind_voices_id_stage", "kind", "voices", "id", "stage"),
)

# Who said a hidden item: found by the item's seal id, opened with the key alone. No order and no day can be read off.
seals = Table(
    "seals",
    metadata,
    Column("id", LargeBinary(16), primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

# Who was forgotten since the last night, sealed: then the seals that lead there are emptied together with all others' renewal.
forgotten = Table(
    "forgotten",
    metadata,
    Column("id", LargeBinary(8), primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

# Files of an item, or of a remark about it. All of a file is sealed: Telegram's id of it tells when it came, and by
# which message of which chat.
attachments = Table(
    "attachments",
    metadata,
    Column("id", Id, primary_key=True),
    Column("item_id", ForeignKey("items.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("remark_id", ForeignKey("remarks.id", ondelete="CASCADE"), index=True),
    Column("sealed", LargeBinary, nullable=False),
)

# What team and author say to each other about an item.
remarks = Table(
    "remarks",
    metadata,
    Column("id", Id, primary_key=True),
    Column("item_id", ForeignKey("items.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("by_team", Boolean, nullable=False),
    Column("text", Text, nullable=False),
    Column("said_on", Date, nullable=False),
)

# The message that shows an item in a group; without an id until it has been sent.
cards = Table(
    "cards",
    metadata,
    Column("item_id", ForeignKey("items.id", ondelete="CASCADE"), primary_key=True),
    Column("chat_id", BigInteger, primary_key=True),
    Column("message_id", BigInteger),
    Index("ix_cards_chat_id_message_id", "chat_id", "message_id"),
)

# Messages in private chats that speak of an item: a keyed hash of chat and message, so that a reply finds its way;
# and one of the item and the day, so that what speaks of it can be forgotten.
mentions = Table(
    "mentions",
    metadata,
    Column("message_key", LargeBinary(32), primary_key=True),
    Column("subject", LargeBinary(32), nullable=False, index=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("until", Date, nullable=False, index=True),
)

# -- service points --------------------------------------------------------------------------------

# One tap at a service point, of nobody in particular; `item_id`: the feedback with the words to it. Ids are random, as
# those of facts. `counted`: the first of a person, point and day, unless the team has set its burst aside.
ratings = Table(
    "ratings",
    metadata,
    Column("id", Id, primary_key=True),
    Column("point", String(20), nullable=False),
    Column("unit", String(20)),
    Column("level", Integer, nullable=False),
    Column("reason", String(20)),
    Column("given_on", Date, nullable=False),
    Column("counted", Boolean, nullable=False),
    Column("item_id", ForeignKey("items.id", ondelete="SET NULL"), index=True),
    # Whether it came in a burst (`bursts`), and would have counted.
    Column("in_burst", Boolean, nullable=False, server_default=false()),
    Index("ix_ratings_point_given_on", "point", "given_on"),
    Index("ix_ratings_given_on", "given_on"),
)

# That somebody has rated a point today: a keyed hash of chat and point, under a key that is destroyed with the day.
rated = Table(
    "rated",
    metadata,
    Column("name", LargeBinary(32), primary_key=True),
    Column("day", Date, nullable=False, index=True),
    Column("sealed", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

# How many first ratings a point has had in ten minutes of today: a keyed hash of point and minutes, under the day's key.
paces = Table(
    "paces",
    metadata,
    Column("name", LargeBinary(32), primary_key=True),
    Column("day", Date, nullable=False, index=True),
    Column("number", Integer, nullable=False),
    sqlite_with_rowid=False,
)

# Days on which unusually many ratings came to a point at once; `counts`: whether they stand in the figures.
bursts = Table(
    "bursts",
    metadata,
    Column("point", String(20), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("counts", Boolean, nullable=False),
)

# When a team was last told that a point's ratings have fallen.
alarms = Table(
    "alarms",
    metadata,
    Column("point", String(20), primary_key=True),
    Column("told_on", Date, nullable=False),
)

# The keys of the days, sealed.
day_keys = Table(
    "day_keys",
    metadata,
    Column("day", Date, primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
)

# -- misuse ----------------------------------------------------------------------------------------

# That somebody has sent one thing today: whose it is tells the process alone that wrote it, and the tag is another one in
# each row.
sent_today = Table(
    "sent_today",
    metadata,
    Column("tag", LargeBinary(32), primary_key=True),
    Column("day", Date, nullable=False, index=True),
    sqlite_with_rowid=False,
)

# Whoever may send nothing for some days, or nothing that is shown at once (`quiet`): whose it is tells the secret key
# alone, and the tag is another one in each row. `nameless`: holds for what comes without a name, else for what comes
# with one; otherwise it would tell who a hidden author is.
mutes = Table(
    "mutes",
    metadata,
    Column("id", Id, primary_key=True),
    Column("tag", LargeBinary(32), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("nameless", Boolean, nullable=False),
    Column("quiet", Boolean, nullable=False),
    Column("item_id", ForeignKey("items.id", ondelete="SET NULL"), index=True),
    Column("by_id", ForeignKey("people.id", ondelete="SET NULL")),
    Column("since", Date, nullable=False),
    Column("until", Date, nullable=False),
    Column("reason", Text, nullable=False),
    # What the person says against it, once; whether somebody has let it stand.
    Column("objection", Text),
    Column("stands", Boolean, nullable=False, server_default=false()),
)

# -- what colleagues do with ideas -----------------------------------------------------------------

# Support for an open idea ("voice") and thanks for a done one ("thanks"); without the person once forgotten.
voices = Table(
    "voices",
    metadata,
    Column("id", Id, primary_key=True),
    Column("item_id", ForeignKey("items.id", ondelete="CASCADE"), nullable=False),
    Column("person_id", ForeignKey("people.id", ondelete="SET NULL"), index=True),
    Column("kind", String(6), nullable=False),
    Column("given_on", Date, nullable=False),
    Column("after_comment", BigInteger, nullable=False, server_default="0"),
    UniqueConstraint("item_id", "person_id", "kind"),
)

# Who hears of an idea without having said it. A voice follows too. `after_comment`: the newest when it began; news are
# those that come later.
follows = Table(
    "follows",
    metadata,
    Column("item_id", ForeignKey("items.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("after_comment", BigInteger, nullable=False, server_default="0"),
)

# What colleagues say about an open idea; `state` is "shown", "waiting" for the team's look, or "refused".
comments = Table(
    "comments",
    metadata,
    Column("id", Id, primary_key=True),
    Column("item_id", ForeignKey("items.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("author_id", ForeignKey("people.id", ondelete="SET NULL"), index=True),
    Column("text", Text, nullable=False),
    Column("said_on", Date, nullable=False),
    Column("state", String(8), nullable=False),
    # Which messages of groups show it, sealed: beside those of cards their numbers would tell what came after what.
    Column("posted", LargeBinary),
    # Ids are never given twice: news are told up to one of them.
    sqlite_autoincrement=True,
)

# News that is gathered, so that many become one message: `about` is "comments" or "thanks"; up to which row of
# `comments` or `voices` it has been told, and when what came since is. A row goes when it is told.
gathered = Table(
    "gathered",
    metadata,
    Column("item_id", ForeignKey("items.id", ondelete="CASCADE"), primary_key=True),
    Column("about", String(8), primary_key=True),
    Column("told_id", BigInteger, nullable=False),
    Column("next_at", Instant, nullable=False, index=True),
)

# A question with dates, a sponsor and the units that it asks; texts are JSON, one for each language.
campaigns = Table(
    "campaigns",
    metadata,
    Column("id", Id, primary_key=True),
    Column("code", String(20), nullable=False, unique=True),
    Column("question", Text, nullable=False),
    Column("sponsor", Text, nullable=False),
    Column("units", Text, nullable=False),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date, nullable=False),
    Column("state", String(8), nullable=False, index=True),
    Column("maker_id", ForeignKey("people.id", ondelete="SET NULL")),
)

# Thanks: to a colleague, to a name alone, or else to all of a unit. `item_id`: the compliment that it was. Ids are random,
# as those of facts.
kudos = Table(
    "kudos",
    metadata,
    Column("id", Id, primary_key=True),
    Column("item_id", ForeignKey("items.id", ondelete="SET NULL"), index=True),
    Column("receiver_id", ForeignKey("people.id", ondelete="CASCADE"), index=True),
    Column("receiver_name", Text),
    Column("unit", String(20)),
    Column("point", String(20)),
    Column("text", Text, nullable=False),
    Column("given_on", Date, nullable=False),
    # Who of the quality team said yes.
    Column("approver_id", ForeignKey("people.id", ondelete="SET NULL")),
    Index("ix_kudos_unit_given_on", "unit", "given_on"),
    Index("ix_kudos_given_on", "given_on"),
)

# -- what is told to everybody ---------------------------------------------------------------------

# The organisation's own public words, of nobody in particular: what was said, and what came of it. `matter` is "done",
# "declined" or "month"; `channel` where its post is to stand, `message_id` once it does, `post` how it stands.
announcements = Table(
    "announcements",
    metadata,
    Column("id", Id, primary_key=True),
    Column("matter", String(10), nullable=False),
    Column("said", Text, nullable=False),
    Column("did", Text, nullable=False),
    Column("unit", String(20)),
    Column("team", String(20), nullable=False),
    Column("told_on", Date, nullable=False, index=True),
    Column("channel", String(40)),
    Column("message_id", BigInteger),
    Column("post", String(8), nullable=False),
)

# Which items an announcement answers; each is told of once.
announced = Table(
    "announced",
    metadata,
    Column("item_id", ForeignKey("items.id", ondelete="CASCADE"), primary_key=True),
    Column("announcement_id", ForeignKey("announcements.id", ondelete="CASCADE"), nullable=False, index=True),
)

# -- in flight: sealed, and deleted when done ------------------------------------------------------

# Unfinished dialogues; `owner` tells whose they are with the key alone, and is another value in each row.
drafts = Table(
    "drafts",
    metadata,
    Column("id", Id, primary_key=True),
    Column("owner", LargeBinary(32), nullable=False),
    Column("version", Integer, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("until", Date, nullable=False, index=True),
    sqlite_autoincrement=True,
)

# Messages owed. `lane` is a keyed hash of a group, and random for a private chat; `key`: of several waiting rows only the newest stays.
outbox = Table(
    "outbox",
    metadata,
    Column("id", Id, primary_key=True),
    Column("rank", Integer, nullable=False),
    Column("lane", LargeBinary(32), nullable=False, index=True),
    Column("key", String(60), unique=True),
    Column("state", String(8), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Index("ix_outbox_state_rank_id", "state", "rank", "id"),
    # Ids are never given twice: the sender knows a message by its id.
    sqlite_autoincrement=True,
)

# Updates and messages that could not be handled, for the operator.
aside = Table(
    "aside",
    metadata,
    Column("id", Id, primary_key=True),
    Column("what", String(8), nullable=False),
    Column("error", Text, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("put_on", Date, nullable=False),
)

# -- what must happen once -------------------------------------------------------------------------

# Updates whose effects are committed; kept for some days.
updates = Table(
    "updates",
    metadata,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("seen_on", Date, nullable=False, index=True),
)

# Updates that were being handled when the process ended badly, with the number of attempts.
attempts = Table(
    "attempts",
    metadata,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("count", Integer, nullable=False),
)

# Occurrences of the timetable, claimed by their planned local date and time.
occurrences = Table(
    "occurrences",
    metadata,
    Column("job", String(40), primary_key=True),
    Column("planned", String(16), primary_key=True),
    Column("outcome", String(10), nullable=False),
)

# What happened: append-only, ids and numbers only. `/forget` empties the person. Ids are random: their order joins nothing.
facts = Table(
    "facts",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", String(40), nullable=False),
    Column("happened_on", Date, nullable=False, index=True),
    Column("item_id", ForeignKey("items.id", ondelete="SET NULL"), index=True),
    Column("person_id", ForeignKey("people.id", ondelete="SET NULL")),
    Column("detail", Text),
)

# -- similar ideas ---------------------------------------------------------------------------------

# What each idea that can be found says, to compare it with others; those not yet in the lists wait (`storage/similar.py`).
sketches = Table(
    "sketches",
    metadata,
    Column("item_id", ForeignKey("items.id", ondelete="CASCADE"), primary_key=True),
    Column("listed", Boolean, nullable=False),
    Column("pieces", LargeBinary, nullable=False),
    Column("words", LargeBinary, nullable=False),
    Index("ix_sketches_waiting", "item_id", sqlite_where=text("listed = 0"), postgresql_where=text("NOT listed")),
)

# Which ideas have words that begin so: the low bits of their ids; `part` is the high ones.
beginnings = Table(
    "beginnings",
    metadata,
    Column("beginning", LargeBinary, primary_key=True),
    Column("part", Integer, primary_key=True),
    Column("ideas", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

# How often each kind of piece was seen, and what it weighs therefore: one row.
piece_weights = Table(
    "piece_weights",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("ideas", Integer, nullable=False),
    Column("mean", Float, nullable=False),
    Column("length", Float, nullable=False),
    Column("counts", LargeBinary, nullable=False),
    Column("weights", LargeBinary, nullable=False),
)
