"""Who hears about what: facts, and the messages that they become."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bot.announcements import news as announcements
from bot.board import news as board
from bot.campaigns import news as campaigns
from bot.closing import news as closing
from bot.comments import news as comments
from bot.feedback import news as feedback
from bot.kudos import news as kudos
from bot.merging import news as merging
from bot.mine import news as mine
from bot.misuse import news as misuse
from bot.people import news as people
from bot.telling import News, Teller
from bot.triage import news as triage
from config.organisation import Organisation
from storage import facts, outbox
from storage.db import Tx
from storage.records import facts as happened
from storage.records.person import Role

Commands = tuple[tuple[str, str, Role], ...]

NEWS: Mapping[type[happened.Fact], tuple[News, ...]] = {
    happened.ItemSent: (triage.card_in_group,),
    happened.ItemTaken: (triage.card_in_group, mine.taken_to_author),
    happened.AuthorAsked: (triage.card_in_group, mine.question_to_author),
    happened.AuthorAnswered: (triage.card_in_group, triage.answer_to_group),
    happened.ItemAccepted: (
        triage.card_in_group,
        mine.accepted_to_author,
        merging.accepted_to_joined,
        board.accepted_to_followers,
    ),
    happened.ItemDeclined: (
        triage.card_in_group,
        mine.declined_to_author,
        merging.declined_to_joined,
        board.declined_to_followers,
    ),
    happened.ItemDone: (
        triage.card_in_group,
        mine.done_to_author,
        merging.done_to_joined,
        board.done_to_followers,
    ),
    happened.ItemEdited: (triage.edited_to_group,),
    happened.ItemWithdrawn: (triage.card_kept_current, board.withdrawn_to_followers),
    happened.FeedbackJoined: (triage.card_in_group, triage.card_of_idea, merging.joined_to_author),
    happened.FeedbackSeparated: (triage.card_in_group, triage.card_of_idea, merging.separated_to_author),
    happened.ThanksPassedOn: (triage.card_in_group, kudos.passed_on_to_author, kudos.thanks_to_receivers),
    happened.IdentityTightened: (triage.card_without_name,),
    happened.IdeaClaimed: (triage.card_kept_current,),
    happened.NameErased: (triage.card_without_name,),
    happened.AlikeChanged: (triage.card_kept_current,),
    happened.JoinedLeft: (triage.card_kept_current,),
    happened.RatingChanged: (triage.card_kept_current,),
    happened.RatingsFell: (feedback.fall_to_team,),
    happened.RatingsBurst: (misuse.burst_to_team,),
    happened.BurstSetAside: (),
    happened.BurstCounted: (),
    happened.AuthorMuted: (misuse.muted_to_author,),
    happened.ItemSetAside: (triage.card_kept_current,),
    happened.ItemBroughtBack: (),
    happened.MuteObjected: (misuse.objection_to_group,),
    happened.MuteLifted: (misuse.lifted_to_author,),
    happened.MuteStands: (misuse.stands_to_author,),
    happened.LookedAtAgain: (
        triage.card_anew,
        triage.answer_to_group,
        closing.second_look_to_leaders,
        merging.again_to_joined,
        board.again_to_followers,
    ),
    happened.PromiseMissed: (triage.card_kept_current, mine.apology_to_author, merging.late_to_joined),
    happened.HelpAsked: (closing.question_to_author,),
    happened.ItemHelped: (triage.card_kept_current,),
    happened.HelpUnknown: (triage.card_kept_current,),
    happened.ItemReopened: (
        triage.card_anew,
        triage.answer_to_group,
        merging.again_to_joined,
        board.again_to_followers,
    ),
    happened.IdeaGainedVoice: (triage.card_kept_current,),
    happened.IdeaLostVoice: (triage.card_kept_current,),
    happened.IdeaThanked: (triage.card_kept_current, board.gather_thanks),
    happened.IdeaCommented: (triage.card_kept_current, comments.gather),
    happened.CommentWaits: (comments.waiting_to_group,),
    happened.CommentShown: (comments.shown_to_commenter,),
    happened.CommentNotShown: (comments.not_shown_to_commenter,),
    happened.CommentTakenBack: (triage.card_kept_current,),
    happened.CommentChanged: (comments.kept_current,),
    happened.CampaignOpened: (campaigns.announced,),
    happened.CampaignEnded: (campaigns.results,),
    happened.ItemAnnounced: (),
    happened.AnnouncementMade: (announcements.in_channel, triage.cards_with_post),
    happened.AnnouncementTold: (
        triage.cards_with_post,
        announcements.to_those_who_said_it,
        announcements.month_kept_current,
        announcements.month_to_group,
    ),
    happened.AnnouncementUnsure: (triage.cards_with_post, announcements.unsure_to_group),
    happened.AnnouncementRefused: (triage.cards_with_post, announcements.refused_to_group),
    happened.AnnouncementTakenBack: (announcements.out_of_channel, triage.cards_with_post),
    happened.MonthChanged: (announcements.month_kept_current,),
    happened.TeamBound: (triage.waiting_cards, comments.waiting, announcements.open_questions, misuse.open_objections),
    happened.TeamUnbound: (),
    happened.RoleGranted: (people.menu_of_person,),
    happened.LanguageChosen: (people.menu_of_person,),
    happened.JobSkipped: (),
    happened.PutAside: (),
}


def tell(tx: Tx, organisation: Organisation, now: datetime, commands: Commands = ()) -> None:
    """Turn the facts of this transaction into messages, in the same transaction."""
    teller = Teller(tx, organisation, now, commands)
    for fact in facts.taken(tx):
        for news in NEWS[type(fact)]:
            outbox.put_all(tx, news(teller, fact))
