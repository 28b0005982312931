// Menus that open from a button: arrow keys move, Escape closes and gives the focus back.

import { el } from "./dom.js";
import { icon } from "./icons.js";

let closeOpenMenu = () => {};

/**
 * Opens a menu at `anchor`. An entry is {heading} or {label, hint, icon, checked, lang, run}.
 * `checked` (true or false) makes it one of several choices.
 */
export function openMenu(anchor, label, entries) {
  closeOpenMenu();
  const menu = el("div", { class: "menu", role: "menu", "aria-label": label, popover: "manual" });
  const close = (giveBack = true) => {
    if (!menu.isConnected) return;
    document.removeEventListener("pointerdown", outside, true);
    removeEventListener("resize", dismissed);
    menu.remove();
    anchor.setAttribute("aria-expanded", "false");
    closeOpenMenu = () => {};
    if (giveBack) anchor.focus();
  };
  const dismissed = () => close(false);
  const outside = (event) => {
    if (!menu.contains(event.target)) close(false);
    if (anchor.contains(event.target)) anchor.addEventListener("click", swallow, { capture: true, once: true });
  };
  menu.append(...entries.map((entry) => entryNode(entry, close)));
  menu.addEventListener("keydown", (event) => move(event, menu, close));
  menu.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !menu.contains(event.relatedTarget)) close(false);
  });
  (anchor.closest("dialog") ?? document.body).append(menu);
  menu.showPopover?.();
  place(menu, anchor);
  anchor.setAttribute("aria-expanded", "true");
  document.addEventListener("pointerdown", outside, true);
  addEventListener("resize", dismissed);
  closeOpenMenu = dismissed;
  (menu.querySelector("[aria-checked=true]") ?? menu.querySelector("button"))?.focus();
}

/** A button that opens a menu; `entries` is asked each time. */
export function menuButton({ label, className, content, entries }) {
  const button = el("button", {
    type: "button", class: className, title: label, "aria-label": label,
    "aria-haspopup": "menu", "aria-expanded": "false",
    onclick: () => openMenu(button, label, entries()),
  }, content);
  return button;
}

function swallow(event) {
  event.stopImmediatePropagation();
}

function entryNode(entry, close) {
  if (entry.heading) return el("div", { class: "menu-heading", role: "presentation" }, entry.heading);
  const choice = entry.checked !== undefined;
  return el("button", {
    type: "button", tabindex: "-1", lang: entry.lang,
    class: entry.danger ? "entry danger" : "entry",
    role: choice ? "menuitemradio" : "menuitem",
    "aria-checked": choice ? String(entry.checked) : null,
    onclick: () => {
      close();
      entry.run();
    },
  },
  el("span", { class: "entry-icon" }, choice ? (entry.checked ? icon("tick") : null) : entry.icon ? icon(entry.icon) : null),
  el("span", { class: "entry-words" },
    el("span", { class: "entry-label" }, entry.label),
    entry.hint ? el("span", { class: "entry-hint" }, entry.hint) : null,
  ));
}

function move(event, menu, close) {
  const entries = [...menu.querySelectorAll("button")];
  const at = entries.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1 + entries.length, Home: 0, End: entries.length - 1 }[event.key];
  if (to !== undefined) entries[to % entries.length].focus();
  else if (event.key === "Escape" || event.key === "Tab") close();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function place(menu, anchor) {
  const from = anchor.getBoundingClientRect();
  const size = menu.getBoundingClientRect();
  const below = innerHeight - from.bottom;
  const top = below >= size.height + 12 || below >= from.top ? from.bottom + 6 : from.top - size.height - 6;
  const left = from.left + size.width + 8 <= innerWidth ? from.left : from.right - size.width;
  menu.style.top = `${Math.max(8, Math.min(top, innerHeight - size.height - 8))}px`;
  menu.style.left = `${Math.max(8, Math.min(left, innerWidth - size.width - 8))}px`;
}
