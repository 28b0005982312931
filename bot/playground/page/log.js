// The list of messages of one column: drawn once, then only what changed; arrow keys walk through it.

import { el, FOCUSABLE } from "./dom.js";
import { icon } from "./icons.js";
import { isChangeable, messageNode, restyle } from "./message.js";
import { day, dayKey } from "./time.js";

const SHOWN = 120;
const MOST = 360;
const RUN_MINUTES = 10;

export class Log {
  #chat;
  #drawn = new Map();
  #from = null;
  #current = null;
  #quiet = true;
  #version = "";

  constructor(chat, label) {
    this.#chat = chat;
    this.earlier = el("button", { type: "button", class: "earlier", onclick: () => this.#showEarlier() }, chat.t("earlier"));
    this.list = el("div", { class: "log", role: "log", "aria-live": "off", "aria-relevant": "additions", "aria-label": label });
    this.typing = el("div", { class: "typing", hidden: true }, el("i"), el("i"), el("i"),
      el("span", { class: "spoken" }, chat.t("typing", { name: chat.state.bot.name })));
    this.jump = el("button", {
      type: "button", class: "jump", hidden: true, title: chat.t("toNewest"), "aria-label": chat.t("toNewest"),
      onclick: () => this.toEnd(),
    }, icon("down"), el("span", { class: "badge", hidden: true, "aria-hidden": "true" }));
    this.scroller = el("div", { class: "scroller", tabindex: "-1" }, this.earlier, this.list, this.typing);
    this.node = el("div", { class: "log-frame" }, this.scroller, this.jump);
    this.list.addEventListener("keydown", (event) => this.#key(event));
    this.list.addEventListener("focusin", (event) => this.#setCurrent(event.target.closest("[data-id]")));
    this.scroller.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    this.atEnd = true;
    this.missed = 0;
    this.lastTop = 0;
    const sizes = new ResizeObserver(() => this.#keepEnd());
    sizes.observe(this.scroller);
    sizes.observe(this.list);
  }

  sync() {
    if (this.#version === this.#versionNow()) return;
    const all = this.#chat.state.messagesOf(this.#chat.id);
    if (this.#from === null || this.#from > all.length) this.#from = Math.max(0, all.length - SHOWN);
    if (this.atEnd && all.length - this.#from > MOST) this.#from = all.length - SHOWN;
    this.earlier.hidden = this.#from === 0;
    const hadFocus = this.#focusPlace();
    const added = this.#draw(this.#units(all.slice(this.#from), all[this.#from - 1]));
    this.#restoreFocus(hadFocus);
    this.typing.hidden = !this.#chat.state.isTyping(this.#chat.id);
    if (added.some((unit) => unit.own)) this.atEnd = true;
    if (this.atEnd) this.#keepEnd();
    else this.#count(added.length);
    if (!this.list.contains(document.activeElement)) this.#setCurrent(this.#items().at(-1) ?? null);
    if (this.#quiet) requestAnimationFrame(() => this.list.setAttribute("aria-live", "polite"));
    this.#quiet = false;
    this.#version = this.#versionNow();
  }

  #versionNow() {
    const { state, id, personId } = this.#chat;
    return `${state.versionOf(id)} ${personId} ${this.#from}`;
  }

  toEnd() {
    this.atEnd = true;
    this.missed = 0;
    this.#keepEnd();
  }

  /** Focus on the newest message, or on the one given. */
  focus(messageId = null) {
    const items = this.#items();
    const item = messageId === null ? items.at(-1) : items.find((node) => Number(node.dataset.id) === messageId);
    item?.focus();
    item?.scrollIntoView({ block: "nearest" });
  }

  show(messageId) {
    const all = this.#chat.state.messagesOf(this.#chat.id);
    const at = all.findIndex((message) => message.id === messageId);
    if (at >= 0 && at < this.#from) {
      this.#from = Math.max(0, at - 20);
      this.atEnd = false;
      this.sync();
    }
    const item = this.#items().find((node) => Number(node.dataset.id) === messageId);
    if (!item) return;
    item.scrollIntoView({ block: "center" });
    item.focus({ preventScroll: true });
    item.classList.add("found");
    setTimeout(() => item.classList.remove("found"), 1600);
  }

  #units(messages, before) {
    const units = [];
    let previous = before ?? null;
    const lastFromBot = messages.findLast((message) => message.from?.bot)?.id ?? 0;
    for (const message of messages) {
      const date = dayKey(new Date(message.date), this.#chat.state.zone);
      if (!previous || dayKey(new Date(previous.date), this.#chat.state.zone) !== date) {
        units.push({ key: `day ${date}`, day: date, messages: [message] });
      }
      const unit = units.at(-1);
      if (message.album && unit?.album === message.album) unit.messages.push(message);
      else units.push(this.#unit(message, lastFromBot));
      previous = message;
    }
    markRuns(units);
    return units;
  }

  #unit(message, lastFromBot) {
    const { state, id, personId, isGroup } = this.#chat;
    const own = !message.service && message.from?.id === personId;
    return {
      key: message.id, album: message.album ?? null, messages: [message], own,
      answered: own && !isGroup && lastFromBot > message.id,
      reply: message.reply_to ? state.find(id, message.reply_to) : null,
    };
  }

  #draw(units) {
    const wanted = new Set(units.map((unit) => unit.key));
    for (const [key, { node }] of this.#drawn) {
      if (wanted.has(key)) continue;
      node.remove();
      this.#drawn.delete(key);
    }
    const added = [];
    let cursor = this.list.firstChild;
    for (const unit of units) {
      const known = this.#drawn.get(unit.key);
      if (known && sameUnit(known.unit, unit)) {
        if (!unit.day) restyle(known.node, unit);
        if (known.node === cursor) cursor = cursor.nextSibling;
        else this.list.insertBefore(known.node, cursor);
        continue;
      }
      const node = this.#node(unit);
      if (known) {
        if (known.node === cursor) cursor = cursor.nextSibling;
        known.node.remove();
      } else if (!unit.day) {
        added.push(unit);
        if (!this.#quiet) node.classList.add("fresh");
      }
      this.list.insertBefore(node, cursor);
      this.#drawn.set(unit.key, { node, unit });
    }
    return this.#quiet ? [] : added;
  }

  #node(unit) {
    if (!unit.day) {
      const node = messageNode(unit, this.#chat);
      for (const inner of node.querySelectorAll(FOCUSABLE)) inner.tabIndex = -1;
      return node;
    }
    const { t, state } = this.#chat;
    return el("div", { class: "day", lang: t.language }, el("span", {}, day(new Date(unit.messages[0].date), t.language, state.zone)));
  }

  #items() {
    return [...this.list.querySelectorAll("[data-id]")];
  }

  /** Only the current message and what stands in it can be reached by Tab. */
  #setCurrent(item) {
    if (!item || item === this.#current) return;
    this.#reach(this.#current, -1);
    this.#current = item;
    this.#reach(item, 0);
  }

  #reach(item, tabIndex) {
    if (!item) return;
    item.tabIndex = tabIndex;
    for (const inner of item.querySelectorAll(FOCUSABLE)) inner.tabIndex = tabIndex;
  }

  #focusPlace() {
    const item = document.activeElement?.closest?.("[data-id]");
    if (!item || !this.list.contains(item)) return null;
    const inner = [...item.querySelectorAll(FOCUSABLE)];
    return { id: Number(item.dataset.id), at: inner.indexOf(document.activeElement), label: document.activeElement.textContent };
  }

  /** A message that was redrawn under the reader's fingers keeps the focus, on the same button where it still is. */
  #restoreFocus(place) {
    if (!place || this.list.contains(document.activeElement)) return;
    const items = this.#items();
    const item = items.find((node) => Number(node.dataset.id) === place.id) ?? items.at(-1);
    if (!item) return;
    const inner = place.at >= 0 ? item.querySelectorAll(FOCUSABLE)[place.at] : null;
    (inner?.textContent === place.label ? inner : item).focus({ preventScroll: true });
  }

  #key(event) {
    const items = this.#items();
    const at = items.indexOf(event.target.closest("[data-id]"));
    if (at < 0 || event.altKey || event.ctrlKey || event.metaKey || event.target.matches("input, audio, video")) return;
    const to = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: items.length - 1 }[event.key];
    if (to !== undefined) this.#walk(items, to);
    else if (event.key === "ArrowLeft" || event.key === "ArrowRight") this.#walkButtons(items[at], event.key);
    else if (event.key === "Escape") this.#chat.on.leave();
    else if (!this.#letter(event.key, items[at])) return;
    event.preventDefault();
    event.stopPropagation();
  }

  #walk(items, to) {
    if (to < 0 && !this.earlier.hidden) {
      const first = Number(items[0].dataset.id);
      this.#showEarlier();
      this.focus(first);
      return;
    }
    if (to >= items.length) {
      this.#chat.on.leave();
      return;
    }
    const item = items[Math.max(0, to)];
    item.focus({ preventScroll: true });
    item.scrollIntoView({ block: "nearest" });
  }

  #walkButtons(item, key) {
    const inner = [...item.querySelectorAll(FOCUSABLE)];
    const at = inner.indexOf(document.activeElement) + (key === "ArrowRight" ? 1 : -1);
    (inner[at] ?? item).focus();
  }

  #letter(key, item) {
    const message = this.#chat.state.find(this.#chat.id, Number(item.dataset.id));
    const { on, personId } = this.#chat;
    const letter = key.toLowerCase();
    if (!message || message.service) return false;
    if (letter === "r" && !this.#chat.isChannel) on.reply(message);
    else if (letter === "f") item.querySelector(".tool.forward").click();
    else if (letter === "e" && isChangeable(message, personId)) on.edit(message);
    else return false;
    return true;
  }

  #showEarlier() {
    const { scrollHeight, scrollTop } = this.scroller;
    this.#from = Math.max(0, this.#from - SHOWN);
    this.atEnd = false;
    this.#quiet = true;
    this.list.setAttribute("aria-live", "off");
    this.sync();
    this.scroller.scrollTop = scrollTop + this.scroller.scrollHeight - scrollHeight;
  }

  #scrolled() {
    const { scrollTop, clientHeight, scrollHeight } = this.scroller;
    if (scrollHeight - clientHeight - scrollTop < 48) this.atEnd = true;
    else if (scrollTop < this.lastTop - 1) this.atEnd = false;
    this.lastTop = scrollTop;
    if (this.atEnd) this.missed = 0;
    this.#count(0);
    if (scrollTop < 40 && !this.earlier.hidden && scrollHeight > clientHeight) this.#showEarlier();
  }

  #count(added) {
    this.missed += added;
    this.jump.hidden = this.atEnd;
    const badge = this.jump.lastChild;
    badge.hidden = !this.missed;
    badge.textContent = this.missed;
  }

  #keepEnd() {
    if (!this.atEnd) return;
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.jump.hidden = true;
  }
}

/** Messages of one sender close together are one run: the first carries the name, the last the tail. */
function markRuns(units) {
  const joins = (one, other) => Boolean(one && other) && !one.day && !other.day
    && !one.messages[0].service && !other.messages[0].service
    && one.messages[0].from?.id === other.messages[0].from?.id
    && Date.parse(other.messages[0].date) - Date.parse(one.messages[0].date) < RUN_MINUTES * 60_000;
  units.forEach((unit, at) => {
    unit.first = !joins(units[at - 1], unit);
    unit.last = !joins(unit, units[at + 1]);
  });
}

function sameUnit(one, other) {
  return one.first === other.first && one.own === other.own && one.reply === other.reply
    && one.messages.length === other.messages.length
    && one.messages.every((message, at) => message === other.messages[at]);
}
