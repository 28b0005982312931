// How people look: a colour of their own, initials, and the picture that stands for a person, a group or the bot.

import { el } from "./dom.js";
import { icon } from "./icons.js";

const HUES = [255, 155, 35, 305, 205, 75, 355, 125, 280, 20];

/** The people's order is the order of the cast, so the first ten sides never share a colour. */
export function hueOf(state, id) {
  const order = [...state.people.keys(), ...[...state.chats.keys()].filter((chatId) => chatId < 0)];
  const place = order.indexOf(id);
  return HUES[(place < 0 ? Math.abs(id) : place) % HUES.length];
}

export function initials(name) {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : words;
  return letters.map((word) => [...word][0].toLocaleUpperCase()).join("");
}

export function faceOf(state, id, name) {
  const isGroup = id < 0;
  const isBot = !isGroup && !state.people.has(id);
  if (isBot) return el("span", { class: "face bot", "aria-hidden": "true" }, el("img", { src: "/static/icon.svg", alt: "" }));
  const face = el("span", { class: "face", "aria-hidden": "true" }, isGroup ? icon("group") : initials(name));
  face.style.setProperty("--hue", hueOf(state, id));
  return face;
}
