"""What the bot says, in English."""

from __future__ import annotations

from bot.discord.wording import Texts
from bot.labels import ENGLISH
from rag.errors import (
    EmbeddingError,
    ModelError,
    NotFoundError,
    SettingsError,
    StoreBrokenError,
    StoreBusyError,
)

EN = Texts(
    labels=ENGLISH,
    quotes="Quotes",
    follow_up="Follow up",
    good="Good",
    bad="Bad",
    delete="Delete",
    quoted_sentences="quoted sentences",
    seconds="{seconds} s",
    changed_since="The article was changed since; this sentence is no longer in it.",
    gone_since="This article was removed from the archive since.",
    thanks="Thank you, your vote is stored.",
    deleted="The answer is deleted.",
    not_yours="Only whoever asked and the moderators can delete this answer.",
    aged_out="This answer is no longer kept: it was deleted, or it is too old. Please ask again.",
    follow_up_title="Follow up",
    follow_up_label="Your question",
    follow_up_hint="And in 2023?",
    see_thread="The answer is in {place}.",
    one_at_a_time="Your last question is still being answered: one at a time, please.",
    person_rate="That was your limit for now: please ask again in {seconds} s.",
    server_rate="This server has reached its limit for now: please ask again in {seconds} s.",
    busy="I am busy (questions waiting: {waiting}), and yours was not taken: please ask again in a minute.",
    leaving="I am about to restart and take no new questions: please ask again in a minute.",
    stopped="I have to restart and could not finish this answer: please ask again in a minute.",
    budget="The language model's budget for today is used up: these are quoted sentences instead.",
    failed="Something went wrong on my side, and it is logged. Please try again.",
    message_gone="The message with your answer was deleted before the answer was complete.",
    cannot_write="I may not write in {place}: a moderator can allow it. Your answer:",
    bad_date="“{text}” is no date: write 2023-06-14, 2023-06 or 2023.",
    dates_crossed="No day is both since {since} and until {until}.",
    no_question="Ask me something, and I answer from the articles: {command}",
    not_here="Questions are answered in {places} only.",
    not_you="Questions of {roles} are answered only.",
    moderators_only="Only members who may manage the server can do this.",
    troubles={
        NotFoundError: "No outlet or article in the archive is called so: `/sources` lists them.",
        StoreBusyError: "The archive is being written to: please ask again in a moment.",
        StoreBrokenError: "The archive can't be read right now; whoever runs this bot finds the reason in the log.",
        EmbeddingError: "Questions can't be understood right now; whoever runs this bot finds the reason in the log.",
        ModelError: "The language model can't be reached right now: please ask again later.",
        SettingsError: "The bot is not set up correctly; whoever runs it finds the reason in the log.",
    },
    forgotten="Done: your next question here starts afresh.",
    no_articles="There is no such article in the archive.",
    articles="Articles: {count}",
    page="Page {page} of {pages}",
    previous="Back",
    next="Next",
    no_article="There is no article called “{name}”: `/sources` lists them.",
    by_author="by {author}",
    language="Language",
    topics="Topics",
    only_here="of this server only",
    link_to="Open the article",
    help=(
        "I answer questions from an archive of {count} articles. Every sentence carries the number of its source, and "
        "each source links to the very sentence in the article. What the articles don't say, I don't say.\n\n"
        "`/ask` a question; `since`, `until` and `provider` narrow it, `private` shows the answer to you only\n"
        "`/sources` pages through the articles, `/article` shows one\n"
        "`/new` begins a new conversation, `/privacy` shows and deletes what is stored of you\n"
        "Right-click a message, Apps, **Check against sources**: which of its sentences the articles back\n\n"
        "Press **Follow up** to ask on: “And in 2023?” is understood."
    ),
    help_replies=" Or mention me, reply to an answer, or write in a thread that I opened.",
    help_moderators=(
        "\n\nFor moderators: `/archive add`, `/archive remove`, `/archive status`, `/settings`. What is added here is "
        "answered from here only."
    ),
    privacy=(
        "**What is stored:** your questions and their answers with the number of your account, the channel and the "
        "time, so that buttons and follow-up questions work; and your votes. Answers and conversations are deleted "
        "after {days} days. If I am removed from a server, all that I hold for "
        "that server is deleted at once.\n"
        "**What is not:** other messages, names, or anything that was not asked of me.\n"
        "**Who reads it:** {model}\n\n"
        "The button deletes what is stored of you, at once. Messages on Discord stay: delete those with their button."
    ),
    privacy_model="besides whoever runs this bot, the language model {model}, to which your questions are sent.",
    privacy_no_model="nobody but whoever runs this bot; no language model is used.",
    privacy_checks=" So are messages that you have me check.",
    erase="Delete what is stored of me",
    erased="Deleted. Answers with their conversations: {posts}. Votes: {votes}.",
    check_title="Checked against the archive",
    nothing_to_check="There is no sentence in this message that could be checked.",
    no_second_opinion="The language model gave no second opinion: what only it could tell counts as not covered.",
    too_big="{file} has {size} MB; at most {limit} MB can be read.",
    added="{file}: {added} added, {changed} changed, {unchanged} unchanged; new sentences: {sentences}. "
    "Only this server's questions are answered from it.",
    problems="Not read:",
    faults={},
    removed="Removed: {title}. Nothing is answered from it any more.",
    not_of_server="Only articles that this server added can be removed here.",
    status="Articles: {shared} for everybody, {own} of this server. Votes: {good} good, {bad} bad. "
    "Questions: {running} running, {waiting} waiting.",
    status_model="Language model: {model}. Tokens today: {spent}{limit}.",
    status_no_model="No language model: answers are quoted sentences.",
    settings_title="How I serve this server. Nothing chosen: every channel, everybody.",
    settings_channels="Channels in which I answer",
    settings_roles="Roles whose questions I answer",
    settings_language="Language of what everybody sees",
    settings_own_language="The asker's own",
    settings_private="Answers: private by default",
    settings_public="Answers: for all by default",
    settings_saved="Saved.",
)
