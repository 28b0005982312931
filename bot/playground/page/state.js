// What the page knows: people, chats and messages as the server told them, kept current by its events.

const TYPING_SECONDS = 6;

export class State {
  constructor() {
    this.bot = { username: "", name: "Kaiwa" };
    this.people = new Map();
    this.chats = new Map();
    this.messages = new Map();
    this.commands = {};
    this.links = [];
    this.fault = null;
    this.zone = undefined;
    this.ahead = 0;
    this.typing = new Map();
    this.versions = new Map();
    this.loads = 0;
    this.arrived = () => {};
    this.changed = () => {};
    this.noticed = () => {};
  }

  load(told) {
    this.bot = told.bot;
    this.people = new Map(told.people.map((person) => [person.id, person]));
    this.chats = new Map(told.chats.map((chat) => [chat.id, chat]));
    this.commands = told.commands ?? {};
    this.links = told.links ?? [];
    this.fault = told.fault ?? null;
    this.zone = told.zone ?? undefined;
    this.loads += 1;
    this.setClock(told.clock);
    const before = this.messages;
    this.messages = new Map();
    for (const message of told.messages) this.#chat(message.chat).push(sameAsBefore(before, message));
    for (const list of this.messages.values()) list.sort((one, other) => one.id - other.id);
    this.changed();
  }

  apply(event) {
    if (event.type === "message" || event.type === "edit") this.#put(event.message, event.type === "message");
    else if (event.type === "delete") this.#remove(event);
    else if (event.type === "typing") this.#startTyping(event.chat);
    else if (event.type === "clock") this.setClock(event.now);
    else if (event.type === "notice") this.noticed(event);
    this.changed();
  }

  setClock(now) {
    this.ahead = Date.parse(now) - Date.now();
  }

  now() {
    return new Date(Date.now() + this.ahead);
  }

  messagesOf(chatId) {
    return this.messages.get(chatId) ?? [];
  }

  find(chatId, messageId) {
    return this.messagesOf(chatId).findLast((message) => message.id === messageId) ?? null;
  }

  /** Another word whenever anything in the chat may look different. */
  versionOf(chatId) {
    return `${this.loads} ${this.versions.get(chatId) ?? 0}`;
  }

  isTyping(chatId) {
    return (this.typing.get(chatId) ?? 0) > Date.now();
  }

  commandsFor(chatId, personId) {
    const key = chatId === personId ? String(personId) : `${chatId}:${personId}`;
    return this.commands[key] ?? [];
  }

  /** The person's own side of Telegram is empty until they press START; whoever has written has started. */
  hasStarted(personId) {
    const person = this.people.get(personId);
    return person?.started ?? this.messagesOf(personId).some((message) => message.from?.id === personId);
  }

  #chat(chatId) {
    if (!this.messages.has(chatId)) this.messages.set(chatId, []);
    return this.messages.get(chatId);
  }

  #touch(chatId) {
    this.versions.set(chatId, (this.versions.get(chatId) ?? 0) + 1);
  }

  #put(message, isNew) {
    this.#touch(message.chat);
    const list = this.#chat(message.chat);
    const at = list.findLastIndex((known) => known.id <= message.id);
    if (at >= 0 && list[at].id === message.id) list[at] = message;
    else {
      list.splice(at + 1, 0, message);
      if (isNew) this.arrived(message);
    }
    if (message.from?.bot) this.typing.delete(message.chat);
  }

  #remove(event) {
    this.#touch(event.chat);
    const gone = new Set(event.ids ?? [event.id ?? event.message?.id ?? event.message]);
    this.messages.set(event.chat, this.messagesOf(event.chat).filter((message) => !gone.has(message.id)));
  }

  #startTyping(chatId) {
    this.typing.set(chatId, Date.now() + TYPING_SECONDS * 1000);
    this.#touch(chatId);
    setTimeout(() => {
      this.#touch(chatId);
      this.changed();
    }, TYPING_SECONDS * 1000 + 50);
  }
}

/** Keeps the old object where nothing changed, so that a reload redraws nothing and moves no focus. */
function sameAsBefore(before, message) {
  const known = before.get(message.chat)?.find((old) => old.id === message.id);
  return known && JSON.stringify(known) === JSON.stringify(message) ? known : message;
}
