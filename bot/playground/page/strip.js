// The row of people and groups: toggles for columns where there is room, tabs where there is room for one.

import { el, replaceChildren } from "./dom.js";
import { faceOf } from "./faces.js";
import { icon } from "./icons.js";

export class Strip {
  #page;

  /** `page` gives state, t, sides(), isShown(id), isNarrow(), unread, toggle(id) and addPerson(). */
  constructor(page) {
    this.#page = page;
    this.row = el("div", { class: "sides" });
    this.add = el("button", { type: "button", class: "side add", onclick: () => page.addPerson() },
      icon("plus"), el("span", {}, page.t("addPerson")));
    this.belt = el("div", { class: "belt" }, this.row, this.add);
    const further = page.t("moreChats");
    this.further = el("button", { type: "button", class: "further", title: further, "aria-label": further, hidden: true, onclick: () => this.#turn() },
      icon("further"));
    this.node = el("nav", { class: "strip", "aria-label": page.t("chats") }, this.belt, this.further);
    this.belt.addEventListener("scroll", () => this.#hint());
    new ResizeObserver(() => this.#hint()).observe(this.belt);
    this.row.addEventListener("keydown", (event) => this.#key(event));
  }

  sync() {
    const { t, isNarrow, unread, sides, isShown } = this.#page;
    const facts = JSON.stringify([isNarrow(), sides().map(({ id, title }) => [id, title, isShown(id), unread.get(id) ?? 0])]);
    if (facts === this.drawn) return;
    this.drawn = facts;
    const focused = document.activeElement?.dataset?.side;
    this.row.setAttribute("role", isNarrow() ? "tablist" : "group");
    this.row.setAttribute("aria-label", t("chats"));
    replaceChildren(this.row, sides().map((side) => this.#side(side)));
    if (focused) this.row.querySelector(`[data-side="${focused}"]`)?.focus();
    if (isNarrow()) this.row.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
    this.#hint();
  }

  /** Where chats lie outside, the end fades and an arrow leads on. */
  #hint() {
    const { scrollLeft, clientWidth, scrollWidth } = this.belt;
    this.belt.classList.toggle("before", scrollLeft > 4);
    const more = scrollLeft + clientWidth < scrollWidth - 4;
    this.belt.classList.toggle("after", more);
    this.further.hidden = !more;
  }

  #turn() {
    this.belt.scrollBy({ left: this.belt.clientWidth * 0.7, behavior: "smooth" });
  }

  #side({ id, title }) {
    const { state, t, isNarrow, isShown, unread, toggle } = this.#page;
    const count = unread.get(id) ?? 0;
    const shown = isShown(id);
    const narrow = isNarrow();
    return el("button", {
      type: "button", class: shown ? "side shown" : "side", "data-side": id, title,
      "aria-label": count ? `${title}, ${t("unread", { n: count })}` : title,
      role: narrow ? "tab" : null,
      "aria-selected": narrow ? String(shown) : null,
      "aria-controls": narrow && shown ? `column${id}` : null,
      "aria-pressed": narrow ? null : String(shown),
      tabindex: narrow && !shown ? "-1" : null,
      onclick: () => toggle(id),
    },
    faceOf(state, id, title),
    el("span", { class: "side-name", dir: "auto" }, narrow ? title.split(" ")[0] : title),
    count ? el("span", { class: "badge", "aria-hidden": "true" }, String(count)) : null,
    );
  }

  #key(event) {
    const tabs = [...this.row.children];
    const at = tabs.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1 + tabs.length, Home: 0, End: tabs.length - 1 }[event.key];
    if (to === undefined || at < 0) return;
    event.preventDefault();
    const target = tabs[to % tabs.length];
    target.focus();
    if (this.#page.isNarrow()) this.#page.toggle(Number(target.dataset.side));
  }
}
