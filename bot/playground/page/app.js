// The page: puts the bar, the row of people and the columns together and keeps them in step with the state.

import { Column } from "./column.js";
import { askPerson, showAlert, showHelp } from "./dialogs.js";
import { el, replaceChildren } from "./dom.js";
import { fetchState, follow, post, Refused } from "./server.js";
import { State } from "./state.js";
import { LANGUAGES, preferredLanguage, wordsIn } from "./strings.js";
import { Strip } from "./strip.js";
import { toastRack } from "./toast.js";
import { Topbar } from "./topbar.js";

const NARROW = matchMedia("(max-width: 700px)");
const COLUMN_WIDTH = 332;

class Page {
  constructor(root) {
    this.root = root;
    this.state = new State();
    this.columns = new Map();
    this.drafts = new Map();
    this.viewers = new Map();
    this.unread = new Map();
    this.hidden = null;
    this.tab = null;
    this.play = post;
    this.due = false;
    this.t = wordsIn(remembered("language", LANGUAGES) ?? preferredLanguage());
    for (const name of ["hide", "toggle", "isShown", "isNarrow", "sides", "act", "setLanguage", "addPerson"]) {
      this[name] = this[name].bind(this);
    }
    this.state.changed = () => this.later();
    this.state.arrived = (message) => this.arrived(message);
    this.state.noticed = (notice) => this.noticed(notice);
    this.build();
    NARROW.addEventListener("change", () => this.sync());
    addEventListener("keydown", (event) => this.key(event));
    this.connect();
  }

  build() {
    document.documentElement.lang = this.t.language;
    document.title = this.t("title");
    this.topbar?.node.remove();
    this.columns.clear();
    this.topbar = new Topbar(this);
    this.strip = new Strip(this);
    this.rack = toastRack();
    this.lost = el("div", { class: "lost", role: "status" });
    this.main = el("main", { class: "columns" });
    replaceChildren(this.root, this.topbar.node, this.strip.node, this.lost, this.main, this.rack);
  }

  setLanguage(code) {
    remember("language", code);
    this.t = wordsIn(code);
    this.build();
    this.sync();
    this.topbar.node.querySelector(".page-language").focus();
  }

  // The line to the server

  connect() {
    let loaded = false;
    let early = [];
    let loading = 0;
    const reload = async () => {
      loaded = false;
      const mine = ++loading;
      const told = await fetchState().catch(() => null);
      if (mine !== loading) return;
      if (!told) {
        setTimeout(reload, 1500);
        return;
      }
      this.state.load(told);
      loaded = true;
      for (const event of early) this.state.apply(event);
      early = [];
    };
    follow({
      connected: () => {
        replaceChildren(this.lost);
        reload();
      },
      happened: (event) => {
        if (event.type === "state") reload();
        else if (loaded) this.state.apply(event);
        else early.push(event);
      },
      lost: () => replaceChildren(this.lost, this.t("lost")),
    });
  }

  async act(path, body) {
    try {
      return await post(path, body);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.rack.show(error.message || this.t("failed"), { error: true });
      return null;
    }
  }

  // Who is shown

  sides() {
    const people = [...this.state.people.values()].map(({ id, name }) => ({ id, title: name }));
    const groups = [...this.state.chats.values()].filter((chat) => chat.id < 0).map(({ id, title }) => ({ id, title }));
    return [...people, ...groups];
  }

  isNarrow() {
    return NARROW.matches;
  }

  isShown(id) {
    return this.isNarrow() ? id === this.tab : !this.hidden?.has(id);
  }

  /** At first as many columns as fit: people in their order, and always the first group. */
  chooseFirst(sides) {
    const fitting = Math.max(2, Math.floor((innerWidth - 20) / COLUMN_WIDTH));
    const group = sides.find(({ id }) => id < 0);
    const people = sides.filter((side) => side !== group);
    const shown = group ? [...people.slice(0, fitting - 1), group] : people.slice(0, fitting);
    this.hidden = new Set(sides.filter((side) => !shown.includes(side)).map(({ id }) => id));
  }

  toggle(id) {
    if (this.isNarrow()) this.tab = id;
    else if (this.hidden.has(id)) this.hidden.delete(id);
    else this.hidden.add(id);
    this.sync();
    this.columns.get(id)?.node.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  /** A post of a channel, beside what is shown already. */
  showPost(chatId, messageId) {
    if (!this.isShown(chatId)) this.toggle(chatId);
    const { node, log } = this.columns.get(chatId);
    node.scrollIntoView({ block: "nearest", inline: "nearest" });
    log.show(messageId);
  }

  hide(id) {
    if (!this.isNarrow()) this.hidden.add(id);
    this.sync();
    this.strip.row.querySelector(`[data-side="${id}"]`)?.focus();
  }

  addPerson() {
    askPerson(this.t, async (person) => {
      const before = new Set(this.state.people.keys());
      if ((await this.act("person", person)) === null) return;
      this.state.load(await fetchState());
      const added = [...this.state.people.keys()].find((id) => !before.has(id));
      if (added === undefined) return;
      if (this.isNarrow()) this.tab = added;
      this.sync();
      this.columns.get(added)?.node.scrollIntoView({ inline: "nearest" });
      this.columns.get(added)?.focus();
    });
  }

  viewerOf(groupId) {
    const members = this.state.chats.get(groupId).members.filter((id) => this.state.people.has(id));
    const chosen = this.viewers.get(groupId);
    return members.includes(chosen) ? chosen : members[0];
  }

  setViewer(groupId, personId) {
    this.viewers.set(groupId, personId);
    this.sync();
  }

  draftOf(chatId) {
    if (!this.drafts.has(chatId)) this.drafts.set(chatId, { text: "", reply: null, edit: null });
    return this.drafts.get(chatId);
  }

  // What happens

  arrived(message) {
    const mine = message.chat > 0 ? message.from?.id === message.chat : this.people.has(message.from?.id);
    if (!mine && !this.columns.has(message.chat)) this.unread.set(message.chat, (this.unread.get(message.chat) ?? 0) + 1);
  }

  get people() {
    return this.state.people;
  }

  noticed({ person, text, alert }) {
    const columns = [...this.columns.values()];
    const waiting = columns.find((column) => column.waits && column.chat.personId === person);
    waiting?.answered();
    if (!text) return;
    const who = this.state.people.get(person);
    const column = waiting ?? this.columns.get(person);
    if (alert) showAlert(this.t, who?.name ?? this.state.bot.name, text, who?.language);
    else if (column) column.rack.show(text, { lang: who?.language });
    else this.rack.show(`${who?.name ?? ""}: ${text}`, { lang: who?.language });
  }

  key(event) {
    const digit = /^Digit([1-9])$/.exec(event.code)?.[1];
    if (event.altKey && !event.ctrlKey && digit) {
      event.preventDefault();
      this.goTo(Number(digit) - 1);
    } else if (event.key === "?" && !event.target.closest("textarea, input, select, dialog")) {
      event.preventDefault();
      showHelp(this.t);
    }
  }

  goTo(place) {
    const side = this.isNarrow() ? this.sides()[place] : this.sides().filter(({ id }) => this.isShown(id))[place];
    if (!side) return;
    if (this.isNarrow()) this.toggle(side.id);
    const column = this.columns.get(side.id);
    column?.node.scrollIntoView({ block: "nearest", inline: "nearest" });
    column?.focus();
  }

  // Drawing

  /** Many events in one frame are drawn once; a page in the background is drawn by a timer. */
  later() {
    if (this.due) return;
    this.due = true;
    const draw = () => {
      this.due = false;
      this.sync();
    };
    if (document.hidden) setTimeout(draw, 200);
    else requestAnimationFrame(draw);
  }

  sync() {
    const sides = this.sides();
    if (!sides.length) return;
    if (this.hidden === null) this.chooseFirst(sides);
    if (!sides.some(({ id }) => id === this.tab)) this.tab = sides[0].id;
    const shown = sides.filter(({ id }) => this.isShown(id));
    const wanted = new Set(shown.map(({ id }) => id));
    for (const [id, column] of this.columns) {
      if (wanted.has(id)) continue;
      column.node.remove();
      this.columns.delete(id);
    }
    shown.forEach(({ id }, at) => this.place(id, at));
    for (const { id } of shown) this.unread.delete(id);
    this.empty(shown.length === 0);
    this.strip.sync();
    this.topbar.sync();
    for (const column of this.columns.values()) column.sync();
  }

  place(id, at) {
    if (!this.columns.has(id)) this.columns.set(id, new Column(this, id));
    const { node } = this.columns.get(id);
    if (this.isNarrow()) node.setAttribute("role", "tabpanel");
    else node.removeAttribute("role");
    if (this.main.children[at] !== node) this.main.insertBefore(node, this.main.children[at] ?? null);
  }

  empty(isEmpty) {
    this.main.querySelector(".nothing")?.remove();
    if (isEmpty) this.main.append(el("p", { class: "nothing" }, this.t("nothingShown")));
  }
}

function remembered(name, allowed) {
  try {
    const value = localStorage.getItem(`kaiwa.${name}`);
    return value in allowed ? value : null;
  } catch {
    return null;
  }
}

/** A browser that keeps nothing for pages is no reason to stop. */
function remember(name, value) {
  try {
    localStorage.setItem(`kaiwa.${name}`, value);
  } catch {
    // The choice holds until the page is closed.
  }
}

new Page(document.getElementById("playground"));
