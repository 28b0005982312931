// The bar above the chats: what this is, the clock and its fast-forward, faults, language of the page, help.

import { languageSelect, showHelp } from "./dialogs.js";
import { el, replaceChildren } from "./dom.js";
import { icon } from "./icons.js";
import { menuButton } from "./menu.js";
import { hour, secondsToMonday, shortDay } from "./time.js";

const HOUR = 3600;
const FAULTS = [
  ["none", "faultNone", null],
  ["retry_after", "faultRetry", 10],
  ["outage", "faultOutage", 20],
  ["slow", "faultSlow", 1],
];

export class Topbar {
  #page;

  /** `page` gives state, t, act(path, body) and setLanguage(code). */
  constructor(page) {
    this.#page = page;
    const { t, state, setLanguage } = page;
    this.time = el("time", { class: "clock-time" });
    this.date = el("span", { class: "clock-date" });
    this.clock = el("div", { class: "clock", role: "group", "aria-label": t("clock") },
      icon("clock"), el("span", { class: "clock-words" }, this.date, this.time),
      el("span", { class: "steps" },
        this.#step("hourShort", "hourAhead", () => HOUR),
        this.#step("dayShort", "dayAhead", () => 24 * HOUR),
        this.#step("mondayShort", "mondayAhead", () => secondsToMonday(state.now(), state.zone))),
      menuButton({ label: t("forwardClock"), className: "quiet narrow", content: icon("ahead"), entries: () => this.#clockEntries() }));
    this.faultWords = el("span", { class: "fault-words" });
    this.faults = menuButton({
      label: t("faults"), className: "pill faults", content: [icon("fault"), this.faultWords], entries: () => this.#faultEntries(),
    });
    const language = languageSelect(t.language, { class: "picker page-language", "aria-label": t("pageLanguage"), title: t("pageLanguage") });
    language.addEventListener("change", () => setLanguage(language.value));
    const help = el("button", { type: "button", class: "pill", "aria-label": t("help"), title: t("help"), onclick: () => showHelp(t) },
      icon("help"), el("span", { class: "wide-only" }, t("help")));
    this.node = el("header", { class: "topbar", "aria-label": t("topbar") },
      el("img", { class: "mark", src: "/static/icon.svg", alt: "" }),
      el("div", { class: "brand" }, el("h1", {}, "Kaiwa"), el("p", {}, t("sentence"))),
      this.clock, this.faults, language, help);
    setInterval(() => this.#tick(), 1000);
  }

  sync() {
    this.#tick();
    const { t, state } = this.#page;
    const kind = this.#fault();
    const words = t(FAULTS.find(([name]) => name === kind)?.[1] ?? "faults");
    this.faults.classList.toggle("on", kind !== "none");
    replaceChildren(this.faultWords, kind === "none" ? t("faults") : words);
    this.faults.setAttribute("aria-label", kind === "none" ? t("faults") : t("faultNow", { what: words }));
    this.node.dataset.fault = state.fault ? kind : "";
  }

  #fault() {
    return this.#page.state.fault?.kind ?? "none";
  }

  #tick() {
    const { t, state } = this.#page;
    const now = state.now();
    const time = hour(now, t.language, state.zone);
    const date = shortDay(now, t.language, state.zone);
    if (this.time.textContent === time && this.date.textContent === date) return;
    this.time.textContent = time;
    this.time.dateTime = now.toISOString();
    this.date.textContent = date;
    this.clock.title = t("clockNow", { time: `${date} ${time}` });
  }

  #move(seconds) {
    return this.#page.act("clock", { seconds: seconds() });
  }

  #step(short, long, seconds) {
    const { t } = this.#page;
    return el("button", {
      type: "button", class: "step", title: t(long), "aria-label": t(long), onclick: () => this.#move(seconds),
    }, t(short));
  }

  #clockEntries() {
    const { t, state } = this.#page;
    const entry = (label, seconds) => ({ label: t(label), icon: "ahead", run: () => this.#move(seconds) });
    return [
      { heading: this.clock.title },
      entry("hourAhead", () => HOUR),
      entry("dayAhead", () => 24 * HOUR),
      entry("mondayAhead", () => secondsToMonday(state.now(), state.zone)),
    ];
  }

  #faultEntries() {
    const { t } = this.#page;
    return FAULTS.map(([kind, words, seconds]) => ({
      label: t(words), checked: this.#fault() === kind,
      run: () => this.#setFault(kind, seconds),
    }));
  }

  /** Trouble that is to last some seconds is ended from here; slowness stays until it is switched off. */
  async #setFault(kind, seconds) {
    const { act } = this.#page;
    clearTimeout(this.faultEnd);
    await act("fault", seconds === null ? { kind } : { kind, seconds });
    if (kind === "retry_after" || kind === "outage") {
      this.faultEnd = setTimeout(() => act("fault", { kind: "none" }), seconds * 1000);
    }
  }
}
