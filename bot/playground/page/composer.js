// Where a person writes: text, attachments, voice, commands, replies, edits and suggested answers.

import { el, replaceChildren } from "./dom.js";
import { botLink } from "./entities.js";
import { icon } from "./icons.js";
import { menuButton } from "./menu.js";
import { excerpt } from "./message.js";
import { duration } from "./time.js";
import { hasMicrophone, startRecording } from "./voice.js";

const TALLEST = 160;

export class Composer {
  #chat;
  #draft;
  #staged = [];
  #recording = null;
  #keyboardShut = null;
  #answered = null;
  #choice = 0;

  /** `draft` ({text, reply, edit, before}) outlives this composer, so that hiding a column loses no words. */
  constructor(chat, draft) {
    this.#chat = chat;
    this.#draft = draft;
    const { t } = chat;
    this.contextWords = el("span", { class: "context-words", id: `context${chat.id}` });
    this.context = el("div", { class: "context", hidden: true });
    this.hint = el("div", { class: "context hint", hidden: true });
    this.tray = el("ul", { class: "tray", hidden: true });
    this.commands = el("div", { class: "commands", role: "listbox", id: `commands${chat.id}`, "aria-label": t("commands"), hidden: true });
    this.field = el("textarea", {
      class: "field", rows: "1", dir: "auto", placeholder: t("write"), autocomplete: "off",
      "aria-autocomplete": "list", "aria-controls": this.commands.id,
    });
    this.field.value = draft.text;
    this.photos = this.#picker("image/*", true, (file) => ({ kind: "photo", file }));
    this.files = this.#picker("", true, (file) => ({ kind: "document", file }));
    this.sounds = this.#picker("audio/*", false, (file) => ({ kind: "voice", file }));
    this.menu = menuButton({
      label: t("commands"), className: "quiet", content: icon("slash"), entries: () => this.#commandEntries(),
    });
    this.attach = menuButton({
      label: t("attach"), className: "quiet", content: icon("attach"), entries: () => this.#attachEntries(),
    });
    this.toggle = el("button", { type: "button", class: "quiet", hidden: true, onclick: () => this.#toggleKeyboard() }, icon("keyboard"));
    this.send = el("button", { type: "button", class: "send", onclick: () => this.#submit() });
    this.row = el("div", { class: "row" }, this.menu, this.attach, this.field, this.toggle, this.send);
    this.recorder = el("div", { class: "row recorder", hidden: true });
    this.keyboard = el("div", { class: "keyboard", role: "group", "aria-label": t("keyboard"), hidden: true });
    this.node = el("div", { class: "composer" },
      this.commands, this.context, this.hint, this.tray, this.row, this.recorder, this.keyboard,
      this.photos, this.files, this.sounds);
    this.#listen();
    hasMicrophone().then((has) => {
      this.microphone = has;
    });
  }

  sync() {
    const { t, state, personId, isGroup } = this.#chat;
    const person = state.people.get(personId);
    const label = isGroup ? t("writeAs", { name: person?.name ?? "" }) : t("write");
    this.field.setAttribute("aria-label", isGroup ? label : `${label} (${person?.name ?? ""})`);
    this.field.placeholder = label;
    this.field.lang = person?.language ?? "";
    if (this.#draft.edit && this.#draft.edit.from.id !== personId) this.#endEdit();
    this.#syncKeyboard();
    this.#syncContext();
    this.#syncTray();
    if (!this.grown) this.#typed();
    this.grown = true;
    this.#syncCommands();
  }

  focus() {
    this.field.focus();
  }

  reply(message) {
    Object.assign(this.#draft, { reply: message, edit: null });
    this.#syncContext();
    this.focus();
  }

  edit(message) {
    const before = this.#draft.edit ? this.#draft.before : this.field.value;
    Object.assign(this.#draft, { reply: null, edit: message, before });
    this.field.value = message.text;
    this.#syncContext();
    this.#typed();
    this.focus();
  }

  add(files) {
    for (const file of files) this.#staged.push({ kind: file.type.startsWith("image/") ? "photo" : "document", file });
    this.#syncTray();
    this.focus();
  }

  #listen() {
    this.field.addEventListener("input", () => this.#typed());
    this.field.addEventListener("keydown", (event) => this.#key(event));
    this.field.addEventListener("blur", () => {
      this.commands.hidden = true;
      this.field.removeAttribute("aria-activedescendant");
    });
    this.field.addEventListener("paste", (event) => {
      if (!event.clipboardData?.files.length) return;
      event.preventDefault();
      this.add(event.clipboardData.files);
    });
  }

  #picker(accept, multiple, stage) {
    const input = el("input", { type: "file", accept, multiple, hidden: true, tabindex: "-1" });
    input.dataset.kind = stage({}).kind;
    input.addEventListener("change", () => {
      this.#staged.push(...[...input.files].map(stage));
      input.value = "";
      this.#syncTray();
      this.focus();
    });
    return input;
  }

  #attachEntries() {
    const { t } = this.#chat;
    const record = { label: t("attachVoice"), icon: "microphone", run: () => this.#record() };
    const share = (label, name, kind) => ({ label: t(label), icon: name, run: () => this.#share(kind) });
    return [
      { label: t("attachPhoto"), icon: "photo", run: () => this.photos.click() },
      { label: t("attachFile"), icon: "file", run: () => this.files.click() },
      ...(this.microphone ? [record] : []),
      { label: t("attachAudio"), icon: this.microphone ? "file" : "microphone", run: () => this.sounds.click() },
      { label: t("scan"), icon: "scan", run: () => this.#chat.on.scan() },
      share("attachContact", "contact", "contact"),
      share("location", "location", "location"),
      share("sticker", "sticker", "sticker"),
      share("attachLarge", "file", "large file"),
    ];
  }

  #commandEntries() {
    const { state, id, personId, t, on } = this.#chat;
    const commands = state.commandsFor(id, personId);
    const lang = state.people.get(personId)?.language;
    if (!commands.length) return [{ heading: t("noCommands") }, { label: t("close"), icon: "close", run: () => this.focus() }];
    return commands.map(({ command, description }) => ({
      label: `/${command}`, hint: description, lang, icon: "slash",
      run: () => {
        on.say(this.#addressed(command));
        this.focus();
      },
    }));
  }

  /** In a group a command names the bot, as Telegram's own menu does. */
  #addressed(command) {
    return this.#chat.isGroup ? `/${command}@${this.#chat.state.bot.username}` : `/${command}`;
  }

  #typed() {
    const { t } = this.#chat;
    const text = this.field.value;
    this.#draft.text = text;
    this.field.style.height = "auto";
    if (text) this.field.style.height = `${Math.min(this.field.scrollHeight, TALLEST)}px`;
    const link = this.#link();
    this.hint.hidden = !link;
    if (link) replaceChildren(this.hint, icon("link"), el("span", {}, t("linkHint")));
    this.#syncCommands();
    this.#syncSend();
  }

  #link() {
    const text = this.field.value.trim();
    return text && !/\s/.test(text) ? botLink(text, this.#chat.state.bot.username) : null;
  }

  #matching() {
    const text = this.field.value;
    if (!/^\/\w*$/.test(text) || this.#draft.edit) return [];
    const { state, id, personId } = this.#chat;
    return state.commandsFor(id, personId).filter(({ command }) => command.startsWith(text.slice(1).toLowerCase()));
  }

  #syncCommands() {
    const matching = document.activeElement === this.field ? this.#matching() : [];
    this.#choice = Math.min(this.#choice, Math.max(0, matching.length - 1));
    this.commands.hidden = !matching.length;
    replaceChildren(this.commands, matching.map(({ command, description }, at) => el("div", {
      class: "command-entry", role: "option", id: `${this.commands.id}-${at}`, "aria-selected": String(at === this.#choice),
      onpointerdown: (event) => {
        event.preventDefault();
        this.#choose(command);
      },
    }, el("b", {}, `/${command}`), el("span", { lang: this.field.lang }, description))));
    if (matching.length) this.field.setAttribute("aria-activedescendant", `${this.commands.id}-${this.#choice}`);
    else this.field.removeAttribute("aria-activedescendant");
    this.commands.children[this.#choice]?.scrollIntoView({ block: "nearest" });
  }

  #choose(command) {
    this.field.value = "";
    this.#typed();
    this.#chat.on.say(this.#addressed(command));
  }

  #key(event) {
    const matching = this.commands.hidden ? [] : this.#matching();
    if (matching.length && ["ArrowDown", "ArrowUp"].includes(event.key)) {
      this.#choice = (this.#choice + (event.key === "ArrowDown" ? 1 : matching.length - 1)) % matching.length;
      this.#syncCommands();
    } else if (matching.length && (event.key === "Enter" || event.key === "Tab") && !event.shiftKey) {
      this.#choose(matching[this.#choice].command);
    } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) this.#submit();
    else if (event.key === "ArrowUp" && !this.field.value && !event.altKey) this.#chat.on.enterLog();
    else if (event.key === "Escape") this.#escape();
    else return;
    event.preventDefault();
  }

  #escape() {
    if (!this.commands.hidden) this.commands.hidden = true;
    else if (this.#draft.edit) this.#endEdit();
    else if (this.#draft.reply) {
      this.#draft.reply = null;
      this.#syncContext();
    }
  }

  #clear() {
    this.field.value = "";
    this.#staged = [];
    Object.assign(this.#draft, { reply: null, edit: null });
    this.#syncContext();
    this.#syncTray();
    this.#typed();
  }

  /** What was being written before the editing began stands in the field again. */
  #endEdit() {
    this.field.value = this.#draft.before ?? "";
    Object.assign(this.#draft, { edit: null, before: null });
    this.#syncContext();
    this.#typed();
  }

  /** The message that is answered by what is sent now; the next message answers nothing. */
  #takeReply() {
    const reply = (this.#draft.reply ?? this.#forced())?.id ?? null;
    this.#draft.reply = null;
    this.#syncContext();
    return reply;
  }

  #share(kind) {
    this.#chat.on.share(kind, this.#takeReply());
    this.focus();
  }

  #syncContext() {
    const { t, state, id } = this.#chat;
    const { edit } = this.#draft;
    const reply = this.#draft.reply ?? this.#forced();
    const message = edit ?? reply;
    this.context.hidden = !message;
    this.#syncSend();
    if (!message) {
      this.field.removeAttribute("aria-describedby");
      return;
    }
    this.field.setAttribute("aria-describedby", this.contextWords.id);
    const forced = !edit && !this.#draft.reply;
    const name = message.from?.name ?? "";
    const title = edit ? t("editing") : forced ? t("answering") : t("replying", { name });
    const stop = t(edit ? "stopEdit" : "stopReply");
    replaceChildren(this.contextWords, el("b", {}, title), el("span", { dir: "auto" }, excerpt(state.find(id, message.id) ?? message, t)));
    replaceChildren(this.context,
      icon(edit ? "edit" : "reply"),
      this.contextWords,
      el("button", {
        type: "button", class: "quiet", title: stop, "aria-label": stop,
        onclick: () => {
          if (edit) this.#endEdit();
          else if (forced) this.#answered = message.id;
          this.#draft.reply = null;
          this.#syncContext();
          this.focus();
        },
      }, icon("close")));
  }

  /** The message that asks for an answer (force_reply), while nothing newer of the person's stands below it. */
  #forced() {
    const { state, id, personId } = this.#chat;
    const messages = state.messagesOf(id);
    const asking = messages.findLast((message) => message.from?.bot && !message.service && isFor(message, personId));
    if (!asking?.force_reply || asking.id === this.#answered) return null;
    const since = messages.findLast((message) => message.from?.id === personId);
    return since && since.id > asking.id ? null : asking;
  }

  #syncTray() {
    const { t } = this.#chat;
    this.tray.hidden = !this.#staged.length;
    replaceChildren(this.tray, this.#staged.map((item, at) => {
      const label = t("remove", { name: item.file.name });
      return el("li", {}, icon(item.kind === "photo" ? "photo" : item.kind === "voice" ? "microphone" : "file"),
        el("span", { dir: "auto" }, item.file.name),
        el("button", {
          type: "button", class: "quiet", title: label, "aria-label": label,
          onclick: () => {
            this.#staged.splice(at, 1);
            this.#syncTray();
            this.focus();
          },
        }, icon("close")));
    }));
    this.tray.setAttribute("aria-label", t("attached", { n: this.#staged.length }));
    this.#syncSend();
  }

  #syncSend() {
    const { t } = this.#chat;
    const what = this.#draft.edit ? "save" : this.#link() ? "open" : "send";
    this.send.title = t(what);
    this.send.setAttribute("aria-label", t(what));
    this.send.replaceChildren(icon({ save: "tick", open: "link", send: "send" }[what]));
    this.send.classList.toggle("ready", Boolean(this.field.value.trim()) || this.#staged.length > 0);
  }

  #submit() {
    const { on } = this.#chat;
    const text = this.field.value.trim();
    if (this.#draft.edit) {
      this.#saveEdit(text);
      return;
    }
    const reply = (this.#draft.reply ?? this.#forced())?.id ?? null;
    const link = this.#link();
    const staged = this.#staged;
    if (!text && !staged.length) {
      this.focus();
      return;
    }
    this.#clear();
    this.focus();
    if (staged.length) on.attach(staged, text, reply);
    else if (link) on.open(link);
    else this.#say(text, reply);
  }

  /** Only a caption may become empty. Words that did not get through stand in the field again, still as an edit. */
  async #saveEdit(text) {
    const { edit } = this.#draft;
    this.focus();
    if (!text && !edit.media) return;
    this.#endEdit();
    if ((await this.#chat.on.saveEdit(edit, text)) !== null || this.#draft.edit) return;
    this.edit(edit);
    this.field.value = text;
    this.#typed();
  }

  /** Words that did not get through stand in the field again. */
  async #say(text, reply) {
    if ((await this.#chat.on.say(text, reply)) !== null || this.field.value) return;
    this.field.value = text;
    this.#typed();
  }

  #syncKeyboard() {
    const { t, on } = this.#chat;
    const asking = this.#suggesting();
    const rows = asking?.keyboard?.rows ?? [];
    const shut = this.#keyboardShut === asking?.id;
    this.toggle.hidden = !rows.length;
    this.keyboard.hidden = !rows.length || shut;
    const label = t(shut ? "showKeyboard" : "hideKeyboard");
    this.toggle.title = label;
    this.toggle.setAttribute("aria-label", label);
    this.toggle.setAttribute("aria-pressed", String(!shut));
    if (this.keyboard.dataset.of === String(asking?.id)) return;
    this.keyboard.dataset.of = String(asking?.id);
    replaceChildren(this.keyboard, rows.map((row) => el("div", { class: "row" }, row.map((words) => el("button", {
      type: "button", class: "key", dir: "auto",
      onclick: () => {
        if (asking.keyboard.one_time) this.#keyboardShut = asking.id;
        on.say(words);
        this.focus();
      },
    }, words)))));
  }

  /** The newest message with a keyboard decides, also when it takes the keyboard away. */
  #suggesting() {
    const { state, id, personId } = this.#chat;
    return state.messagesOf(id).findLast((message) => message.keyboard && isFor(message, personId));
  }

  #toggleKeyboard() {
    const asking = this.#suggesting();
    this.#keyboardShut = this.#keyboardShut === asking?.id ? null : asking?.id;
    this.#syncKeyboard();
  }

  async #record() {
    const { t, on } = this.#chat;
    try {
      this.#recording = await startRecording();
    } catch {
      on.tell(t("noMicrophone"));
      this.sounds.click();
      return;
    }
    const { started, stop } = this.#recording;
    const time = el("span", { class: "recorder-time" });
    const tick = () => {
      time.textContent = t("recording", { time: duration((Date.now() - started) / 1000) });
    };
    const timer = setInterval(tick, 500);
    const end = async (keep) => {
      clearInterval(timer);
      this.row.hidden = false;
      this.recorder.hidden = true;
      const file = await stop(keep);
      if (file) on.attach([{ kind: "voice", file }], "", this.#takeReply());
      this.#recording = null;
      this.focus();
    };
    const finish = el("button", { type: "button", class: "send ready", title: t("recordingSend"), "aria-label": t("recordingSend"), onclick: () => end(true) }, icon("send"));
    tick();
    replaceChildren(this.recorder, el("i", { class: "recorder-light" }), time,
      el("button", { type: "button", class: "plain", onclick: () => end(false) }, t("cancel")), finish);
    this.row.hidden = true;
    this.recorder.hidden = false;
    finish.focus();
  }
}

/** In a group a keyboard or a question may be meant for some members only. */
function isFor(message, personId) {
  return !message.for || message.for.includes(personId);
}
