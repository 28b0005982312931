// Formatted text: Telegram's list of entities (UTF-16 offsets, may nest) turned into nodes.

import { el } from "./dom.js";

const TAGS = {
  bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote",
};
const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);
const ADDRESS = /\b(?:https?:\/\/|t\.me\/)[^\s<>"]*[^\s<>".,;:!?)\]]/giu;
const HOSTS = ["t.me", "telegram.me", "www.t.me"];
const SAFE = /^(?:https?|tg|mailto|tel):/i;

/** Nodes for `text`. `on` has `link(url)`, which says whether it takes the link over, and `command(text)`. */
export function formatted(text, entities, on) {
  const sorted = [...(entities ?? [])].sort((one, other) => one.offset - other.offset || other.length - one.length);
  return between(text, 0, text.length, sorted, on);
}

function between(text, start, end, entities, on) {
  const nodes = [];
  let at = start;
  for (let i = 0; i < entities.length; i++) {
    const entity = entities[i];
    const from = Math.max(entity.offset, at);
    const to = Math.min(entity.offset + entity.length, end);
    if (to <= from) continue;
    nodes.push(...plain(text.slice(at, from), on));
    const inside = [];
    while (i + 1 < entities.length && entities[i + 1].offset < to) inside.push(entities[++i]);
    nodes.push(...wrap(entity, text.slice(from, to), () => between(text, from, to, inside, on), on));
    // A block ends its line itself, as in Telegram.
    at = BLOCKS.has(entity.type) && to < end && text[to] === "\n" ? to + 1 : to;
  }
  nodes.push(...plain(text.slice(at, end), on));
  return nodes;
}

function wrap(entity, words, children, on) {
  if (TAGS[entity.type]) return [el(TAGS[entity.type], {}, children())];
  if (entity.type === "text_link") return [anchor(entity.url ?? "", children(), on)];
  if (entity.type === "url") return [anchor(/^\w+:/.test(words) ? words : `https://${words}`, [words], on)];
  if (entity.type === "email") return [anchor(`mailto:${words}`, [words], on)];
  if (entity.type === "phone_number") return [anchor(`tel:${words}`, [words], on)];
  if (entity.type === "spoiler") return [spoiler(children())];
  if (entity.type === "bot_command") {
    return [el("button", { type: "button", class: "command", onclick: () => on.command(words) }, words)];
  }
  if (["mention", "text_mention", "hashtag", "cashtag"].includes(entity.type)) {
    return [el("span", { class: "tag" }, children())];
  }
  return children();
}

function plain(text, on) {
  const nodes = [];
  let at = 0;
  for (const found of text.matchAll(ADDRESS)) {
    nodes.push(text.slice(at, found.index));
    nodes.push(anchor(/^\w+:/.test(found[0]) ? found[0] : `https://${found[0]}`, [found[0]], on));
    at = found.index + found[0].length;
  }
  nodes.push(text.slice(at));
  return nodes.filter((node) => node !== "");
}

function anchor(url, children, on) {
  if (!SAFE.test(url)) return el("span", {}, children);
  return el("a", {
    href: url, target: "_blank", rel: "noopener noreferrer",
    onclick: (event) => {
      if (on.link(url)) event.preventDefault();
    },
  }, children);
}

function spoiler(children) {
  const node = el("button", { type: "button", class: "spoiler", "aria-expanded": "false" }, children);
  node.addEventListener("click", () => node.setAttribute("aria-expanded", "true"));
  return node;
}

/** Whether the address opens a chat with this bot, and whether it asks for a group. */
export function botLink(url, username) {
  const address = addressOf(url);
  if (!address) return null;
  const name = address.protocol === "tg:" ? address.searchParams.get("domain") : address.pathname.slice(1);
  if (address.protocol !== "tg:" && !HOSTS.includes(address.hostname)) return null;
  if ((name ?? "").toLowerCase() !== username.toLowerCase()) return null;
  return { url: address.href, forGroup: address.searchParams.has("startgroup") };
}

/** Which message of which channel here the address opens: {chat, message}; null for one elsewhere. */
export function postLink(url, chats) {
  const address = addressOf(url);
  const [, name, message] = address?.pathname.match(/^\/(\w+)\/(\d+)$/) ?? [];
  const channel = [...chats].find((chat) => name && chat.username?.toLowerCase() === name.toLowerCase());
  return channel && HOSTS.includes(address.hostname) ? { chat: channel.id, message: Number(message) } : null;
}

function addressOf(url) {
  try {
    return new URL(/^\w+:/.test(url) ? url : `https://${url}`);
  } catch {
    return null;
  }
}
