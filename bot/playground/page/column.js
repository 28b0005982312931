// One column: somebody's chat with Kaiwa, or a group or channel seen by one of its members.

import { Composer } from "./composer.js";
import { askChoice, languageSelect } from "./dialogs.js";
import { el, replaceChildren } from "./dom.js";
import { botLink } from "./entities.js";
import { faceOf, hueOf } from "./faces.js";
import { icon } from "./icons.js";
import { Log } from "./log.js";
import { menuButton } from "./menu.js";
import { Refused } from "./server.js";
import { inLanguage } from "./strings.js";
import { toastRack } from "./toast.js";

const ANSWER_SECONDS = 6;
const ALBUM = 10;
const LONGEST_PLACE = 80;
const CHANGEABLE_HOURS = 48;

export class Column {
  #page;
  #waiting = null;

  /** `page` gives state, t, play, drafts, viewers, hide(chatId) and showPost(chatId, messageId). */
  constructor(page, chatId) {
    this.#page = page;
    this.id = chatId;
    const { state, t } = page;
    this.chat = {
      id: chatId, state, t, isGroup: chatId < 0, isChannel: state.chats.get(chatId)?.type === "channel",
      get personId() {
        return chatId < 0 ? page.viewerOf(chatId) : chatId;
      },
      on: this.#actions(),
    };
    this.title = chatId < 0 ? state.chats.get(chatId).title : state.people.get(chatId).name;
    this.rack = toastRack();
    this.head = el("header", { class: "head", lang: t.language });
    this.log = new Log(this.chat, t("log", { name: this.title }));
    this.composer = new Composer(this.chat, page.draftOf(chatId));
    this.gate = el("div", { class: "gate", lang: t.language, hidden: true });
    this.welcome = el("div", { class: "welcome", lang: t.language, hidden: true });
    this.scanner = el("input", { type: "file", accept: "image/*", hidden: true, tabindex: "-1", "data-kind": "scan", onchange: () => this.#scanChosen() });
    for (const part of [this.composer.node, this.log.earlier, this.log.jump, this.log.typing]) part.lang = t.language;
    this.node = el("section", { class: "column", id: `column${chatId}`, "aria-label": this.title, "data-chat": chatId },
      this.head, this.log.node, this.welcome, this.rack, this.gate, this.composer.node, this.scanner);
    this.node.style.setProperty("--hue", hueOf(state, chatId));
    if (!this.chat.isChannel) this.#acceptDrops();
  }

  sync() {
    const { state } = this.#page;
    const who = state.people.get(this.chat.personId);
    this.node.lang = who?.language ?? "";
    this.#syncHead();
    this.log.sync();
    this.#syncGate();
    this.composer.sync();
  }

  focus() {
    (this.gate.hidden ? this.composer : this.gate.querySelector("button") ?? this.log)?.focus();
  }

  /** The bot's answer to a press: it ends the waiting; words are shown where the finger was. */
  answered() {
    this.#waiting?.();
  }

  get waits() {
    return this.#waiting !== null;
  }

  #actions() {
    const { play } = this.#page;
    const chat = this.id;
    const person = () => this.chat.personId;
    return {
      say: (text, reply = null) => this.#try(play("say", { person: person(), chat, text, reply_to: reply })),
      attach: (items, caption, reply) => this.#attach(items, caption, reply),
      press: (message, row, column) => this.#press(message, row, column),
      open: (link) => this.open(link),
      showPost: ({ chat: channel, message }) => this.#page.showPost(channel, message),
      scan: () => this.scanner.click(),
      saveEdit: (message, text) => this.#try(play("edit", { person: person(), chat, message: message.id, text })),
      reply: (message) => this.composer.reply(message),
      edit: (message) => this.#edit(message),
      forwardEntries: (messages) => this.#forwardEntries(messages),
      share: (kind, reply) => this.#try(play("share", { person: person(), chat, kind, reply_to: reply })),
      jump: (messageId) => this.log.show(messageId),
      enterLog: () => this.log.focus(),
      leave: () => this.focus(),
      tell: (words) => this.rack.show(words),
    };
  }

  /** Opens a link to the bot as this person; a link for a group asks which one. */
  open(link) {
    const { play, state, t } = this.#page;
    const person = this.chat.personId;
    const send = (group) => this.#try(play("open", { person, link: link.url, ...(group ? { group } : {}) }));
    if (!link.forGroup) return send(null);
    const groups = [...state.chats.values()].filter((chat) => chat.id < 0 && chat.type !== "channel");
    askChoice(t, t("whichGroup"), t("addBot"), groups.map(({ id, title }) => ({ id, label: title })), t("open"), send);
    return Promise.resolve();
  }

  /** As with a phone's camera: the code in a picture is followed. A picture without one is attached, to be sent or not. */
  async #scan(file) {
    const { state, t, play } = this.#page;
    const form = new FormData();
    form.append("file", file, file.name);
    const told = await this.#try(play("scan", form));
    if (!told) return;
    const link = told.codes.map((code) => botLink(code, state.bot.username)).find(Boolean);
    if (link) {
      if (this.chat.isGroup) this.rack.show(t("codeOpened")); // in the chat of whoever scans
      await this.open(link);
      return;
    }
    const why = told.codes.length ? t("codeElsewhere", { where: told.codes[0].slice(0, LONGEST_PLACE) }) : t("noCode");
    const writes = !this.composer.node.hidden;
    if (writes) this.composer.add([file]);
    this.rack.show(writes ? `${why} ${t("attachedInstead")}` : why);
  }

  #scanChosen() {
    const [file] = this.scanner.files;
    this.scanner.value = "";
    if (file) this.#scan(file);
  }

  async #try(doing) {
    try {
      return await doing;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.rack.show(error.message || this.#page.t("failed"), { error: true });
      return null;
    }
  }

  /** Files of one kind go together as an album; the words go with the first. */
  async #attach(items, caption, reply) {
    let words = caption;
    for (const kind of new Set(items.map((item) => item.kind))) {
      const files = items.filter((item) => item.kind === kind).map((item) => item.file);
      for (let at = 0; at < files.length; at += ALBUM) {
        const form = new FormData();
        const fields = { person: this.chat.personId, chat: this.id, kind, caption: words, reply_to: reply ?? "" };
        for (const [name, value] of Object.entries(fields)) if (value !== "") form.set(name, value);
        for (const file of files.slice(at, at + ALBUM)) form.append("file", file, file.name);
        await this.#try(this.#page.play("attach", form));
        words = "";
      }
    }
  }

  async #press(message, row, column) {
    const answer = new Promise((resolve) => {
      this.#waiting = resolve;
      setTimeout(resolve, ANSWER_SECONDS * 1000);
    });
    const body = { person: this.chat.personId, chat: this.id, message: message.id, row, column };
    if ((await this.#try(this.#page.play("press", body))) !== null) await answer;
    this.#waiting = null;
  }

  #edit(message) {
    const { state, t } = this.#page;
    if (state.now() - Date.parse(message.date) > CHANGEABLE_HOURS * 3_600_000) this.rack.show(t("tooOldToEdit"));
    else this.composer.edit(message);
  }

  /** The chats of this person, Kaiwa first; an album goes as a whole. */
  #forwardEntries(messages) {
    const { state, t } = this.#page;
    const person = this.chat.personId;
    const groups = [...state.chats.values()].filter((chat) => chat.id < 0 && chat.type !== "channel" && chat.members.includes(person));
    const chats = [{ id: person, title: state.bot.name }, ...groups];
    return chats.map(({ id, title }) => ({
      label: t("forwardTo", { name: title }), icon: "forward",
      run: () => this.#forward(messages, id, title),
    }));
  }

  async #forward(messages, to, title) {
    const { t, play } = this.#page;
    const ids = messages.map((message) => message.id);
    const done = await this.#try(play("forward", { person: this.chat.personId, chat: this.id, messages: ids, to }));
    if (done && to !== this.id) this.rack.show(t("forwardDone", { name: title }));
  }

  #syncHead() {
    const { state, t } = this.#page;
    const group = this.chat.isGroup ? state.chats.get(this.id) : null;
    const person = state.people.get(this.chat.personId);
    const facts = JSON.stringify([group, person, [...state.people.values()].map((one) => one.name)]);
    if (facts === this.drawnHead) return;
    this.drawnHead = facts;
    const many = { n: group?.members.length };
    const note = this.chat.isChannel ? `@${group.username} · ${t("subscribers", many)}` : group ? t("members", many) : (inLanguage(person?.note, t.language) || state.bot.name);
    replaceChildren(this.head,
      faceOf(state, this.id, this.title),
      el("div", { class: "head-words" }, el("h2", { dir: "auto" }, this.title), el("p", { dir: "auto" }, note)),
      this.chat.isChannel ? null : group ? this.#viewerSelect(group) : this.#languageSelect(person),
      menuButton({
        label: t("options", { name: this.title }), className: "quiet", content: icon("more"),
        entries: () => this.#menuEntries(),
      }),
    );
  }

  #languageSelect(person) {
    const { t, play } = this.#page;
    const label = t("language", { name: person.name });
    const select = languageSelect(person.language, { class: "picker", "aria-label": label, title: label });
    select.addEventListener("change", () => this.#try(play("language", { person: person.id, language: select.value })));
    return select;
  }

  #viewerSelect(group) {
    const { state, t } = this.#page;
    const select = el("select", { class: "picker", "aria-label": t("pressesAs"), title: t("pressesAs") },
      group.members.filter((id) => state.people.has(id)).map((id) =>
        el("option", { value: id, selected: id === this.chat.personId }, state.people.get(id).name)));
    select.addEventListener("change", () => this.#page.setViewer(this.id, Number(select.value)));
    return select;
  }

  #menuEntries() {
    const { state, t, play, hide } = this.#page;
    const person = state.people.get(this.chat.personId);
    const group = this.chat.isGroup ? state.chats.get(this.id) : null;
    const links = state.links.map((link) => ({
      label: inLanguage(link.title, t.language), icon: "link",
      run: () => this.open({ url: link.url, forGroup: link.url.includes("startgroup=") }),
    }));
    const membership = group
      ? { label: t(group.bot ? "removeBot" : "addBot"), icon: group.bot ? "block" : "plus", danger: group.bot,
        run: () => this.#try(play("group", { group: this.id, bot: !group.bot, by: person.id })) }
      : { label: t(person.blocked ? "unblock" : "block"), icon: "block", danger: !person.blocked,
        run: () => this.#block(!person.blocked) };
    if (this.chat.isChannel) return [{ label: t("hide"), icon: "hide", run: () => hide(this.id) }];
    return [
      ...(links.length ? [{ heading: t("links") }, ...links, { heading: this.title }] : []),
      membership,
      { label: t("hide"), icon: "hide", run: () => hide(this.id) },
    ];
  }

  #block(blocked) {
    return this.#try(this.#page.play("block", { person: this.chat.personId, blocked }));
  }

  /** Before START, while blocked, and in a group without the bot, one large button stands where one writes. */
  #syncGate() {
    const { state, t } = this.#page;
    const person = state.people.get(this.chat.personId);
    const group = this.chat.isGroup ? state.chats.get(this.id) : null;
    const closed = this.chat.isChannel ? "channel" : group ? (group.bot ? null : "away") : person.blocked ? "blocked" : state.hasStarted(person.id) ? null : "new";
    const facts = JSON.stringify([closed, closed && state.links, person?.name, closed === "new" && this.#description(person)]);
    if (facts === this.drawnGate) return;
    const held = this.gate.contains(document.activeElement);
    this.drawnGate = facts;
    this.gate.hidden = closed === null;
    this.composer.node.hidden = closed !== null && closed !== "away";
    this.welcome.hidden = closed !== "new";
    if (closed === "new") this.#drawWelcome(person);
    if (closed !== null) replaceChildren(this.gate, this.#gateWords(closed, person));
    if (held) this.focus();
  }

  #gateWords(closed, person) {
    const { t, play } = this.#page;
    const button = (words, run) => el("button", { type: "button", class: "main wide", onclick: run }, words);
    if (closed === "new") return [button(t("start"), () => this.#try(play("say", { person: person.id, chat: this.id, text: "/start" })))];
    if (closed === "channel") return [el("p", {}, t("readOnly"))];
    if (closed === "blocked") {
      return [el("p", {}, t("blocked", { name: person.name })), button(t("unblock"), () => this.#block(false))];
    }
    const add = () => this.#try(play("group", { group: this.id, bot: true, by: this.chat.personId }));
    return [el("p", {}, t("botAway")), button(t("addBot"), add)];
  }

  /** What Kaiwa says of itself before the first word, in the language of this person's app. */
  #description({ language }) {
    const { descriptions = {} } = this.#page.state.bot;
    return descriptions[language] ?? descriptions[""] ?? "";
  }

  #drawWelcome(person) {
    const { state, t } = this.#page;
    const links = state.links.map((link) => el("button", {
      type: "button", class: "chip",
      onclick: () => this.open({ url: link.url, forGroup: link.url.includes("startgroup=") }),
    }, icon("link"), inLanguage(link.title, t.language)));
    const poster = el("button", { type: "button", class: "chip", onclick: () => this.scanner.click() }, icon("scan"), t("scan"));
    replaceChildren(this.welcome,
      faceOf(state, 0, ""),
      el("strong", {}, state.bot.name),
      el("p", { class: "about", dir: "auto", lang: person.language }, this.#description(person)),
      el("p", { class: "small" }, t("startHint", { name: person.name })),
      el("p", { class: "small" }, t("startMore")),
      el("div", { class: "chips" }, links, poster),
    );
  }

  #acceptDrops() {
    this.node.addEventListener("dragover", (event) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      this.node.classList.add("dropping");
    });
    this.node.addEventListener("dragleave", () => this.node.classList.remove("dropping"));
    this.node.addEventListener("drop", (event) => {
      this.node.classList.remove("dropping");
      if (!event.dataTransfer?.files.length) return;
      event.preventDefault();
      const [file, ...more] = event.dataTransfer.files;
      if (file.type.startsWith("image/") && !more.length) this.#scan(file);
      else this.composer.add([file, ...more]);
    });
  }
}
