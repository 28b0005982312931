// Short notices that come and go: at the foot of a column, or of the page where no column fits.

import { el } from "./dom.js";

const SECONDS = 5;

/** A place for notices; screen readers hear them politely, errors at once. */
export function toastRack() {
  const polite = el("div", { class: "toasts", role: "status" });
  const urgent = el("div", { class: "toasts urgent", role: "alert" });
  const rack = el("div", { class: "rack" }, polite, urgent);
  rack.show = (text, { error = false, lang = null } = {}) => {
    const toast = el("div", { class: "toast", dir: "auto", lang }, text);
    (error ? urgent : polite).append(toast);
    setTimeout(() => toast.remove(), SECONDS * 1000);
  };
  return rack;
}
