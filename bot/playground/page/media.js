// Photos, voices, films and files inside a bubble.

import { showPhoto } from "./dialogs.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { fileUrl } from "./server.js";
import { duration } from "./time.js";

let playing = null;

export function mediaNode(message, t) {
  const { media } = message;
  if (media.kind === "photo") return photo(message, t);
  if (media.kind === "animation" && media.mime === "image/gif") return photo(message, t);
  if (["video", "animation", "video_note"].includes(media.kind)) return film(message, t);
  if (media.kind === "voice" || media.kind === "audio") return sound(message, t);
  return file(message, t);
}

export function mediaWord(media, t) {
  const words = { photo: "photo", voice: "voice", video: "video", animation: "video", video_note: "video", audio: "audio" };
  return media.kind === "document" ? (media.name ?? t("document")) : t(words[media.kind] ?? "document");
}

function describe(message, t) {
  const name = message.from?.name ?? "";
  return message.text ? t("photoWith", { name, text: message.text }) : t("photoFrom", { name });
}

function photo(message, t) {
  const source = fileUrl(message.media.file_id);
  const description = describe(message, t);
  return el("button", {
    type: "button", class: "photo", title: t("openPhoto"),
    onclick: () => showPhoto(t, source, description),
  }, el("img", { src: source, alt: description, decoding: "async" }));
}

function film(message, t) {
  return el("video", {
    class: "film", controls: true, preload: "metadata",
    src: fileUrl(message.media.file_id), "aria-label": mediaWord(message.media, t),
  });
}

function sound(message, t) {
  const what = [mediaWord(message.media, t), message.from?.name].filter(Boolean).join(", ");
  const audio = new Audio();
  audio.preload = "metadata";
  audio.src = fileUrl(message.media.file_id);
  const length = el("span", { class: "sound-time" }, message.media.duration ? duration(message.media.duration) : "");
  const track = el("input", {
    type: "range", class: "sound-track", min: "0", max: "1000", value: "0",
    "aria-label": `${t("position")}: ${what}`,
  });
  const button = el("button", { type: "button", class: "sound-play" });
  const show = () => {
    const total = Number.isFinite(audio.duration) ? audio.duration : (message.media.duration ?? 0);
    const part = total ? audio.currentTime / total : 0;
    track.value = String(Math.round(part * 1000));
    track.style.setProperty("--part", part);
    track.setAttribute("aria-valuetext", `${duration(audio.currentTime)} / ${duration(total)}`);
    length.textContent = duration(audio.paused && !audio.currentTime ? total : audio.currentTime);
    button.setAttribute("aria-label", t(audio.paused ? "play" : "pause", { what }));
    button.replaceChildren(icon(audio.paused ? "play" : "pause"));
  };
  for (const moment of ["loadedmetadata", "timeupdate", "play", "pause", "ended"]) audio.addEventListener(moment, show);
  button.addEventListener("click", () => toggle(audio));
  track.addEventListener("input", () => {
    if (Number.isFinite(audio.duration)) audio.currentTime = (Number(track.value) / 1000) * audio.duration;
  });
  show();
  const title = message.media.kind === "audio" && message.media.name
    ? el("span", { class: "sound-title" }, message.media.name) : null;
  return el("div", { class: "sound" }, button, el("div", { class: "sound-side" }, title, track, length));
}

function toggle(audio) {
  if (!audio.paused) {
    audio.pause();
    return;
  }
  playing?.pause();
  playing = audio;
  audio.play().catch(() => {});
}

function file(message, t) {
  const { media } = message;
  const name = media.name ?? t("document");
  return el("a", {
    class: "file", href: fileUrl(media.file_id), download: name, "aria-label": `${t("download", { name })}, ${bytes(media.size)}`,
  },
  el("span", { class: "file-mark" }, icon("file"), el("span", {}, extension(name))),
  el("span", { class: "file-words" }, el("span", { class: "file-name", dir: "auto" }, name), el("span", { class: "file-size" }, bytes(media.size))),
  );
}

function extension(name) {
  const found = /\.([\p{L}\d]{1,4})$/u.exec(name);
  return found ? found[1].toUpperCase() : "";
}

function bytes(size) {
  if (!size) return "";
  if (size < 1000) return `${size} B`;
  return size < 1_000_000 ? `${Math.round(size / 1000)} kB` : `${(size / 1_000_000).toFixed(1)} MB`;
}
