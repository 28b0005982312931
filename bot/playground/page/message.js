// One message as it looks: bubble, quote, media, words, time, inline buttons and the tools beside it.

import { el, spoken } from "./dom.js";
import { botLink, formatted, postLink } from "./entities.js";
import { faceOf, hueOf } from "./faces.js";
import { icon } from "./icons.js";
import { mediaNode, mediaWord } from "./media.js";
import { menuButton } from "./menu.js";
import { hour } from "./time.js";

const ONLY_EMOJI = /^[\p{Extended_Pictographic}\p{Emoji_Modifier}\u200d\ufe0f\s]{1,12}$/u;

/**
 * A node for a unit of the log: {messages, own, first, last, answered, reply}. Several messages are one album.
 * `chat` gives {id, state, t, personId, isGroup, isChannel, on}.
 */
export function messageNode(unit, chat) {
  const main = unit.messages.find((message) => message.text) ?? unit.messages[0];
  if (main.service) return service(main, chat);
  const id = `m${chat.id}-${unit.messages[0].id}`;
  const name = main.from?.name ?? "";
  const showName = chat.isGroup && !unit.own && unit.first;
  const bubble = el("div", { class: "bubble" },
    el("span", { class: showName ? "who" : "spoken", id: `${id}-who` }, `${name}${showName ? "" : ": "}`),
    main.forwarded_from ? el("span", { class: "forwarded" }, chat.t("forwardedFrom", { name: main.forwarded_from })) : null,
    unit.reply ? quote(unit.reply, chat) : null,
    unit.messages.some((message) => message.media) ? gallery(unit.messages, chat) : null,
    main.other ? otherNode(main.other, chat.t, id) : null,
    words(main, unit, chat, id),
  );
  if (showName && chat.state.people.has(main.from?.id)) bubble.style.setProperty("--hue", hueOf(chat.state, main.from.id));
  const buttons = main.buttons?.length ? inlineButtons(main, chat) : null;
  const labelled = ["who", main.other && "other", "text", isEdited(main) && "edited", "time"].filter(Boolean);
  const node = el("div", {
    class: classes(unit, main, chat), role: "article", tabindex: "-1",
    "aria-labelledby": labelled.map((part) => `${id}-${part}`).join(" "), "data-id": main.id,
  },
  chat.isGroup && !chat.isChannel && !unit.own ? el("span", { class: "gutter" }, faceOf(chat.state, main.from?.id ?? 0, name)) : null,
  el("div", { class: "stack" }, bubble, buttons, reactions(main), tools(main, unit, chat)),
  );
  return node;
}

/** What changes around a message without a word of it changing: not drawn anew, so not read out again. */
export function restyle(node, unit) {
  node.classList.toggle("last", unit.last);
  const tick = node.querySelector(".meta .icon");
  if (unit.answered) tick?.replaceWith(icon("ticks"));
}

function isEdited(message) {
  return message.edited && !message.from?.bot;
}

/** Whether this person may change it, as far as its age does not matter: own words, and captions. */
export function isChangeable(message, personId) {
  return message.from?.id === personId && !message.service && !message.forwarded_from && !message.other
    && message.media?.kind !== "video_note";
}

export function excerpt(message, t) {
  const words = (message.text || otherWords(message.other, t)).replace(/\s+/g, " ").trim();
  if (words) return words.length > 90 ? `${words.slice(0, 88)}…` : words;
  return message.media ? mediaWord(message.media, t) : (message.service ?? "");
}

function classes(unit, main, chat) {
  return [
    "message", unit.own ? "own" : "theirs", unit.first && "first", unit.last && "last",
    main.media && "with-media", !main.text && !main.other && "wordless", main.media?.kind === "photo" && "with-photo",
    unit.messages.length > 1 && "album", !main.media && ONLY_EMOJI.test(main.text ?? "") && "big", main.buttons?.length && "with-buttons", chat.isGroup && !chat.isChannel && "in-group",
  ].filter(Boolean).join(" ");
}

function service(message, chat) {
  const id = `m${chat.id}-${message.id}`;
  return el("div", {
    class: "service", role: "article", tabindex: "-1", "aria-labelledby": `${id}-text`, "data-id": message.id,
  }, el("span", { id: `${id}-text`, dir: "auto" }, message.service));
}

function otherNode(other, t, id) {
  if (other.kind === "sticker") {
    return el("div", { class: "sticker", id: `${id}-other`, role: "img", "aria-label": otherWords(other, t) }, other.text);
  }
  return el("div", { class: "other", id: `${id}-other` },
    icon(other.kind), el("span", {}, el("b", {}, t(other.kind)), el("span", { dir: "auto" }, other.text)));
}

function otherWords(other, t) {
  return other ? `${t(other.kind)}: ${other.text}` : "";
}

function quote(reply, chat) {
  const name = reply.from?.name ?? "";
  const text = excerpt(reply, chat.t);
  const node = el("button", {
    type: "button", class: "quote", "aria-label": chat.t("replyTo", { name, text }),
    onclick: () => chat.on.jump(reply.id),
  },
  reply.media?.kind === "photo" ? icon("photo") : null,
  el("span", { class: "quote-words" }, el("b", { dir: "auto" }, name), el("span", { dir: "auto" }, text)),
  );
  if (chat.state.people.has(reply.from?.id)) node.style.setProperty("--hue", hueOf(chat.state, reply.from.id));
  return node;
}

function gallery(messages, chat) {
  const nodes = messages.filter((message) => message.media).map((message) => mediaNode(message, chat.t));
  return el("div", { class: `media count-${Math.min(nodes.length, 4)}` }, nodes);
}

function words(message, unit, chat, id) {
  const on = {
    link: (url) => {
      const inside = opens(url, chat);
      inside?.();
      return Boolean(inside);
    },
    command: (command) => chat.on.say(command),
  };
  return el("div", { class: "words", dir: "auto" },
    el("span", { class: "text", id: `${id}-text` }, formatted(message.text ?? "", message.entities, on)),
    meta(message, unit, chat, id),
  );
}

function meta(message, unit, chat, id) {
  const when = new Date(message.date);
  return el("span", { class: "meta", lang: chat.t.language },
    isEdited(message) ? el("span", { id: `${id}-edited` }, chat.t("edited")) : null,
    el("time", { id: `${id}-time`, datetime: message.date }, hour(when, chat.t.language, chat.state.zone)),
    unit.own ? icon(unit.answered ? "ticks" : "tick") : null,
  );
}

function inlineButtons(message, chat) {
  return el("div", { class: "buttons", role: "group", "aria-label": chat.t("buttons") },
    message.buttons.map((row, rowNumber) => el("div", { class: "row" },
      row.map((button, column) => inlineButton(message, button, rowNumber, column, chat)))));
}

function inlineButton(message, button, row, column, chat) {
  if (button.url) return linkButton(button, chat);
  const node = el("button", {
    type: "button", class: "inline", dir: "auto",
    onclick: () => {
      node.setAttribute("aria-busy", "true");
      chat.on.press(message, row, column).finally(() => node.removeAttribute("aria-busy"));
    },
  }, el("span", {}, button.text));
  return node;
}

/** What following an address does where it stays on this page: a chat with the bot, a post in a channel; else null. */
function opens(url, chat) {
  const bot = botLink(url, chat.state.bot.username);
  if (bot) return () => chat.on.open(bot);
  const post = postLink(url, chat.state.chats.values());
  return post && (() => chat.on.showPost(post));
}

function linkButton(button, chat) {
  const inside = opens(button.url, chat);
  const safe = /^(https?|tg|mailto|tel):/i.test(button.url) ? button.url : null;
  return el("a", {
    class: "inline link", dir: "auto", href: safe, target: "_blank", rel: "noopener noreferrer",
    onclick: (event) => {
      if (!inside) return;
      event.preventDefault();
      inside();
    },
  },
  el("span", {}, button.text),
  spoken(` (${chat.t(inside ? "opensChat" : "opensPage")})`),
  icon("outside"),
  );
}

function reactions(message) {
  if (!message.reactions?.length) return null;
  return el("div", { class: "reactions" }, message.reactions.map((emoji) => el("span", { class: "reaction" }, emoji)));
}

function tools(message, unit, chat) {
  return el("div", { class: "tools", lang: chat.t.language },
    chat.isChannel ? null : tool("reply", chat.t("reply"), () => chat.on.reply(message)),
    isChangeable(message, chat.personId) ? tool("edit", chat.t("edit"), () => chat.on.edit(message)) : null,
    menuButton({
      label: chat.t("forward"), className: "tool forward", content: icon("forward"), entries: () => chat.on.forwardEntries(unit.messages),
    }),
  );
}

function tool(name, label, run) {
  return el("button", { type: "button", class: `tool ${name}`, title: label, "aria-label": label, onclick: run }, icon(name));
}
