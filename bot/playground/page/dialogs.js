// Dialogs: alerts, the form for another person, choices, the help and an enlarged photo.

import { el } from "./dom.js";
import { icon } from "./icons.js";
import { LANGUAGES } from "./strings.js";

function show(className, label, ...children) {
  const dialog = el("dialog", { class: `dialog ${className}`, "aria-label": label }, children);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

function closer(t) {
  return el("button", {
    type: "button", class: "quiet corner", "aria-label": t("close"), title: t("close"),
    onclick: (event) => event.currentTarget.closest("dialog").close(),
  }, icon("close"));
}

function footer(t, save) {
  return el("div", { class: "dialog-foot" },
    el("button", {
      type: "button", class: "plain",
      onclick: (event) => event.currentTarget.closest("dialog").close(),
    }, t("cancel")),
    el("button", { type: "submit", class: "main" }, save),
  );
}

/** What Telegram shows for a press that is answered with an alert. */
export function showAlert(t, who, text, language) {
  const dialog = show("alert", who,
    el("h2", {}, who),
    el("p", { dir: "auto", lang: language }, text),
    el("div", { class: "dialog-foot" },
      el("button", { type: "button", class: "main", autofocus: true, onclick: () => dialog.close() }, t("ok")),
    ),
  );
}

export function askPerson(t, done) {
  const name = el("input", { name: "name", required: true, maxlength: "60", autocomplete: "off", autofocus: true });
  const language = languageSelect(t.language);
  const form = el("form", { method: "dialog" },
    el("h2", {}, t("addPersonTitle")),
    el("label", {}, t("name"), name),
    el("label", {}, t("languageWord"), language),
    footer(t, t("add")),
  );
  form.addEventListener("submit", () => {
    if (name.value.trim()) done({ name: name.value.trim(), language: language.value });
  });
  show("form", t("addPersonTitle"), form);
}

/** One of `options` ({id, label}), such as the group that a link asks for. */
export function askChoice(t, title, label, options, save, done) {
  const select = el("select", { autofocus: true }, options.map((option) => el("option", { value: option.id }, option.label)));
  const form = el("form", { method: "dialog" },
    el("h2", {}, title),
    el("label", {}, label, select),
    footer(t, save),
  );
  form.addEventListener("submit", () => done(Number(select.value)));
  show("form", title, form);
}

export function showHelp(t) {
  show("help", t("helpTitle"),
    closer(t),
    el("h2", {}, t("helpTitle")),
    el("p", {}, t("helpIntro")),
    el("ul", {}, t("helpTips").map((tip) => el("li", {}, tip))),
    el("h3", {}, t("helpKeys")),
    el("dl", {}, t("keys").flatMap(([keys, words]) => [el("dt", {}, el("kbd", {}, keys)), el("dd", {}, words)])),
  );
}

export function showPhoto(t, source, description) {
  show("photo", description, closer(t), el("img", { src: source, alt: description }));
}

export function languageSelect(chosen, properties = {}) {
  return el("select", properties, Object.entries(LANGUAGES).map(([code, name]) =>
    el("option", { value: code, lang: code, selected: code === chosen }, name)));
}
