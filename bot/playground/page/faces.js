// How people look: a colour of their own, initials, and the picture that stands for a person, a group or the bot.

import { el } from "./dom.js";
import { icon } from "./icons.js";

const HUES = [255, 155, 35, 305, 75, 355, 125, 280, 20, 205];

/** People take colours from the front and groups from the back, so that a newcomer changes nobody's colour. */
export function hueOf(state, id) {
  const isGroup = id < 0;
  const order = isGroup ? [...state.chats.keys()].filter((chatId) => chatId < 0) : [...state.people.keys()];
  const place = Math.max(0, order.indexOf(id)) % HUES.length;
  return HUES.at(isGroup ? -1 - place : place);
}

export function initials(name) {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : words;
  return letters.map((word) => [...word][0].toLocaleUpperCase()).join("");
}

export function faceOf(state, id, name) {
  const isGroup = id < 0;
  const isChannel = state.chats.get(id)?.type === "channel";
  const isBot = !isGroup && !state.people.has(id);
  if (isBot) return el("span", { class: "face bot", "aria-hidden": "true" }, el("img", { src: "/static/icon.svg", alt: "" }));
  const face = el("span", { class: "face", "aria-hidden": "true" }, isGroup ? icon(isChannel ? "channel" : "group") : initials(name));
  face.style.setProperty("--hue", hueOf(state, id));
  return face;
}
