"""What can be asked, by whom: the bot's table of contents. Menus, /help and the README's table are made from it."""

from __future__ import annotations

from bot import dialogue, doors
from bot.announcements import handlers as announcements
from bot.announcements import questions as announcements_questions
from bot.announcements import screens as announcements_buttons
from bot.board import handlers as board
from bot.board import questions as board_questions
from bot.board import screens as board_buttons
from bot.campaigns import handlers as campaigns
from bot.campaigns import questions as campaigns_questions
from bot.campaigns import screens as campaigns_buttons
from bot.closing import handlers as closing
from bot.closing import questions as closing_questions
from bot.closing import screens as closing_buttons
from bot.comments import handlers as comments
from bot.comments import questions as comments_questions
from bot.comments import screens as comments_buttons
from bot.feedback import handlers as feedback
from bot.feedback import questions as feedback_questions
from bot.feedback import screens as feedback_buttons
from bot.ideas import handlers as ideas
from bot.ideas import questions as ideas_questions
from bot.kudos import handlers as kudos
from bot.kudos import questions as kudos_questions
from bot.kudos import screens as kudos_buttons
from bot.merging import handlers as merging
from bot.merging import questions as merging_questions
from bot.mine import handlers as mine
from bot.mine import questions as mine_questions
from bot.mine import screens as mine_buttons
from bot.misuse import handlers as misuse
from bot.misuse import questions as misuse_questions
from bot.misuse import screens as misuse_buttons
from bot.people import handlers as people
from bot.people import screens as people_buttons
from bot.privacy import handlers as privacy
from bot.privacy import questions as privacy_questions
from bot.privacy import screens as privacy_buttons
from bot.routing import Routes, Where, button, command, event, link, reply, words
from bot.texts import marked
from bot.triage import cards as card_buttons
from bot.triage import handlers as triage
from bot.triage import questions as triage_questions
from bot.triage import screens as triage_buttons
from storage.records.person import Role

ANYONE, EMPLOYEE, QUALITY = Role.ANYONE, Role.EMPLOYEE, Role.QUALITY
LEADER, ADMIN = Role.LEADER, Role.ADMIN
PRIVATE, GROUP, ANYWHERE = Where.PRIVATE, Where.GROUP, Where.ANYWHERE

ROUTES = (
    # -- what people say -----------------------------------------------------------------------------
    words(ideas.heard, role=ANYONE),
    command("idea", ideas.tell, role=ANYONE, says=marked("tell what could be better")),
    command("done", ideas.log_done, role=EMPLOYEE, says=marked("log a small improvement that is made already")),
    # -- what one has sent ---------------------------------------------------------------------------
    command("mine", mine.mine, role=ANYONE, says=marked("what I have sent, and how it stands")),
    command("status", mine.status, role=ANYONE, says=marked("how something stands, by its number")),
    button(doors.ShowMine, mine.mine, role=ANYONE),
    button(doors.ShowItem, mine.one, role=ANYONE),
    button(doors.ReadWhole, mine.read_whole, role=ANYONE),
    button(mine_buttons.ShowTalk, mine.show_talk, role=ANYONE),
    button(mine_buttons.GetFiles, mine.get_files, role=ANYONE),
    button(mine_buttons.AnswerQuestion, mine.answer_question, role=ANYONE),
    button(doors.EditItem, mine.begin_edit, role=ANYONE),
    button(mine_buttons.AskWithdraw, mine.ask_withdraw, role=ANYONE),
    button(mine_buttons.Withdraw, mine.withdraw, role=ANYONE),
    button(mine_buttons.AskTighten, mine.ask_tighten, role=ANYONE),
    button(mine_buttons.AskNoTrace, mine.ask_no_trace, role=ANYONE),
    button(mine_buttons.Tighten, mine.tighten, role=ANYONE),
    button(mine_buttons.Claim, mine.claim, role=ANYONE),
    button(mine_buttons.StayHidden, mine.stay_hidden, role=ANYONE),
    link("c", mine.ask_claim, role=ANYONE),
    event("edited", mine.edited, where=PRIVATE),
    reply(mine.reply, role=ANYONE, where=PRIVATE),
    # -- one tap at a service point --------------------------------------------------------------------
    link("s", feedback.welcome, role=ANYONE),
    command("feedback", feedback.points, role=ANYONE, says=marked("rate a counter, a website or a form")),
    button(doors.ShowPoints, feedback.points, role=ANYONE),
    button(feedback_buttons.OpenPoint, feedback.open_point, role=ANYONE),
    button(feedback_buttons.Rate, feedback.rate, role=ANYONE),
    command(
        "figures",
        feedback.figures,
        role=ANYONE,
        says=marked("how counters and services are rated"),
        where=ANYWHERE,
    ),
    button(feedback_buttons.ShowFigures, feedback.figures, role=ANYONE, where=ANYWHERE),
    button(feedback_buttons.ShowChart, feedback.chart, role=QUALITY, where=ANYWHERE),
    # -- the board of ideas --------------------------------------------------------------------------
    command("ideas", board.browse, role=EMPLOYEE, says=marked("ideas of colleagues: look, search, support")),
    button(doors.ShowBoard, board.browse, role=EMPLOYEE),
    button(board_buttons.ShowList, board.show_list, role=EMPLOYEE),
    button(board_buttons.Search, board.search, role=EMPLOYEE),
    button(doors.LookAt, board.look_at, role=EMPLOYEE),
    button(doors.LookAtAnswers, board.look_at_answers, role=EMPLOYEE),
    button(doors.Look, board.look, role=EMPLOYEE),
    link("o", board.open_link, role=ANYONE),
    button(board_buttons.GiveVoice, board.give_voice, role=EMPLOYEE),
    button(board_buttons.WithdrawVoice, board.withdraw_voice, role=EMPLOYEE),
    button(board_buttons.Follow, board.follow, role=EMPLOYEE),
    button(board_buttons.Unfollow, board.unfollow, role=EMPLOYEE),
    button(board_buttons.Thank, board.thank, role=EMPLOYEE),
    # -- comments on ideas ---------------------------------------------------------------------------
    button(doors.WriteComment, comments.write, role=EMPLOYEE),
    button(doors.ReadComments, comments.read, role=EMPLOYEE),
    button(comments_buttons.RemoveComment, comments.remove, role=EMPLOYEE),
    button(comments_buttons.ShowComment, comments.show, role=QUALITY, where=ANYWHERE),
    button(comments_buttons.RefuseComment, comments.refuse, role=QUALITY, where=ANYWHERE),
    # -- thanks to colleagues ------------------------------------------------------------------------
    command("kudos", kudos.received, role=EMPLOYEE, says=marked("what I was thanked for")),
    button(kudos_buttons.ShowKudos, kudos.received, role=EMPLOYEE),
    button(kudos_buttons.AskRemove, kudos.ask_remove, role=EMPLOYEE),
    button(kudos_buttons.Remove, kudos.remove, role=EMPLOYEE),
    # -- after the decision --------------------------------------------------------------------------
    button(doors.AskSecondLook, closing.ask_second_look, role=ANYONE),
    button(closing_buttons.ItHelped, closing.it_helped, role=ANYONE),
    button(doors.ItDidNotHelp, closing.it_did_not_help, role=ANYONE),
    button(closing_buttons.NobodyKnows, closing.nobody_knows, role=ANYONE),
    button(closing_buttons.AcceptAfterAll, closing.accept_after_all, role=LEADER),
    button(closing_buttons.LetStand, closing.let_stand, role=LEADER),
    # -- campaigns -----------------------------------------------------------------------------------
    button(doors.TellFor, campaigns.tell, role=EMPLOYEE),
    command(
        "campaign",
        campaigns.show,
        role=QUALITY,
        says=marked("ask colleagues a question, and see what came"),
        where=ANYWHERE,
    ),
    button(campaigns_buttons.ShowCampaigns, campaigns.show, role=QUALITY, where=ANYWHERE),
    button(campaigns_buttons.ShowCampaign, campaigns.one, role=QUALITY, where=ANYWHERE),
    button(campaigns_buttons.BeginCampaign, campaigns.begin, role=QUALITY, own_role=True, where=ANYWHERE),
    button(campaigns_buttons.EndCampaign, campaigns.end, role=QUALITY, own_role=True, where=ANYWHERE),
    button(campaigns_buttons.ReallyEnd, campaigns.really_end, role=QUALITY, own_role=True, where=ANYWHERE),
    # -- you said, we did ----------------------------------------------------------------------------
    button(doors.Announce, announcements.announce, role=QUALITY, where=ANYWHERE),
    button(doors.AskTakeBack, announcements.ask_take_back, role=QUALITY, where=ANYWHERE),
    button(announcements_buttons.TakeBack, announcements.take_back, role=QUALITY, where=ANYWHERE),
    button(announcements_buttons.LeaveIt, announcements.leave_it, role=QUALITY, where=ANYWHERE),
    button(announcements_buttons.ItIsThere, announcements.it_is_there, role=QUALITY, where=ANYWHERE),
    button(announcements_buttons.SendAgain, announcements.send_again, role=QUALITY, where=ANYWHERE),
    # -- what a team does with it --------------------------------------------------------------------
    button(card_buttons.Take, triage.take, role=QUALITY, where=ANYWHERE),
    button(card_buttons.Ask, triage.ask, role=QUALITY, where=ANYWHERE),
    button(card_buttons.Accept, triage.accept, role=QUALITY, where=ANYWHERE),
    button(card_buttons.Decline, triage.decline, role=QUALITY, where=ANYWHERE),
    button(card_buttons.Finish, triage.finish, role=QUALITY, where=ANYWHERE),
    button(doors.MakeIdea, merging.make_idea, role=QUALITY, where=ANYWHERE),
    button(doors.Separate, merging.separate, role=QUALITY, where=ANYWHERE),
    button(doors.PassThanks, kudos.pass_on, role=QUALITY, where=ANYWHERE),
    button(triage_buttons.OpenCard, triage.open_card, role=QUALITY, where=GROUP),
    button(card_buttons.ShowAlike, triage.show_alike, role=QUALITY, where=GROUP),
    button(triage_buttons.ShowWaiting, triage.waiting, role=QUALITY, where=GROUP),
    reply(triage.card_reply, role=QUALITY, where=GROUP),
    command("waiting", triage.waiting_command, role=QUALITY, says=marked("what waits for this team"), where=GROUP),
    command(
        "team",
        triage.bind_by_command,
        role=QUALITY,
        says=marked("make this the group of a team"),
        where=GROUP,
    ),
    link("t", triage.bind_by_link, role=ANYONE, where=GROUP),
    event("added", triage.added, where=GROUP),
    event("removed", triage.removed, where=GROUP),
    event("moved", triage.moved, where=GROUP),
    # -- misuse --------------------------------------------------------------------------------------
    button(doors.ReportMisuse, misuse.report, role=QUALITY, where=ANYWHERE),
    command("misuse", misuse.overview, role=QUALITY, says=marked("who is muted, what is set aside"), where=ANYWHERE),
    button(misuse_buttons.ShowMisuse, misuse.overview, role=QUALITY, where=ANYWHERE),
    button(misuse_buttons.ShowObjection, misuse.show_objection, role=QUALITY, where=ANYWHERE),
    button(misuse_buttons.LiftMute, misuse.lift, role=QUALITY, where=ANYWHERE),
    button(misuse_buttons.LetMuteStand, misuse.let_stand, role=QUALITY, where=ANYWHERE),
    button(misuse_buttons.BringBack, misuse.bring_back, role=QUALITY, where=ANYWHERE),
    button(misuse_buttons.LeaveOut, misuse.leave_out, role=QUALITY, where=ANYWHERE),
    button(misuse_buttons.LetCount, misuse.let_count, role=QUALITY, where=ANYWHERE),
    command("object", misuse.about, role=ANYONE, says=None),
    button(misuse_buttons.Object, misuse.object_to, role=ANYONE),
    # -- people --------------------------------------------------------------------------------------
    command("start", people.start, role=ANYONE, says=None),
    command("help", people.help_page, role=ANYONE, says=marked("what is possible"), where=ANYWHERE),
    command("language", people.languages, role=ANYONE, says=marked("choose the language")),
    command("cancel", people.cancel, role=ANYONE, says=marked("stop what I am writing"), where=ANYWHERE),
    button(people_buttons.ShowLanguages, people.languages, role=ANYONE),
    button(people_buttons.ChooseLanguage, people.choose_language, role=ANYONE),
    link("i", people.accept_invitation, role=ANYONE),
    link("t", people.team_link, role=ANYONE),
    event("removed", people.stopped, where=PRIVATE),
    event("added", people.back, where=PRIVATE),
    # -- privacy -------------------------------------------------------------------------------------
    command("mydata", privacy.my_data, role=ANYONE, says=marked("see all that is held about me")),
    command("forget", privacy.forget, role=ANYONE, says=marked("erase what is held about me")),
    command("privacy", privacy.privacy, role=ANYONE, says=marked("what is stored, and who sees it")),
    button(privacy_buttons.ShowMyData, privacy.my_data, role=ANYONE),
    button(privacy_buttons.GetMyData, privacy.my_file, role=ANYONE),
    button(privacy_buttons.AskForget, privacy.forget, role=ANYONE),
    button(doors.AboutPrivacy, privacy.privacy, role=ANYONE),
    button(privacy_buttons.ShowPrivacy, privacy.privacy, role=ANYONE),
    # -- any dialogue --------------------------------------------------------------------------------
    button(dialogue.Choose, dialogue.chosen, role=ANYONE, where=ANYWHERE),
    button(dialogue.Drop, dialogue.dropped, role=ANYONE, where=ANYWHERE),
)

DIALOGUES = (
    ideas_questions.TELL,
    mine_questions.ANSWER,
    mine_questions.EDIT,
    feedback_questions.RATING,
    comments_questions.COMMENT,
    board_questions.SEARCH,
    closing_questions.SECOND_LOOK,
    closing_questions.NOT_HELPED,
    closing_questions.LET_STAND,
    campaigns_questions.CAMPAIGN,
    misuse_questions.MISUSE,
    misuse_questions.OBJECTION,
    privacy_questions.FORGET,
    triage_questions.ASK,
    triage_questions.DECLINE,
    triage_questions.DONE,
    merging_questions.IDEA,
    kudos_questions.THANKS,
    announcements_questions.ANNOUNCE,
)


def build() -> Routes:
    return Routes(ROUTES, DIALOGUES)
